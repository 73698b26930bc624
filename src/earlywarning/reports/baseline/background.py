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
RETURNED = "select max(returned_on) from in_year_return where old_la_code = $code"


@dataclass(frozen=True, slots=True)
class Background:
    """About one authority: what colours its figures, and which tried approaches are for what.

    coloured: (indicator, period, reason). held: (series, period, rule). revised: (title of the
    release, day, values). returned: day of the newest in-year return.
    """

    coloured: list[tuple[str, int, str]]
    held: list[tuple[str, int, str]]
    revised: list[tuple[str | None, dt.date | None, int]]
    returned: dt.date | None


def background_of(connection: duckdb.DuckDBPyConnection, code: str) -> Background:
    """Read what one authority's baseline needs; a tier's file simply lacks what it may not see."""
    given = {"code": code}
    returned = connection.execute(RETURNED, given).fetchone()
    return Background(
        coloured=connection.execute(COLOURED, given).fetchall(),
        held=connection.execute(HELD, given).fetchall(),
        revised=connection.execute(REVISED, given).fetchall(),
        returned=returned[0] if returned else None,
    )
