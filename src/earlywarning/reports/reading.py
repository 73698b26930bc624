"""Reads the tables that all pages share into dictionaries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import duckdb

from earlywarning.errors import NothingUsableError
from earlywarning.reports.wording import STAGES
from earlywarning.tables.declared import Indicator, MethodConstant
from earlywarning.tables.indicators import Benchmark, IndicatorValue
from earlywarning.tables.places import Neighbour
from earlywarning.tables.read import rows_of

Years = dict[int, IndicatorValue]
# Of 460,000 benchmarks of a nation all that are beside a newest figure, and of years before what
# workbooks list.
HELD = """
    statistic = 'median' and comparator in ('statistical_neighbours', 'own_past')
    or (old_la_code, indicator, time_period) in (
        select (old_la_code, indicator, max(time_period)) from indicator_value
        where value is not null group by old_la_code, indicator)
"""


def run_of(connection: duckdb.DuckDBPyConnection) -> tuple[str, dt.date, str, bool, str, str]:
    """Return the newest run: its name, as-of day, nation, whether invented, record and version.

    Raises:
        NothingUsableError: if no run is recorded.
    """
    found = connection.execute(
        """select run, as_of, nation, is_invented, record, package_version
           from run order by started desc limit 1"""
    ).fetchone()
    if found is None:
        raise NothingUsableError(
            "run: the warehouse holds no run, so there is no as-of day to report; run it first"
        )
    nation = str(found[2] or "England")
    said = [str(text or "") for text in found[4:6]]
    return str(found[0]), found[1], nation, bool(found[3]), said[0], said[1]


def bands(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Return the lowest score that opens each band by points, in their order."""
    rows = rows_of(connection, MethodConstant, "value, name")
    begun = "bands."
    return {row.name.removeprefix(begun): row.value for row in rows if row.name.startswith(begun)}


def values(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[dict[tuple[str, str], Years], dict[str, Years], dict[str, int]]:
    """Return values by (code, indicator), of the nation, and each indicator's newest period."""
    own: dict[tuple[str, str], Years] = defaultdict(dict)
    england: dict[str, Years] = defaultdict(dict)
    newest: dict[str, int] = {}
    for row in rows_of(connection, IndicatorValue, "indicator, old_la_code, time_period"):
        if row.geographic_level == "Local authority" and row.old_la_code:
            own[row.old_la_code, row.indicator][row.time_period] = row
        elif row.geographic_level == "National":
            england[row.indicator][row.time_period] = row
        if row.value is not None:
            newest[row.indicator] = max(newest.get(row.indicator, 0), row.time_period)
    return dict(own), dict(england), newest


def neighbours(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, list[str]], int | None]:
    """Return the statistical neighbours of each code in the newest model, and its year."""
    rows = rows_of(connection, Neighbour, "old_la_code, position, neighbour_old_la_code")
    year = max((row.model_year for row in rows), default=None)
    kept: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.model_year == year:
            kept[row.old_la_code].append(row.neighbour_old_la_code)
    return dict(kept), year


def benchmarks(
    connection: duckdb.DuckDBPyConnection,
) -> dict[tuple[str, str, int], list[Benchmark]]:
    """Return what values are held against, by code, indicator and period; see `HELD`."""
    kept: dict[tuple[str, str, int], list[Benchmark]] = defaultdict(list)
    for row in rows_of(connection, Benchmark, "all", HELD):
        kept[row.old_la_code, row.indicator, row.time_period].append(row)
    return dict(kept)


def coloured(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], frozenset[int]]:
    """Return the periods that an inspection or an event coloured, by code and indicator."""
    rows = connection.execute(
        """select old_la_code, indicator, list(distinct time_period) from contaminated_period
           group by all"""
    ).fetchall()
    return {(code, indicator): frozenset(periods) for code, indicator, periods in rows}


def indicators(connection: duckdb.DuckDBPyConnection) -> list[Indicator]:
    """Return the indicators as declared, in the order of the stages and by name."""
    rows = rows_of(connection, Indicator, "name")
    place = {stage: number for number, stage in enumerate(STAGES)}
    return sorted(rows, key=lambda row: (place.get(row.stage, len(STAGES)), row.name))


def traced(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, int], list[str]]:
    """Return the releases that a series of a period came in: from figures back to their files."""
    kept: dict[tuple[str, int], list[str]] = defaultdict(list)
    rows = connection.execute(
        """select distinct series, time_period, release from known_value
           where geographic_level = 'Local authority' order by all"""
    ).fetchall()
    for series, period, release in rows:
        kept[series, period].append(release)
    return dict(kept)


def texts(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the free texts by entry; the table is in the consortium's own file alone."""
    there = connection.execute(
        "select 1 from duckdb_tables() where table_name = 'soft_text'"
    ).fetchall()
    rows = connection.execute("select item, text from soft_text").fetchall() if there else []
    return dict(rows)
