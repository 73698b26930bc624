"""What the pages round the authorities know beyond the facts of the run: all of it small."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import duckdb

from earlywarning.tables.declared import Glossary, MethodConstant, PathwayStep, Pattern
from earlywarning.tables.published import Publication
from earlywarning.tables.quality import Correction, QualityLimit, RevisionAlarm
from earlywarning.tables.read import rows_of
from earlywarning.tables.score import Record


@dataclass(frozen=True, slots=True)
class Known:
    """Everything here; `national` is keyed by series and year."""

    words: list[Glossary]
    publications: dict[str, Publication]
    constants: list[MethodConstant]
    patterns: list[Pattern]
    record: list[Record]
    limits: list[QualityLimit]
    corrections: list[Correction]
    alarms: list[RevisionAlarm]
    tables: dict[str, set[str]]
    older_codes: dict[str, list[str]]
    other_names: dict[str, list[str]]
    revised: dict[str, dict[str, int]]
    held: dict[tuple[str, str], int]
    missing: dict[str, dict[str, int]]
    national: dict[str, dict[int, float]] = field(default_factory=dict)


def load_known(connection: duckdb.DuckDBPyConnection) -> Known:
    """Read it all; a table that an older file lacks is empty."""
    publications = rows_of(connection, Publication, "title")
    steps = rows_of(connection, PathwayStep, "order_shown")
    return Known(
        words=rows_of(connection, Glossary, "lower(word)"),
        publications={one.source: one for one in publications},
        constants=rows_of(connection, MethodConstant, "order_shown"),
        patterns=rows_of(connection, Pattern, "name"),
        record=rows_of(connection, Record, "number"),
        limits=rows_of(connection, QualityLimit, "name"),
        corrections=rows_of(connection, Correction, "series, area, time_period"),
        alarms=rows_of(connection, RevisionAlarm, "published desc, series"),
        tables=_tables(connection),
        older_codes=_older_codes(connection),
        other_names=_other_names(connection),
        revised=_counted(connection, REVISED),
        held={(source, rule): many for source, rule, many in connection.execute(HELD).fetchall()},
        missing=_counted(connection, MISSING),
        national=_national(connection, steps),
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


def _counted(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, dict[str, int]]:
    kept: dict[str, dict[str, int]] = defaultdict(dict)
    for source, kind, many in connection.execute(query).fetchall():
        kept[source][kind] = many
    return dict(kept)


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """Return, for each series, the tables of publications that it stands in."""
    kept: dict[str, set[str]] = defaultdict(set)
    for series, table in connection.execute("select series, table_name from series").fetchall():
        kept[series].add(table)
    return dict(kept)


def _older_codes(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = defaultdict(list)
    query = "select old_la_code, new_la_code from authority_code where new_la_code is not null"
    for code, nine in connection.execute(f"{query} order by 1, 2").fetchall():
        kept[code].append(nine)
    return dict(kept)


def _other_names(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Return former and everyday names, and the names of those whom an authority followed."""
    there = "select 1 from duckdb_views() where view_name = 'authority_name'"
    if connection.execute(there).fetchone() is None:
        return {}
    kept: dict[str, list[str]] = defaultdict(list)
    query = """
        select old_la_code, name from authority_name where kind in ('former_name', 'alias')
        union select c.successor, n.name from authority_change as c
        join authority_name as n on n.old_la_code = c.old_la_code
        where n.kind <> 'code' and c.successor <> c.old_la_code
        order by 1, 2"""
    for code, name in connection.execute(query).fetchall():
        kept[code].append(name)
    return dict(kept)


def _national(
    connection: duckdb.DuckDBPyConnection, steps: list[PathwayStep]
) -> dict[str, dict[int, float]]:
    """Return the nation's published counts along the way, the newest release's of each year."""
    wanted = sorted({name for one in steps for name in (one.from_series, one.to_series)})
    rows = connection.execute(
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
