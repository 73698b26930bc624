"""What of an authority's events cannot be counted: named by file, row and rule, never shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import duckdb

from earlywarning.sources.events.layout import COLUMNS, KINDS, Part, Refused, files_of

_NAMED = 5
MESSAGES = {
    "event_kind": f"event is none of {', '.join(KINDS)}",
    "event_child": "no child",
    "event_day": "day is missing, or not in the month of its folder",
    "event_order": "since is after day",
    "event_since": "since is missing, or before any plausible day",
}
# The same rules as in monthly.sql, which counts; here the rows are named.
_ROWS = """
    select filename, old_la_code, month, fault, count(*), min(file_row_number) + 1
    from (
        select *, event_fault(child, try_cast(event as event_kind), day::date, since::date, month)
            as fault
        from read_parquet(
            $files, filename = true, file_row_number = true, hive_partitioning = true,
            hive_types = {'old_la_code': varchar, 'month': integer}
        )
    ) where fault is not null group by all order by all
"""
_PROBE = """
    select count(child), count(try_cast(event as event_kind)), count(day::date),
        count(since::date), count(earlier::integer)
    from read_parquet($files)
"""


def readable(connection: duckdb.DuckDBPyConnection, part: Part) -> tuple[Part, list[Refused]]:
    """Return a part without the months of which a file cannot be read, and those files."""
    refused = [
        Refused(place.old_la_code, month.time_period, below(file), None, None, "event_file", why)
        for place in part
        for month in place.months
        for file in month.files
        if (why := _why_not(connection, file))
    ]
    bad = {(one.old_la_code, one.time_period) for one in refused}
    kept = [
        [month for month in place.months if (place.old_la_code, month.time_period) not in bad]
        for place in part
    ]
    places = zip(part, kept, strict=True)
    return tuple(replace(place, months=tuple(months)) for place, months in places), refused


def _why_not(connection: duckdb.DuckDBPyConnection, file: str) -> str:
    try:
        names = connection.execute("select * from read_parquet($file) limit 0", {"file": file})
        found = [column[0] for column in names.description or []]
        if absent := [name for name in COLUMNS if name not in found]:
            return f"no column {', '.join(absent)}; found {', '.join(found)}"
        connection.execute(_PROBE, {"files": [file]})
    except duckdb.ConversionException:
        # DuckDB's own words would show the cell.
        return "a cell is not of its column's type; day and since are dates, earlier is a number"
    except duckdb.Error as error:
        return str(error).splitlines()[0].replace(file, below(file))
    return ""


def faulty(connection: duckdb.DuckDBPyConnection, part: Part) -> list[Refused]:
    """Name the rows that were left out: of an authority and rule the first files, with how many."""
    rows = connection.execute(_ROWS, {"files": files_of(part)}).fetchall()
    named: Counter[tuple[str, str]] = Counter()
    out = []
    for file, code, month, rule, many, first in rows:
        named[code, rule] += 1
        if named[code, rule] <= _NAMED:
            out.append(Refused(code, month, below(file), first, many, rule, MESSAGES[rule]))
    return out


def below(file: str) -> str:
    """Return a file's name below the folder of events."""
    return "/".join(Path(file).parts[-3:])
