"""What is news: alerts within the budget, standings that changed, sources that are missing.

It is made of columns, never of sentences that may repeat what people said: an e-mail leaves the
consortium's walls. So it says who, what kind of thing and what is expected, and where the rest is.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from earlywarning.definitions.policy import AlertPolicy
from earlywarning.notify.told import News, Told
from earlywarning.reports import phrases, wording
from earlywarning.run.status import Source
from earlywarning.sources.fetching.lateness import SourceState
from earlywarning.tables.read import rows_of
from earlywarning.tables.signals import Alert
from earlywarning.tables.standing import Standing
from earlywarning.warehouse.connect import open_published

CHANGE = {"raised": "new", "stronger": "stronger", "over": "over"}
NOBODY = "nothing at once; it is for knowing"


@dataclass(frozen=True, slots=True)
class Build:
    """What news is made of: one published build, and where its pages can be seen."""

    warehouse: Path
    pages: str
    as_of: dt.date
    invented: bool
    standings: dict[str, Standing]
    names: dict[str, str]
    regions: dict[str, str]
    alerts: list[Alert]

    @property
    def looked_at(self) -> str:
        """Return how much was looked at."""
        rows = self.standings.values()
        yearly = max((one.newest_yearly for one in rows if one.newest_yearly), default=None)
        returned = [one.newest_in_year for one in rows if one.newest_in_year]
        in_year = (
            f"in-year returns of {len(returned)} of them, the newest of {max(returned)}"
            if returned
            else "no in-year return"
        )
        whose = " of an invented nation" if self.invented else ""
        return (
            f"{len(self.standings)} authorities{whose}, as of {self.as_of}; yearly figures up to "
            f"{yearly or 'no day'}; {in_year}"
        )

    def explained(self, code: str = "") -> str:
        """Return where the explanation stands."""
        command = f"earlywarning explain {code} --warehouse {self.warehouse}" if code else ""
        words = [f"{self.pages.rstrip('/')}/index.html" if self.pages else "", command]
        return "; ".join(filter(None, words)) or f"earlywarning doctor --warehouse {self.warehouse}"

    def expected(self, code: str) -> str:
        """Return the one next step of an authority, who takes it, and by when."""
        row = self.standings.get(code)
        if row is None:
            return NOBODY
        who = f"{row.next_step_by}: " if row.next_step_by else ""
        return f"{who}{row.next_step}{f', by {row.due}' if row.due else ''}"


def build_of(warehouse: Path, pages: str) -> Build:
    """Read what is published."""
    with open_published(warehouse) as connection:
        [(as_of, invented)] = connection.execute("select as_of, is_invented from run").fetchall()
        standings = rows_of(connection, Standing, "old_la_code")
        return Build(
            warehouse, pages, as_of, bool(invented),
            {one.old_la_code: one for one in standings},
            _named(connection, "la_name"), _named(connection, "region"),
            rows_of(connection, Alert, "looked_on, old_la_code, cause"),
        )  # fmt: skip


def _named(connection: duckdb.DuckDBPyConnection, column: str) -> dict[str, str]:
    rows = connection.table("local_authority").project(f"old_la_code, {column}").fetchall()
    return {str(code): str(name or "") for code, name in rows}


def alert_news(build: Build, told: Told, policy: AlertPolicy, days: int) -> Iterator[News]:
    """Return the alerts that are to be told at once and were not, within each region's budget.

    The table keeps the budget of one history; what was told before belongs to another, so the
    budget is kept here again, and a cause that was told is not told again in the cool-down.
    """
    before = [one for _, one in told.news.values() if one.kind == "alert"]
    spent = Counter((one.region, one.day[:7]) for one in before)
    known = {one.cause for one in before}
    for row in build.alerts:
        if row.channel != "message" or (build.as_of - row.looked_on).days > days:
            continue
        month = (row.region or "", f"{row.looked_on:%Y-%m}")
        stem = f"alert:{row.old_la_code}:{row.cause}:{row.change}:"
        if spent[month] >= policy.messages_per_region_and_month or _told_lately(
            stem, known, row.looked_on, policy
        ):
            continue
        spent[month] += 1
        known.add(f"{stem}{row.looked_on}")
        yield _alert(build, row, f"{stem}{row.looked_on}")


def _told_lately(stem: str, known: set[str], day: dt.date, policy: AlertPolicy) -> bool:
    since = (pd.Timestamp(day) - pd.DateOffset(months=policy.cool_down_months)).date()
    days = [dt.date.fromisoformat(one.removeprefix(stem)) for one in known if one.startswith(stem)]
    return any(since < one <= day or one == day for one in days)


def _alert(build: Build, row: Alert, cause: str) -> News:
    name = build.names.get(row.old_la_code, row.old_la_code)
    about = phrases.plain(row.cause).lower()
    return News(
        cause=cause,
        kind="alert",
        region=row.region or "",
        day=str(row.looked_on),
        subject=f"{name}: {about}, {CHANGE.get(row.change, row.change)}",
        what=f"Known since {row.looked_on}. A question to ask, and no finding.",
        expected=build.expected(row.old_la_code),
        looked_at=build.looked_at,
        explained=build.explained(row.old_la_code),
    )


def standing_news(build: Build, told: Told) -> Iterator[News]:
    """Return the authorities that stand elsewhere than when that was last looked at."""
    for code, row in build.standings.items():
        before = told.standings.get(code)
        if before is None or before == row.standing:
            continue
        name = build.names.get(code, code)
        yield News(
            cause=f"standing:{code}:{before}>{row.standing}:{build.as_of}",
            kind="standing",
            region=build.regions.get(code, ""),
            day=str(build.as_of),
            subject=f"{name} stands elsewhere: {_place(row.standing)}",
            what=f"Before: {_place(before)}. Now: {_place(row.standing)}.",
            expected=build.expected(code),
            looked_at=build.looked_at,
            explained=build.explained(code),
        )


def _place(standing: str) -> str:
    words = wording.STANDING.get(standing, phrases.plain(standing))
    return words[:1].lower() + words[1:]


def source_news(
    build: Build,
    states: Iterable[SourceState],
    silent: Iterable[Source],
    refused: Iterable[tuple[str, str, str]],
) -> Iterator[News]:
    """Return publications that are late, publishers that do not answer, and files refused."""
    told = [
        (f"late:{one.source}:{one.missing}", f"{one.source} is late", one.words,
         "look whether it is out, and tell the publisher if its page says so")
        for one in states if one.state == "late"
    ]  # fmt: skip
    told += [
        (f"silent:{one.source}:{one.unreachable_since}", f"{one.source} does not answer",
         f"Unreachable since {one.unreachable_since:%Y-%m-%d %H:%M} UTC, while others answer.",
         "look at its page; fetch by hand if the address has changed")
        for one in silent
    ]  # fmt: skip
    told += [
        (f"refused:{sha256}", f"{name} was refused", message,
         "ask whoever sent it for a file that keeps the rule; the rest went through")
        for sha256, name, message in refused
    ]  # fmt: skip
    for cause, subject, what, expected in told:
        yield News(cause, "source", subject, what, expected, build.looked_at, build.explained())


def digest_news(build: Build, quarter: str, first: dt.date, last: dt.date) -> Iterator[News]:
    """Return one digest per region of what changed in a quarter and was not told at once."""
    rows = [
        one for one in build.alerts if one.channel == "digest" and first <= one.looked_on <= last
    ]
    for region in sorted({one.region or "" for one in rows}):
        own = [one for one in rows if (one.region or "") == region]
        listed = "; ".join(
            f"{build.names.get(one.old_la_code, one.old_la_code)}: "
            f"{phrases.plain(one.cause).lower()}, {CHANGE.get(one.change, one.change)}"
            for one in own
        )
        yield News(
            f"digest:{region}:{quarter}", "digest", f"{quarter}, {region}: {len(own)} changes",
            f"{listed}.", "read it before the quarter's programme is agreed", build.looked_at,
            build.explained(), region, str(last),
        )  # fmt: skip


def run_news(warehouse: Path, flow: str, became: str, why: str, now: dt.datetime) -> News:
    """Return the news of a run that failed, died, was skipped or ended early; once a day each."""
    first = why.splitlines()[0][:300] if why else ""
    return News(
        cause=f"run:{flow}:{became}:{now.date()}:{first}",
        kind="run",
        subject=f"the {'run by hand' if flow == 'run' else f'{flow} run'} {became}",
        what=first or "No reason is known.",
        expected="operator: read `earlywarning doctor` and the run's log today",
        looked_at=f"{warehouse}; what was published before stays published",
        explained=f"earlywarning doctor --warehouse {warehouse}",
        day=str(now.date()),
    )


def refused_in(warehouse: Path) -> list[tuple[str, str, str]]:
    """Return hash, name and where to read on of each file that was refused.

    A reason may repeat a cell, and a cell of a register what somebody said: it is not told.
    """
    with open_published(warehouse) as connection:
        rows = connection.execute(
            """select coalesce(sha256, file_name), file_name from intake
               where outcome = 'refused' order by 2"""
        ).fetchall()
    return [(str(sha256), str(name), "`earlywarning doctor` says why.") for sha256, name in rows]
