"""What a baseline needs beside the facts: coloured years, revisions, held cells, the toolkit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb

COLOURED = """select indicator, time_period, coalesce(reason, '') from contaminated_period
    where old_la_code = $code order by indicator, time_period"""
HELD = """select series, time_period, rule from hold where area = $code order by all"""
REVISED = """select r.title, r.published, count(*) from revision as v
    join release as r on r.release = v.new_release
    where v.old_la_code = $code and v.kind = 'value' group by all
    order by r.published desc, r.title"""
TOOLKIT = "select approach, coalesce(patterns, []), coalesce(enablers, []) from toolkit order by 1"
RETURNS = """select returned_on, events, provisional from in_year_return
    where old_la_code = $code order by returned_on desc"""


@dataclass(frozen=True, slots=True)
class Background:
    """About one authority: what colours its figures, and which tried approaches are for what.

    coloured: (indicator, period, reason). held: (series, period, rule). revised: (title of the
    release, day, values). returns: (day, events, provisional). for_patterns,
    for_enablers: approach to what it is for.
    """

    coloured: list[tuple[str, int, str]]
    held: list[tuple[str, int, str]]
    revised: list[tuple[str | None, dt.date | None, int]]
    returns: list[tuple[dt.date | None, str | None, bool | None]]
    for_patterns: dict[str, list[str]]
    for_enablers: dict[str, list[str]]


def background_of(connection: duckdb.DuckDBPyConnection, code: str) -> Background:
    """Read what one authority's baseline needs; a tier's file simply lacks what it may not see."""
    given = {"code": code}
    toolkit = connection.execute(TOOLKIT).fetchall()
    return Background(
        coloured=connection.execute(COLOURED, given).fetchall(),
        held=connection.execute(HELD, given).fetchall(),
        revised=connection.execute(REVISED, given).fetchall(),
        returns=connection.execute(RETURNS, given).fetchall(),
        for_patterns={approach: patterns for approach, patterns, _ in toolkit},
        for_enablers={approach: enablers for approach, _, enablers in toolkit},
    )
