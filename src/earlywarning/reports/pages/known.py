"""What the pages round the authorities know beyond the facts of the run: all of it small."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import duckdb

from earlywarning.tables.declare import table_of
from earlywarning.tables.declared import Glossary, MethodConstant, PathwayStep, Pattern, VitalSign
from earlywarning.tables.published import Publication
from earlywarning.tables.quality import Correction, QualityLimit, RevisionAlarm
from earlywarning.tables.read import T, rows_of
from earlywarning.tables.score import Record


@dataclass(frozen=True, slots=True)
class Known:
    """Everything here; `national` is keyed by series and year."""

    words: list[Glossary]
    publications: dict[str, Publication]
    signs: list[VitalSign]
    constants: list[MethodConstant]
    steps: list[PathwayStep]
    patterns: list[Pattern]
    record: list[Record]
    limits: list[QualityLimit]
    corrections: list[Correction]
    alarms: list[RevisionAlarm]
    context: frozenset[str]
    prefer: dict[str, str]
    tables: dict[str, set[str]]
    older_codes: dict[str, list[str]]
    revised: dict[str, dict[str, int]]
    held: dict[tuple[str, str], int]
    missing: dict[str, dict[str, int]]
    national: dict[str, dict[int, float]] = field(default_factory=dict)


def load_known(con: duckdb.DuckDBPyConnection) -> Known:
    """Read it all; a table that an older file lacks is empty."""
    publications = _rows(con, Publication, "title")
    steps = _rows(con, PathwayStep, "place")
    return Known(
        words=_rows(con, Glossary, "lower(word)"),
        publications={one.source: one for one in publications},
        signs=_rows(con, VitalSign, "place"),
        constants=_rows(con, MethodConstant, "place"),
        steps=steps,
        patterns=_rows(con, Pattern, "name"),
        record=_rows(con, Record, "number"),
        limits=_rows(con, QualityLimit, "name"),
        corrections=_rows(con, Correction, "series, area, time_period"),
        alarms=_rows(con, RevisionAlarm, "published desc, series"),
        context=frozenset(_column(con, "select indicator from indicator where context")),
        prefer=dict(con.execute("select indicator, prefer from indicator").fetchall()),
        tables=_tables(con),
        older_codes=_older_codes(con),
        revised=_counted(con, REVISED),
        held={(source, rule): many for source, rule, many in con.execute(HELD).fetchall()},
        missing=_counted(con, MISSING),
        national=_national(con, steps),
    )


REVISED = """
    select coalesce(r.source, ''), v.kind, count(*) from revision as v
    left join release as r on r.release = v.new_release group by all order by 1, 2"""
HELD = """
    select coalesce(r.source, ''), h.rule, count(*) from hold as h
    left join release as r on r.release = h.release group by all order by 1, 2"""
# Cells of authorities in the releases that stand, by the publisher's own reason.
MISSING = """
    select coalesce(r.source, ''), o.status, count(*) from observation as o
    join release as r on r.release = o.release
    where o.geographic_level = 'Local authority' and o.value is null
      and o.status is not null and r.superseded_by is null
    group by all order by 1, 2"""


def _rows(con: duckdb.DuckDBPyConnection, kind: type[T], order: str) -> list[T]:
    """Return a table's records; none from an older file that lacks the table."""
    if not _column(con, "select 1 from duckdb_tables() where table_name = ?", table_of(kind).name):
        return []
    return rows_of(con, kind, order)


def _column(con: duckdb.DuckDBPyConnection, query: str, *given: str) -> list[Any]:
    return [row[0] for row in con.execute(query, list(given)).fetchall()]


def _counted(con: duckdb.DuckDBPyConnection, query: str) -> dict[str, dict[str, int]]:
    kept: dict[str, dict[str, int]] = defaultdict(dict)
    for source, kind, many in con.execute(query).fetchall():
        kept[source][kind] = many
    return dict(kept)


def _tables(con: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """Return, for each series, the tables of publications that it stands in."""
    kept: dict[str, set[str]] = defaultdict(set)
    for series, table in con.execute("select series, table_name from series").fetchall():
        kept[series].add(table)
    return dict(kept)


def _older_codes(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = defaultdict(list)
    query = "select old_la_code, new_la_code from authority_code where new_la_code is not null"
    for code, nine in con.execute(f"{query} order by 1, 2").fetchall():
        kept[code].append(nine)
    return dict(kept)


def _national(
    con: duckdb.DuckDBPyConnection, steps: list[PathwayStep]
) -> dict[str, dict[int, float]]:
    """Return the nation's published counts along the way, the newest release's of each year."""
    wanted = sorted({name for one in steps for name in (one.from_series, one.to_series)})
    rows = con.execute(
        """select series, time_period, value from observation
           where geographic_level = 'National' and list_contains(?, series) and value is not null
           qualify row_number() over (partition by series, time_period
                                      order by published desc, release desc) = 1
           order by 1, 2""",
        [wanted],
    ).fetchall()
    kept: dict[str, dict[int, float]] = defaultdict(dict)
    for series, year, value in rows:
        kept[series][year] = value
    return dict(kept)
