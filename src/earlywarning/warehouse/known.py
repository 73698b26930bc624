"""The warehouse as it would have stood on an earlier day, in memory, from what was known then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from earlywarning.warehouse.build import (
    DERIVED_FROM,
    FINDINGS_FROM,
    QUALITY_FROM,
    Building,
    lay_out,
    run_sql,
)

BENCHMARK, COMPARED_BEFORE = 50, 51
# Series that some indicator is made from; nothing else is looked back at.
WANTED = """
    select unnest(published_series) as series from indicator
    union select history_series from indicator union select numerator from indicator
    union select denominator from indicator union select out_of from indicator
"""
COPIES = {
    "observation": f"from observation where series in ({WANTED}) or list_contains($also, series)",
    "indicator": "from indicator",
    "quality_limit": "from quality_limit",
    "correction": "from correction",
    "local_authority": "from local_authority",
    "authority_code": "from authority_code",
    "authority_change": "from authority_change",
    "neighbour": "from neighbour",
    "contaminated_period": "from contaminated_period",
    "release": "from release",
    "finding": "from finding where rule = 'identity' and row_number is not null",
    "series": f"from series where series in ({WANTED})",
}  # fmt: skip
# What of each copy was known on a day. A neighbour model was known when our copy came out, or at
# the latest in the year after its own. The oldest that we hold serves earlier days too.
KNOWN = {
    "observation": "where published <= $day",
    "local_authority": "where opened <= $day",
    "contaminated_period": "where known_on is null or known_on <= $day",
    "release": "where published <= $day",
    "neighbour": """
        where model_year < year($day)
        or model_year = (select min(model_year) from copy_neighbour)
        or model_year in (
            select period from copy_release
            where release like 'neighbours%' and published <= $day)
    """,
}


@dataclass(slots=True)
class Past:
    """What an earlier day's warehouse is made from, copied once."""

    copies: dict[str, Any]


def release_days(
    connection: duckdb.DuckDBPyConnection, since: dt.date, until: dt.date
) -> list[dt.date]:
    """Return the days from `since` to before `until` on which figures came out, in order."""
    rows = connection.execute(
        f"""select distinct published from observation where series in ({WANTED})
            and published >= $since and published < $until order by 1""",  # noqa: S608
        {"since": since, "until": until},
    ).fetchall()
    return [day for (day,) in rows]


def past_of(connection: duckdb.DuckDBPyConnection, also: Iterable[str] = ()) -> Past:
    """Copy what looking back needs from a build or a published database.

    `also` names series wanted beside those that some indicator is made from.
    """
    values = {"also": list(also)}
    return Past(
        {
            name: connection.execute(sql, values if "$also" in sql else {}).to_arrow_table()
            for name, sql in COPIES.items()
        }
    )


def as_known(past: Past, day: dt.date, *, threads: int | None = None) -> Building:
    """Return a warehouse in memory, up to the benchmarks, from what was known on a day.

    The same SQL builds it as builds the file. The caller closes its connection. `threads` is how
    many the database may use; whoever looks at several days side by side gives each one.
    """
    building = copied(past, day, threads=threads)
    work_out(building)
    return building


def copied(past: Past, day: dt.date, *, threads: int | None = None) -> Building:
    """Return a warehouse in memory with what was known on a day, and nothing worked out of it."""
    config: dict[str, str | bool | int | float | list[str]] = {}
    if threads is not None:
        config["threads"] = threads
    building = Building(duckdb.connect(":memory:", config=config), Path(":memory:"))
    connection = building.connection
    lay_out(connection)
    for name, copy in past.copies.items():
        connection.register(f"copy_{name}", copy)
    for name in past.copies:
        known = KNOWN.get(name, "")
        values = {"day": day} if "$day" in known else {}
        connection.execute(f"insert into {name} from copy_{name} {known}", values)
    connection.execute("update local_authority set closed = null where closed > $day", {"day": day})
    return building


def work_out(building: Building) -> None:
    """Run on a copied warehouse what the file's own is built by, up to the benchmarks."""
    run_sql(building, start=QUALITY_FROM, before=COMPARED_BEFORE)


def work_out_values(building: Building) -> None:
    """Run on a copied warehouse what the file's own is built by, up to the indicators' values.

    Without what is found by it: of an earlier day in a year nobody is told findings.
    """
    run_sql(building, start=QUALITY_FROM, before=FINDINGS_FROM)
    run_sql(building, start=DERIVED_FROM, before=BENCHMARK)


def hold_against_others(
    building: Building, periods: int | None = None, only: Sequence[str] | None = None
) -> None:
    """Work out the benchmarks.

    Args:
        building: a warehouse with its indicators' values.
        periods: in so many of the last of each indicator, if not in all.
        only: of these indicators, if not of all.
    """
    asked = {"periods_asked": periods, "only_indicators": None if only is None else [*only]}
    for name, value in asked.items():
        building.connection.execute(f"set variable {name} = $value", {"value": value})
    run_sql(building, start=BENCHMARK, before=COMPARED_BEFORE)


def fingerprint(building: Building) -> str:
    """Return what a copied warehouse holds as a text, blind to the order of rows."""
    return "\n".join(
        str(
            building.connection.execute(
                f"select count(*), sum(hash(t)::hugeint) from {name} as t"  # noqa: S608
            ).fetchone()
        )
        for name in COPIES
    )
