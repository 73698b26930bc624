"""Whether people left after a judgement at the lowest grade: the workforce before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

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


class Figure(NamedTuple):
    """A year's figure of one authority."""

    time_period: int
    period_end: dt.date
    value: float


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
    by_code: dict[str, dict[str, list[Figure]]] = {}
    columns = ("old_la_code", "indicator", *Figure._fields)
    ordered = figures.sort_values(["indicator", "time_period"])
    for code, name, *figure in zip(*(ordered[column] for column in columns), strict=True):
        by_code.setdefault(code, {}).setdefault(name, []).append(Figure(*figure))
    rows: list[tuple[object, ...]] = []
    for code, reports in reports_of(inspections, journey, as_of).items():
        fell = fell_on(reports, lowest)
        if fell is not None and code in by_code:
            rows += [(code, fell, *one) for one in _moves(by_code[code], fell, middle)]
    frame = pd.DataFrame(rows, columns=columns_of(AfterJudgement))
    return frame.astype({"before_period": "Int64", "after_period": "Int64"})


def _moves(
    own: dict[str, list[Figure]], fell: dt.date, middle: pd.Series
) -> Iterator[tuple[object, ...]]:
    for indicator, figures in own.items():
        before = [one for one in figures if one.period_end < fell]
        after = [one for one in figures if one.period_end >= fell][:YEARS_AFTER]
        if not before or not after:
            continue
        last, worse = before[-1], max(after, key=lambda one: (one.value, one.time_period))
        moved = middle[indicator, worse.time_period] - middle[indicator, last.time_period]
        yield (
            indicator, int(last.time_period), float(last.value),
            int(worse.time_period), float(worse.value),
            round(float(worse.value - last.value), 6), round(float(moved), 6),
        )  # fmt: skip
