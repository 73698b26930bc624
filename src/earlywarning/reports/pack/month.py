"""What happened since a month ago, fetched once from the published file."""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
from dataclasses import dataclass

import duckdb

from earlywarning.definitions.ladder import STEPS
from earlywarning.tables.offers import (
    Programme,
    ProgrammeGroup,
    ProgrammeNote,
    Recommendation,
    WarningRecord,
)
from earlywarning.tables.people import ReviewClock, ReviewEvent, SoftItem
from earlywarning.tables.quality import RevisionAlarm
from earlywarning.tables.read import rows_of
from earlywarning.tables.signals import Alert, WatchAlert

DOUBTS = """select f.old_la_code, f.source, f.rule, f.severity, f.message, r.published
    from finding as f left join release as r on r.release = f.release order by all"""
HELD = """select series, rule, count(*), count(distinct area) from hold group by all
    order by series, rule"""
REVISED = """select r.title, r.published, count(*), count(distinct v.old_la_code)
    from revision as v join release as r on r.release = v.new_release
    where v.old_la_code is not null and v.kind = 'value' and r.published > $since
    group by all order by r.published, r.title"""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding with the day on which its file was out; no day for a file that was refused."""

    old_la_code: str | None
    source: str | None
    rule: str | None
    severity: str | None
    message: str | None
    published: dt.date | None


@dataclass(frozen=True, slots=True)
class Held:
    """How many cells one rule holds back in one series."""

    series: str
    rule: str
    cells: int
    authorities: int


@dataclass(frozen=True, slots=True)
class Revised:
    """How many values of authorities a release changed, by the release that did."""

    title: str | None
    published: dt.date | None
    cells: int
    authorities: int


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one run.

    since: events count when dated after this day. looked_on: the last look that far back, whose
    bands are `bands_then` and keys `keys_then`; empty where none was. stood_out_then: (authority,
    indicator) pairs that were a concern on that look. secret: text that nobody outside the
    consortium can work out.
    """

    since: dt.date
    looked_on: dt.date | None
    bands_then: dict[str, str]
    keys_then: dict[str, list[str]]
    stood_out_then: frozenset[tuple[str, str]]
    alerts: list[Alert]
    watch_alerts: list[WatchAlert]
    placed: list[Programme]
    notes: list[ProgrammeNote]
    members: list[ProgrammeGroup]
    clocks: list[ReviewClock]
    review_events: list[ReviewEvent]
    steps: dict[str, str]
    doubts: list[Doubt]
    alarms: list[RevisionAlarm]
    held: list[Held]
    revised: list[Revised]
    confirmed: WarningRecord | None
    heard: list[SoftItem]
    secret: str

    def step_of(self, action: str | None) -> int:
        """Return how strong an action is: 3 for commissioned support, -1 where not known."""
        known = [a for a in self.steps if (action or "").startswith(a)]
        step = self.steps[max(known, key=len)] if known else ""
        return STEPS.index(step) if step in STEPS else -1

    def is_new(self, on: dt.date | None) -> bool:
        """Tell whether a day lies within the month."""
        return on is not None and on > self.since


def month_before(day: dt.date) -> dt.date:
    """Return the same day a month before, or the last day of a shorter month.

    The last day of a month goes back to the last day: no day may be told in two packs, or in none.
    """
    year, month = (day.year - 1, 12) if day.month == 1 else (day.year, day.month - 1)
    last = calendar.monthrange(year, month)[1]
    is_last = (day + dt.timedelta(days=1)).day == 1
    return dt.date(year, month, last if is_last else min(day.day, last))


def load_month(connection: duckdb.DuckDBPyConnection, as_of: dt.date) -> Month:
    """Read what the packs need beside the facts, for the month that ends on a day."""
    since = month_before(as_of)
    looked_on, then = _looked_then(connection, since)
    warned = rows_of(connection, WarningRecord, "all")
    return Month(
        since=since,
        looked_on=looked_on,
        bands_then={code: band for code, band, _ in then},
        keys_then={code: keys or [] for code, _, keys in then},
        stood_out_then=_stood_out(connection, since),
        alerts=rows_of(connection, Alert, "looked_on, old_la_code, cause"),
        watch_alerts=rows_of(connection, WatchAlert, "known_on, old_la_code"),
        placed=rows_of(connection, Programme, "old_la_code"),
        notes=rows_of(connection, ProgrammeNote, "order_shown"),
        members=rows_of(connection, ProgrammeGroup, "group_number, part desc, old_la_code"),
        clocks=rows_of(connection, ReviewClock, "old_la_code"),
        review_events=rows_of(connection, ReviewEvent, "happened_on, old_la_code"),
        steps={
            row.action: row.step or ""
            for row in rows_of(connection, Recommendation, "action, step")
        },
        doubts=[Doubt(*row) for row in connection.execute(DOUBTS).fetchall()],
        alarms=rows_of(connection, RevisionAlarm, "published desc, series"),
        held=[Held(*row) for row in connection.execute(HELD).fetchall()],
        revised=[Revised(*row) for row in connection.execute(REVISED, {"since": since}).fetchall()],
        confirmed=next((row for row in warned if row.about == "all"), None),
        heard=rows_of(connection, SoftItem, "heard_on, old_la_code, flag"),
        secret=_secret(connection),
    )


def _looked_then(
    connection: duckdb.DuckDBPyConnection, since: dt.date
) -> tuple[dt.date | None, list[tuple[str, str, list[str] | None]]]:
    found = connection.execute(
        "select max(looked_on) from score_history where looked_on <= $since", {"since": since}
    ).fetchone()
    day = found[0] if found else None
    rows = connection.execute(
        "select old_la_code, band, keys from score_history where looked_on = $day", {"day": day}
    ).fetchall()
    return day, rows


def _stood_out(connection: duckdb.DuckDBPyConnection, since: dt.date) -> frozenset[tuple[str, str]]:
    rows = connection.execute(
        """select distinct old_la_code, indicator from signal_history
           where reading = 'concern' and looked_on =
               (select max(looked_on) from signal_history where looked_on <= $since)""",
        {"since": since},
    ).fetchall()
    return frozenset((str(code), str(indicator)) for code, indicator in rows)


def _secret(connection: duckdb.DuckDBPyConnection) -> str:
    """Return a text made of what no other tier's file holds: the inputs' hash and the scores."""
    inputs = connection.execute("select max(inputs_sha256) from run").fetchone()
    scores = connection.execute(
        "select old_la_code, risk_of_decline, lower, upper from score order by old_la_code"
    ).fetchall()
    return hashlib.sha256(repr((inputs, scores)).encode()).hexdigest()
