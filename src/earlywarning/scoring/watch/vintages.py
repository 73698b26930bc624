"""Returns as they stood on each day, so that nothing said of a month rests on a later day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlywarning.definitions.in_year import MONTHS
from earlywarning.statistics.numeric import FloatArray

MONTHS_IN_YEAR = 12


@dataclass(frozen=True, eq=False)
class Vintage:
    """One authority's returns of one frequency as known on a day.

    `periods`: every period from the first to the last known, none left out, as 202504. `new`:
    places of the periods that are told of on this day for the first time. `figures`: a number per
    period for each measure that was ever returned, NaN where missing.
    """

    day: dt.date
    periods: list[int]
    new: range
    figures: dict[str, FloatArray]

    def of(self, measure: str | None) -> FloatArray:
        """Return a measure's numbers, all missing where it was never returned."""
        nothing = np.full(len(self.periods), np.nan)
        return self.figures.get(measure, nothing) if measure else nothing


def calendar_place(period: int) -> int:
    """Return the months from the year 0 to a period written as 202504."""
    return period // 100 * MONTHS_IN_YEAR + period % 100 - 1


def _periods(first: int, last: int, months: int) -> list[int]:
    places = range(calendar_place(first), calendar_place(last) + 1, months)
    return [place // MONTHS_IN_YEAR * 100 + place % MONTHS_IN_YEAR + 1 for place in places]


def vintages(own: pd.DataFrame, frequency: str) -> Iterator[Vintage]:
    """Give one authority's returns day by day, as each day made new periods known.

    A period without any figure is told of, as missing, on the day on which a later one came in; a
    figure that comes in after that is part of what later periods rest on.

    Args:
        own: every release of one authority's figures of one frequency: measure, time_period,
            value, published, release.
        frequency: monthly or quarterly.
    """
    said = own[own["value"].notna()]
    if said.empty:
        return
    periods = _periods(said["time_period"].min(), said["time_period"].max(), MONTHS[frequency])
    first_out = said.groupby("time_period")["published"].min()
    days = first_out.reindex(periods).to_list()
    told: list[dt.date] = []
    for day in reversed(days):
        earlier = [d for d in (day, told[-1] if told else None) if isinstance(d, dt.date)]
        told.append(min(earlier))
    told.reverse()
    for day, last, known in _as_known(said, periods, told):
        # History that is sent in later was never watched; it counts, and is not told of.
        begun = periods.index(said.loc[said["published"] <= day, "time_period"].min())
        yield Vintage(day, periods[:last], range(max(told.index(day), begun), last), known)


def _as_known(
    said: pd.DataFrame, periods: list[int], told: list[dt.date]
) -> Iterator[tuple[dt.date, int, dict[str, FloatArray]]]:
    """Give each day on which something is told, the periods known by then, and their figures."""
    places = {period: place for place, period in enumerate(periods)}
    ordered = said.sort_values(["published", "release", "measure", "time_period", "value"])
    rows = list(
        ordered[["published", "measure", "time_period", "value"]].itertuples(index=False, name=None)
    )
    known: dict[str, FloatArray] = {}
    taken = 0
    for day in sorted(set(told)):
        while taken < len(rows) and rows[taken][0] <= day:
            _, measure, period, value = rows[taken]
            known.setdefault(measure, np.full(len(periods), np.nan))[places[period]] = value
            taken += 1
        last = max(place for place, d in enumerate(told) if d == day) + 1
        yield day, last, {name: values[:last].copy() for name, values in known.items()}
