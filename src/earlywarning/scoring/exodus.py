"""Whether people left after a judgement at the lowest grade: the workforce before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import duckdb
import pandas as pd

from earlywarning.definitions.journey import Journey
from earlywarning.scoring.brakes import fell_on
from earlywarning.scoring.journey import reports_of
from earlywarning.tables.declare import columns_of
from earlywarning.tables.recovery import AfterJudgement

# In all of these high is worse.
WORKFORCE = ("turnover_rate", "agency_rate", "vacancy_rate")
YEARS_AFTER = 2


def workforce_figures(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the workforce figures of authorities that have a value."""
    frame = connection.execute(
        """select indicator, old_la_code, time_period, period_end, value from indicator_value
           where indicator in (select unnest($names)) and value is not null
             and geographic_level = 'Local authority' order by all""",
        {"names": list(WORKFORCE)},
    ).df()
    return frame.assign(period_end=frame["period_end"].dt.date)


def after_judgement(
    figures: pd.DataFrame, inspections: pd.DataFrame, journey: Journey, as_of: dt.date
) -> pd.DataFrame:
    """Return the workforce before and after the newest fall to the lowest stage.

    Before is the last period that ended before the report; after is the worse of the first two
    that ended after it. Beside the change stands that of the middle authority, since all moved.
    """
    lowest = next(iter(journey.stages))
    middle = figures.groupby(["indicator", "time_period"])["value"].median()
    by_code = dict(iter(figures.groupby("old_la_code")))
    rows: list[tuple[object, ...]] = []
    for code, reports in reports_of(inspections, journey, as_of).items():
        fell = fell_on(reports, lowest)
        if fell is not None and code in by_code:
            rows += [(code, fell, *one) for one in _moves(by_code[code], fell, middle)]
    frame = pd.DataFrame(rows, columns=columns_of(AfterJudgement))
    return frame.astype({"before_period": "Int64", "after_period": "Int64"})


def _moves(own: pd.DataFrame, fell: dt.date, middle: pd.Series) -> Iterator[tuple[object, ...]]:
    for indicator, rows in own.groupby("indicator"):
        rows = rows.sort_values("time_period")
        before = rows[rows["period_end"] < fell].tail(1)
        after = rows[rows["period_end"] >= fell].head(YEARS_AFTER)
        if before.empty or after.empty:
            continue
        worse = after.sort_values("value", kind="stable").iloc[-1]
        last = before.iloc[0]
        moved = middle[indicator, worse["time_period"]] - middle[indicator, last["time_period"]]
        yield (
            str(indicator), int(last["time_period"]), float(last["value"]),
            int(worse["time_period"]), float(worse["value"]),
            round(float(worse["value"] - last["value"]), 6), round(float(moved), 6),
        )  # fmt: skip
