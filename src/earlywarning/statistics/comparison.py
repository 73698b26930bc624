"""One authority beside others and beside its own last year."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from earlywarning.statistics.numeric import (
    FloatArray,
    PerSeries,
    as_pair,
    as_row_pair,
    as_rows,
    as_series,
    per_series,
)
from earlywarning.statistics.rows import count_present, exact_means, medians, pick, present

Polarity = Literal["low_is_worse", "high_is_worse", "either_way"]
Band = Literal["A", "B", "C", "D"]

MAD_TO_SD = 1.4826
_BANDS: tuple[Band, ...] = ("A", "B", "C", "D")
# Running sums of weights such as 0.1 miss one half by a few last bits; that is still one half.
_HALF_TOLERANCE = 1e-12


def neighbour_average(
    values: ArrayLike, statistic: Literal["median", "mean"] = "median"
) -> PerSeries:
    """Return the average of the neighbours' values, the authority itself not among them.

    `values`: one set of neighbours gives a float; many, along the last axis, an array in the shape
    of the axes before it. Missing neighbours are left out; NaN when all are. ValueError for an
    unknown statistic. Source: LAIT (mean of ten); the children's social care dashboard (median).
    """
    if statistic not in ("median", "mean"):
        raise ValueError(f"statistic must be median or mean, not {statistic}")
    average = medians if statistic == "median" else exact_means
    return per_series(average(as_rows(values)))


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


def weighted_median(values: ArrayLike, weights: ArrayLike) -> PerSeries:
    """Return the value that splits the total weight in half.

    One set gives a float; many, along the last axis, an array in the shape of the axes before it;
    one set of weights serves all. Where a split falls between two values their midpoint is taken,
    so equal weights give the plain median. Entries without a value or with weight 0 are left out;
    NaN when none is left. ValueError: unequal lengths, missing or negative weights.
    """
    return per_series(_middle(*_weighted(values, weights)))


def weighted_spread(values: ArrayLike, weights: ArrayLike) -> PerSeries:
    """Return 1.4826 times the weighted median distance from the weighted median.

    Comparable with a standard deviation for normal values. Shapes, NaN and errors as in
    `weighted_median`.
    """
    return per_series(_centre_and_spread(*_weighted(values, weights))[1])


def _first_years(periods: FloatArray) -> FloatArray:
    """Turn labels such as 202324 into 2023 when all are of that kind, else leave them."""
    first, second = np.divmod(periods, 100)
    two_years = (first >= 1000) & ((first + 1) % 100 == second)
    return first if two_years.all() else periods


def _weighted(values: ArrayLike, weights: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return values and weights, NaN and 0 for entries that do not count."""
    value, weight = as_row_pair(values, weights, ("values", "weights"))
    if not (weight >= 0).all():
        raise ValueError("weights must be there and not negative")
    counts = ~np.isnan(value) & (weight > 0)
    return np.where(counts, value, np.nan), np.where(counts, weight, 0.0)


def _centre_and_spread(value: FloatArray, weight: FloatArray) -> tuple[FloatArray, FloatArray]:
    centre = _middle(value, weight)
    return centre, MAD_TO_SD * _middle(np.abs(value - centre[..., np.newaxis]), weight)


def _middle(value: FloatArray, weight: FloatArray) -> FloatArray:
    order = np.lexsort((weight, value), axis=-1)
    ordered = np.take_along_axis(value, order, axis=-1)
    reached = np.cumsum(np.take_along_axis(weight, order, axis=-1), axis=-1)
    total = reached[..., -1:]
    slack = total * _HALF_TOLERANCE
    at = (reached < total / 2 - slack).sum(axis=-1)
    splits = pick(np.abs(reached - total / 2) - slack, at) <= 0
    beyond = np.where(splits & (at + 1 < count_present(value)), at + 1, at)
    return np.asarray((pick(ordered, at) + pick(ordered, beyond)) / 2)
