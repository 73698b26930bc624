"""What `earlywarning events` writes: counts by authority and month, and nothing about a child.

They are files beside the database, so no run lays them out.
"""

from __future__ import annotations

import datetime as dt

from earlywarning.tables.declare import column, table


@table(
    "monthly_measure",
    "In-year measures counted from events about children",
    key="old_la_code, measure, time_period",
)
class MonthlyMeasure:
    old_la_code: str | None = column("authority")
    measure: str | None = column("measure, as in in_year.toml")
    label: str | None = column("name of the measure")
    time_period: int | None = column("year and month, as 202504")
    period_end: dt.date | None = column("last day of the month")
    value: float | None = column("number; empty where it is not known")
    numerator: float | None = column("what a percentage is of")
    denominator: float | None = column("what a percentage is a share of")
    marker: str | None = column("c where suppressed")
    status: str | None = column("ok or the reason why there is no number")


@table("refused_event", "What was left out of the counts, and why")
class RefusedEvent:
    old_la_code: str | None = column("authority, as the folder is named")
    time_period: int | None = column("year and month of the folder; empty for all of them")
    file: str | None = column("file or folder, below the one that was given")
    row_number: int | None = column("first such row in the file, the first being 1", "bigint")
    rows: int | None = column("how many rows", "bigint")
    rule: str | None = column("rule that it breaks")
    message: str | None = column("in words")
