"""What a run or a stage did, in lines for a person."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import duckdb
import pandas as pd

from earlywarning.definitions.policy import AlertPolicy
from earlywarning.reports import wording
from earlywarning.settings import Settings
from earlywarning.sources.intake import Offered
from earlywarning.tables.quality import Finding
from earlywarning.tables.read import rows_of
from earlywarning.tables.standing import Standing
from earlywarning.warehouse.build import Building

HELD = "select rule, count(*) from hold group by rule"
ALONE = "no band is held: nothing was looked back at, so each is what this day alone says"
FOUND = """
    select rule, count(*) from finding
    where severity <> 'info' and rule not in ('low_reliability', 'not_returned')
      and not starts_with(rule, 'screen_')
    group by rule
"""


def summary(
    offered: list[Offered],
    settings: Settings,
    unchanged: bool,
    pages: list[Path],
    rebuilt: str = "",
) -> list[str]:
    """Return the run in a few lines for a person."""
    count = Counter(o.outcome for o in offered)
    lines = [
        f"as of {settings.as_of}: {count['taken']} files taken, {count['context']} for context, "
        f"{count['not_yet_published']} not yet published then, "
        f"{count['unknown']} not recognised, {count['refused']} refused whole"
    ]
    if unchanged:
        lines.append("nothing was new: the published warehouse was left as it is")
    if rebuilt:
        lines.append(rebuilt)
    if settings.warehouse.exists():
        lines += _bands(settings.warehouse) + doubts(settings.warehouse)
    if pages:
        lines.append(f"{len(pages)} files; open {settings.reports / 'index.html'}")
    return lines


def left_aside(offered: list[Offered]) -> list[str]:
    """Return a line for every file that nothing knows, with what it is most like."""
    return [
        f"{o.name} ({o.outcome.replace('_', ' ')}): {o.message}"
        for o in offered
        if o.outcome == "unknown"
    ]


def nothing_usable(offered: list[Offered], as_of: dt.date) -> str:
    """Say why nothing could be published: what became of every file."""
    count = Counter(o.outcome for o in offered)
    late = [o for o in offered if o.outcome == "not_yet_published"]
    lines = ["no published table could be taken in, so nothing was published"]
    lines += [f"refused: {o.name}: {o.message}" for o in offered if o.outcome == "refused"]
    lines += [f"left aside: {line}" for line in left_aside(offered)]
    lines += [f"not known on {as_of}: {o.name}: {o.message}" for o in late]
    lines += (
        [f"read only to help with others: {count['context']} files"] if count["context"] else []
    )
    todo = (
        "there is no file in the folders that were given: `earlywarning fetch` brings what is "
        "published, or put publishers' tables and returns there (CSV, ODS, XLSX; any names)"
    )
    return "\n".join(lines if offered else [*lines, todo])


def _bands(warehouse: Path) -> list[str]:
    with duckdb.connect(str(warehouse.resolve()), read_only=True) as connection:
        stands = rows_of(connection, Standing, "old_la_code")
    bands = Counter(row.band for row in sorted(stands, key=lambda row: row.score or 0.0))
    standings = Counter(wording.STANDING[row.standing].lower() for row in stands)
    offers = Counter(wording.OFFER_STATE[row.offer_state].lower() for row in stands)
    proposed = sum(row.review_from is not None for row in stands)
    returning = sum(row.newest_in_year is not None for row in stands)
    alerted = sum(row.alert_since is not None for row in stands)
    told = f"{alerted} of {returning} authorities that return in-year figures in an alert"
    return [
        f"{len(stands)} authorities with a band: "
        + ", ".join(f"{band} {n}" for band, n in bands.items()),
        *([ALONE] if stands and all(row.band_looks == 1 for row in stands) else []),
        "standings: " + "; ".join(f"{words} {n}" for words, n in sorted(standings.items())),
        "offers: "
        + "; ".join(f"{words} {n}" for words, n in sorted(offers.items()))
        + f"; {proposed} in all with days proposed this quarter",
        *([f"front-door watch: {told}"] if returning else []),
    ]


def doubts(warehouse: Path) -> list[str]:
    """Return how many cells are held and how many doubts were found, by rule, and where to look.

    What the publisher's own symbols say, and what its form is asked, is no doubt of ours.
    """
    with duckdb.connect(str(warehouse.resolve()), read_only=True) as connection:
        held, found = (dict(connection.execute(sql).fetchall()) for sql in (HELD, FOUND))
    lines = []
    if held:
        cells = "cell" if sum(held.values()) == 1 else "cells"
        lines.append(f"held back and not used: {sum(held.values())} {cells} ({_by_rule(held)})")
    if found:
        lines.append(
            f"files, rows and cells refused or doubtful, each with a finding: {_by_rule(found)}"
        )
    look = """`earlywarning query "from finding where severity <> 'info'"`"""
    return [*lines, f"where each of them stands: {look}"] if lines else []


def _by_rule(counts: dict[str, int]) -> str:
    return ", ".join(f"{rule.replace('_', ' ')} {n}" for rule, n in sorted(counts.items()))


def told(
    stage: str, offered: list[Offered], findings: list[Finding], building: Building | None
) -> list[str]:
    """Return what one stage made, for `earlywarning ingest` and its sisters."""
    if stage == "ingest":
        return [
            f"{o.outcome:18} {o.name}" + (f": {o.message}" if o.message else "") for o in offered
        ]
    if stage == "validate":
        return [f"{f.severity:9} {f.file_name}: {f.message} [{f.rule}]" for f in findings]
    if stage == "publish" or building is None:
        return []
    made = {
        "derive": ("indicator_value", "benchmark", "revision"),
        "score": ("signal", "watch", "watch_alert", "score", "contribution"),
        "recommend": ("recommendation",),
    }[stage]
    counts = [
        (name, building.connection.execute(f"select count(*) from {name}").fetchone())  # noqa: S608
        for name in made
    ]
    return [f"{name}: {row[0] if row else 0} rows" for name, row in counts]


def replayed(days: list[dt.date], alerts: pd.DataFrame, policy: AlertPolicy) -> list[str]:
    """Return one line per month on which figures came out, then the messages, then the digests."""
    budget = policy.messages_per_region_and_month
    lines = [
        f"{'month':8} {'looks':>5} {'messages':>8} {'most in a region':>16} "
        f"{'held by cool-down':>17} {'held by budget':>14} {'over':>5}"
    ]
    when = pd.to_datetime(alerts["looked_on"])
    months = when.dt.strftime("%Y-%m")
    # The front-door watch speaks on the day of a return, on which no figures need come out.
    for month in sorted({f"{day:%Y-%m}" for day in days} | set(months)):
        rows = alerts[months == month]
        sent = rows[rows["channel"] == "message"]
        most = int(sent["region"].value_counts().max()) if len(sent) else 0
        held = rows["held_back_by"].value_counts()
        looks = sum(f"{day:%Y-%m}" == month for day in days)
        lines.append(
            f"{month:8} {looks:5} {len(sent):8} {most:16} {held.get('cool_down', 0):17} "
            f"{held.get('budget', 0):14} {(rows['change'] == 'over').sum():5}"
        )
    lines.append(f"budget: {budget} messages per region and month")
    return lines + _messages(alerts) + _digests(alerts, when)


def _messages(alerts: pd.DataFrame) -> list[str]:
    sent = alerts[alerts["channel"] == "message"]
    sent = sent.sort_values(["looked_on", "region", "message"])
    rows = zip(sent["looked_on"], sent["region"], sent["message"], strict=True)
    return ["", "Messages", *(f"{day}  {region}: {words}" for day, region, words in rows)]


def _digests(alerts: pd.DataFrame, when: pd.Series) -> list[str]:
    digest = alerts[alerts["channel"] == "digest"].assign(
        quarter=when.dt.to_period("Q").astype(str)
    )
    lines = ["", "Digests"]
    for (quarter, region), rows in digest.groupby(["quarter", "region"]):
        raised = rows[rows["change"] != "over"]
        lines.append(f"{quarter}  {region}: {len(raised)} raised, {len(rows) - len(raised)} over")
        lines += [f"    {words}" for words in sorted(rows["message"])]
    return lines
