"""Periods that an inspection, an event or a change of recording coloured."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator

import duckdb
import pandas as pd

from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.loader import Definitions
from earlywarning.errors import DefinitionError
from earlywarning.period import month_end, period_end
from earlywarning.tables.declare import columns_of
from earlywarning.tables.quality import ContaminatedPeriod

Row = tuple[str, str, int, str, str, dt.date | None]
COLUMNS = columns_of(ContaminatedPeriod)
FILE = "contaminated.csv"
POINTS_IN_TIME = ("at_31_march", "at_30_september")


def contaminated(
    connection: duckdb.DuckDBPyConnection, definitions: Definitions, as_of: dt.date
) -> pd.DataFrame:
    """Return every contaminated period known on a day: declared, after an inspection, returned.

    Raises:
        DefinitionError: if contaminated.csv names an indicator that is not declared.
    """
    rows = [
        *_declared(connection, definitions),
        *_after_inspections(connection, definitions),
        *_after_events(connection, definitions),
    ]
    rows = [row for row in rows if row[-1] is None or row[-1] <= as_of]
    # A period that two reports colour is known from the earlier: each query gives days in order.
    frame = pd.DataFrame(rows, columns=COLUMNS).drop_duplicates(COLUMNS[:4])
    return frame.sort_values(COLUMNS[:4], ignore_index=True)


def _declared(connection: duckdb.DuckDBPyConnection, definitions: Definitions) -> Iterator[Row]:
    path = definitions.folder / FILE
    if not path.exists():
        return
    codes = dict(
        connection.execute("select new_la_code, old_la_code from local_authority").fetchall()
    )
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            names = row["indicators"].split()
            for name in names:
                if name not in definitions.indicators:
                    raise DefinitionError(f"{path}: row {number}: {name!r} is no indicator")
            if row["new_la_code"] in codes:
                code = codes[row["new_la_code"]]
                day = dt.date.fromisoformat(row["known_on"]) if row["known_on"] else None
                for name in names:
                    for period in range(int(row["from_period"]), int(row["to_period"]) + 1):
                        yield code, name, period, "declared", row["reason"], day


def _after_inspections(
    connection: duckdb.DuckDBPyConnection, definitions: Definitions
) -> Iterator[Row]:
    policy = definitions.policy.contamination
    coloured = [
        one
        for one in definitions.weighted().values()
        if one.polarity == "either_way" and one.stage in policy.stages
    ]
    reports = connection.execute(
        """select distinct old_la_code, published from inspection
           where list_contains($grades, grade) and published is not null
           order by published, old_la_code""",
        {"grades": list(policy.after_grades)},
    ).fetchall()
    for code, day in reports:
        reason = f"figures move after an inspection such as the one reported on {day}"
        for one in coloured:
            for period in _overlapping(one, day, policy.months):
                yield code, one.indicator, period, "inspection", reason, day


def _overlapping(one: Indicator, day: dt.date, months: int) -> Iterator[int]:
    """Yield the periods that overlap so many months from a day on."""
    until = day + dt.timedelta(days=round(months * 30.44))
    length = dt.timedelta(days=0 if one.period in POINTS_IN_TIME else 365)
    for period in range(day.year, until.year + 2):
        end = period_end(period, one.period)
        if day <= end and end - length < until:
            yield period


def _after_events(connection: duckdb.DuckDBPyConnection, definitions: Definitions) -> Iterator[Row]:
    returns = connection.execute(
        """select r.old_la_code, r.events, x.period, r.returned_on
           from in_year_return as r join release as x on x.release = r.release
           where r.events is not null
           order by r.returned_on, r.old_la_code, x.period"""
    ).fetchall()
    for code, events, month, day in returns:
        named = [one for one in definitions.policy.contamination.events if one in events]
        if not named:
            continue
        for one in definitions.weighted().values():
            for period in _overlapping(one, month_end(month), 1):
                if one.stage != "workforce":
                    reason = f"the authority reports: {', '.join(named)}"
                    yield code, one.indicator, period, "event", reason, day
