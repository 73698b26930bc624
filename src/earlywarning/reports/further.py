"""What a briefing needs beyond the pages: what was heard, patterns, where a figure came from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

import duckdb

from earlywarning.tables.people import ReviewClock
from earlywarning.tables.read import rows_of

# Where indicator values and the series they are made of are traced to the files they came in.
TRACE = """
select distinct series, time_period, release
from known_value where geographic_level = 'Local authority' order by all
"""
HEARD = """
select old_la_code, item, flag, heard_on, source_kind, reliability, credibility,
       coalesce(weighs, 'nothing'), expires, coalesce(disputed, false)
from soft_item order by heard_on desc, item
"""
MEANT = "select pattern, coalesce(may_mean, ''), coalesce(other_explanations, '') from pattern"
TEAMS = "select old_la_code, coalesce(team, []) from recommendation"
ASKED = """
select old_la_code, question, coalesce(behind, '')
from line_of_enquiry order by old_la_code, order_shown
"""
WATCHED = """
select old_la_code, coalesce(measures, []), coalesce(joined_later, []), not_seen_since, known_on,
       coalesce(explanation, ''), coalesce(told, [])
from watch_alert
where ended is null order by known_on desc
"""
WARNED = """
select confirmed, partly, not_confirmed from warning_record where about = 'all' and closed > 0
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """An entry of the register; text only where this edition has it, grades only where shown."""

    item: str
    flag: str
    heard_on: dt.date | None
    source_kind: str | None
    reliability: str | None
    credibility: int | None
    weighs: str
    expires: dt.date | None
    disputed: bool
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of enquiry, and the figures or entries behind it."""

    question: str
    behind: str


@dataclass(frozen=True, slots=True)
class FrontDoorAlert:
    """A change at the front door that the returns of the year show, and that still holds.

    joined: measures that slipped after the alert was raised, which its own words cannot name.
    not_seen_since: the returns that it rests on are gone since then; silence ends nothing.
    """

    measures: tuple[str, ...]
    joined: tuple[str, ...]
    not_seen_since: dt.date | None
    known_on: dt.date
    explanation: str
    told: list[str]


@dataclass(frozen=True, slots=True)
class Further:
    """Rows by three-digit code, or by the key that is said.

    meant: pattern to what it may mean and what else could explain it. traced: (series, period) to
    releases. teams: one role for each person. asked: the questions of an offer, in their order.
    warned: of what past offers rested on, how many things reviewers confirmed, confirmed in part
    and did not confirm.
    """

    heard: dict[str, list[Heard]] = field(default_factory=dict)
    meant: dict[str, tuple[str, str]] = field(default_factory=dict)
    clocks: dict[str, ReviewClock] = field(default_factory=dict)
    alerts: dict[str, list[FrontDoorAlert]] = field(default_factory=dict)
    teams: dict[str, list[str]] = field(default_factory=dict)
    asked: dict[str, list[Asked]] = field(default_factory=dict)
    warned: tuple[int, int, int] | None = None
    traced: dict[tuple[str, int], list[str]] = field(default_factory=dict)


def further_of(connection: duckdb.DuckDBPyConnection) -> Further:
    """Read what a briefing needs beyond the pages; a tier's file simply has fewer rows."""
    traced: dict[tuple[str, int], list[str]] = defaultdict(list)
    for series, period, release in connection.execute(TRACE).fetchall():
        traced[series, period].append(release)
    return Further(
        heard=_heard(connection),
        meant={row[0]: (row[1], row[2]) for row in connection.execute(MEANT).fetchall()},
        clocks={row.old_la_code: row for row in rows_of(connection, ReviewClock, "old_la_code")},
        alerts=_alerts(connection),
        teams=dict(connection.execute(TEAMS).fetchall()),
        asked=_asked(connection),
        traced=dict(traced),
        warned=_warned(connection),
    )


def _asked(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Asked]]:
    kept: dict[str, list[Asked]] = defaultdict(list)
    for code, *asked in connection.execute(ASKED).fetchall():
        kept[code].append(Asked(*asked))
    return dict(kept)


def _heard(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Heard]]:
    texts = _texts(connection)
    kept: dict[str, list[Heard]] = defaultdict(list)
    for code, *row in connection.execute(HEARD).fetchall():
        kept[code].append(Heard(*[*row, texts.get(row[0], "")]))
    return dict(kept)


def _alerts(connection: duckdb.DuckDBPyConnection) -> dict[str, list[FrontDoorAlert]]:
    kept: dict[str, list[FrontDoorAlert]] = defaultdict(list)
    for code, measures, joined, *row in connection.execute(WATCHED).fetchall():
        kept[code].append(FrontDoorAlert(tuple(measures), tuple(joined), *row))
    return dict(kept)


def _warned(connection: duckdb.DuckDBPyConnection) -> tuple[int, int, int] | None:
    found = connection.execute(WARNED).fetchone()
    return (int(found[0] or 0), int(found[1] or 0), int(found[2] or 0)) if found else None


def _texts(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the free texts by entry; the table is in the consortium's own file alone."""
    there = connection.execute(
        "select count(*) from duckdb_tables() where table_name = 'soft_text'"
    ).fetchone()
    if not there or not there[0]:
        return {}
    return dict(connection.execute("select item, text from soft_text").fetchall())
