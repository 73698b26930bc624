"""One authority beside others and beside its own last year."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from earlywarning.statistics.numeric import (
    FloatArray,
    as_pair,
    as_series,
    exact_mean,
    present,
)

Polarity = Literal["low_is_worse", "high_is_worse", "either_way"]
Direction = Literal["up", "down", "level"]
Band = Literal["A", "B", "C", "D"]

MAD_TO_SD = 1.4826
_BANDS: tuple[Band, ...] = ("A", "B", "C", "D")
# Running sums of weights such as 0.1 miss one half by a few last bits; that is still one half.
_HALF_TOLERANCE = 1e-12


def neighbour_average(values: ArrayLike, statistic: Literal["median", "mean"] = "median") -> float:
    """Return the average of the neighbours' values, the authority itself not among them.

    Missing neighbours are left out; NaN when all are. ValueError for an unknown statistic.
    Source: LAIT (mean of ten); the children's social care dashboard (median).
    """
    known = present(as_series(values))
    if statistic == "mean":
        return exact_mean(known)
    if statistic != "median":
        raise ValueError(f"statistic must be median or mean, not {statistic}")
    return float(np.median(known)) if known.size else math.nan


def change_on_previous(values: ArrayLike, periods: ArrayLike) -> float | None:
    """Return the newest value minus the one before, None unless that is one period's change.

    `values`, `periods`: one row each, any order; periods are whole numbers one apart (reporting
    years, or months counted through) or labels of two years such as 202324. None when there is one
    row, when the newest two rows are not consecutive periods, or when either value is missing. Not
    rounded: see `change_direction`.
    ValueError: unequal lengths, a missing, broken or repeated period.
    """
    series, when = as_pair(values, periods, ("values", "periods"))
    if not (np.floor(when) == when).all():
        raise ValueError("every period must be a whole number")
    if np.unique(when).size != when.size:
        raise ValueError("a period is listed twice")
    if when.size < 2:
        return None
    when = _first_years(when)
    before, newest = np.argsort(when)[-2:]
    if when[newest] - when[before] != 1:
        return None
    change = float(series[newest] - series[before])
    return None if math.isnan(change) else change


def change_direction(change: float | None, decimals: int) -> Direction | None:
    """Return the way of a change once rounded to the published decimals; None if there is none."""
    if change is None or math.isnan(change):
        return None
    rounded = round(change, decimals)
    if rounded == 0:
        return "level"
    return "up" if rounded > 0 else "down"


def quartile_band(value: float | None, all_values: ArrayLike, polarity: Polarity) -> Band | None:
    """Return an authority's band among all authorities, A the best quarter.

    `all_values`: every authority's value in the measure's latest period, missing as NaN. Upper ends
    of the intervals belong to them, whichever way is better. None where no band can be told: no
    good direction, value missing or outside the range of the authorities, all of them equal.
    Regions and England are averages of authorities and must not be given a band. ValueError for an
    unknown polarity. Source: LAIT's definition, quantiles by linear interpolation.
    """
    if polarity not in ("low_is_worse", "high_is_worse", "either_way"):
        raise ValueError(f"unknown polarity: {polarity}")
    known = present(as_series(all_values, "all_values"))
    if polarity == "either_way" or value is None or math.isnan(value) or not known.size:
        return None
    lowest, *cuts, highest = np.quantile(known, [0.0, 0.25, 0.5, 0.75, 1.0])
    if lowest == highest or not lowest <= value <= highest:
        return None
    interval = int(np.searchsorted(cuts, value, "left"))
    return _BANDS[interval if polarity == "high_is_worse" else 3 - interval]


def weighted_median(values: ArrayLike, weights: ArrayLike) -> float:
    """Return the value that splits the total weight in half.

    Where a split falls between two values their midpoint is taken, so equal weights give the plain
    median. Rows without a value or with weight 0 are left out; NaN when none is left. ValueError:
    unequal lengths, missing or negative weights.
    """
    value, weight = _weighted(values, weights)
    if not value.size:
        return math.nan
    order = np.lexsort((weight, value))
    value, reached = value[order], np.cumsum(weight[order])
    half = reached[-1] / 2
    slack = reached[-1] * _HALF_TOLERANCE
    at = int(np.searchsorted(reached, half - slack))
    if abs(reached[at] - half) <= slack and at + 1 < value.size:
        return float((value[at] + value[at + 1]) / 2)
    return float(value[at])


def weighted_spread(values: ArrayLike, weights: ArrayLike) -> float:
    """Return 1.4826 times the weighted median distance from the weighted median.

    Comparable with a standard deviation for normal values. NaN and errors as in `weighted_median`.
    """
    value, weight = _weighted(values, weights)
    return MAD_TO_SD * weighted_median(np.abs(value - weighted_median(value, weight)), weight)


def robust_z(values: ArrayLike, floor: float = 0.0) -> FloatArray:
    """Return each value's distance from the median, in robust standard deviations.

    Centre: median. Spread: 1.4826 * median absolute deviation. One series in, same shape out, NaN
    where missing. A spread at or below `floor` (in units of the values) says nothing about
    distance, so all are NaN then: with the default 0, whenever half the values are equal.
    """
    series = as_series(values)
    weight = np.ones(series.shape)
    spread = weighted_spread(series, weight)
    if not spread > floor:
        return np.full(series.shape, np.nan)
    return np.asarray((series - weighted_median(series, weight)) / spread)


def weighted_robust_z(
    value: float | None, others: ArrayLike, weights: ArrayLike, floor: float = 0.0
) -> float:
    """Return one value's distance from others, each counting by its weight.

    `others`, `weights`: neighbours' values and, say, their closeness; the value itself is not among
    them. NaN when the value or all others are missing, and when the weighted spread is at or below
    `floor`. ValueError: unequal lengths, missing or negative weights.
    """
    spread = weighted_spread(others, weights)
    if value is None or not spread > floor:
        return math.nan
    return (float(value) - weighted_median(others, weights)) / spread


def _first_years(periods: FloatArray) -> FloatArray:
    """Turn labels such as 202324 into 2023 when all are of that kind, else leave them."""
    first, second = np.divmod(periods, 100)
    two_years = (first >= 1000) & ((first + 1) % 100 == second)
    return first if two_years.all() else periods


def _weighted(values: ArrayLike, weights: ArrayLike) -> tuple[FloatArray, FloatArray]:
    value, weight = as_pair(values, weights, ("values", "weights"))
    if not (weight >= 0).all():
        raise ValueError("weights must be there and not negative")
    keep = ~np.isnan(value) & (weight > 0)
    return value[keep], weight[keep]
