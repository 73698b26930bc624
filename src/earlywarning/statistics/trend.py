"""Trend in annual series: Mann-Kendall test and Sen's slope, as description."""

from __future__ import annotations

import math
from functools import cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from earlywarning.statistics.numeric import (
    BoolArray,
    FloatArray,
    IntArray,
    PerSeries,
    as_rows,
    as_series,
    normal_quantile,
    per_series,
    two_sided_p,
)
from earlywarning.statistics.rows import (
    count_present,
    medians,
    pick,
    sorted_medians,
    tied_places,
)

EXACT_BELOW = 10


class MannKendall(NamedTuple):
    """Result of the test, a float for one series, an array for many; NaN below two values."""

    s: PerSeries
    variance: PerSeries
    z: PerSeries
    p: PerSeries
    tau_a: PerSeries


class SenSlope(NamedTuple):
    """Slope and its interval per unit of time, and the level at time 0; NaN below two values."""

    slope: PerSeries
    lower: PerSeries
    upper: PerSeries
    intercept: PerSeries


def mann_kendall(values: ArrayLike) -> MannKendall:
    """Test series, in order of time, for a steady rise or fall.

    `values`: one series, or many along the last axis; each is tested by itself, and every field has
    the shape of `values` without that axis. Missing values are dropped; only the order counts, not
    the gaps. `p` is two-sided: exact below 10 values without ties, else from the normal `z`.
    `tau_a` does not correct for ties. Fewer than two values: all NaN. Serial correlation is not
    allowed for, and short series have little power: a large p is not stability. Memory grows with
    the square of the length. Source: Mann 1945; Kendall 1975.
    """
    series = as_rows(values)
    n = count_present(series)
    enough = n >= 2
    s = np.where(enough, np.nansum(np.sign(_pair_differences(series)), axis=-1), np.nan)
    variance, tied = _variance(series, n)
    spread = np.sqrt(np.where(variance > 0, variance, np.nan))
    z = np.where(s == 0, 0.0, (s - np.sign(s)) / spread)
    exact = enough & (n < EXACT_BELOW) & ~tied
    p = two_sided_p(z)
    p[exact] = _exact_p()[n[exact], np.abs(s[exact]).astype(np.int64)]
    pairs = np.where(enough, n * (n - 1) / 2, np.nan)
    parts = (s, np.where(enough, variance, np.nan), z, p, s / pairs)
    return MannKendall(*(per_series(part) for part in parts))


def sen_slope(values: ArrayLike, times: ArrayLike, level: float = 0.95) -> SenSlope:
    """Return the median slope over all pairs, with its interval and intercept.

    `values`: one series, or many along the last axis; every field has the shape of `values` without
    that axis. `times` (calendar years, say): one for each place of a series, the same for all; rows
    without a value are dropped, so an absent year is a gap of two years. Slopes are in units of the
    values per unit of time. The intercept is median value - slope * median time. Fewer than two
    values: all NaN. Memory grows with the square of the length.
    ValueError: unequal lengths, a missing or repeated time, level outside 0 to 1.
    Source: Theil 1950; Sen 1968.
    """
    series, when = as_rows(values), as_series(times, "times")
    quantile = normal_quantile(level)
    if series.shape[-1] != when.size:
        raise ValueError(f"values has {series.shape[-1]} entries but times has {when.size}")
    if np.isnan(when).any() or np.unique(when).size != when.size:
        raise ValueError("every time must be there, and only once")
    n = count_present(series)
    slopes = np.sort(_pair_differences(series) / _pair_differences(when), axis=-1)
    pairs = n * (n - 1) // 2
    slope = sorted_medians(slopes, pairs)
    reach = quantile * np.sqrt(_variance(series, n)[0])
    lower = _at_place(slopes, pairs, (pairs - reach) / 2, 0)
    upper = _at_place(slopes, pairs, (pairs + reach) / 2, 1)
    own_times = np.where(np.isnan(series), np.nan, when)
    intercept = medians(series) - slope * medians(own_times)
    return SenSlope(*(per_series(part) for part in (slope, lower, upper, intercept)))


def trend_word(
    test: MannKendall, slope: PerSeries, threshold: float = 0.05
) -> Literal["increasing", "decreasing", "level", "no_trend", "insufficient"]:
    """Return one word for the test of one series and its Sen slope.

    "level": the test sees a trend but the slope is 0 or of the other sign (many ties). "no_trend"
    says that none was found, not that the series is stable.
    """
    p, direction = float(test.p), float(test.s) * float(slope)
    if math.isnan(p):
        return "insufficient"
    if p >= threshold:
        return "no_trend"
    if not direction > 0:
        return "level"
    return "increasing" if slope > 0 else "decreasing"


def _pair_differences(series: FloatArray) -> FloatArray:
    """Return later minus earlier for every pair of places."""
    early, late = np.triu_indices(series.shape[-1], 1)
    return np.asarray(series[..., late] - series[..., early])


def _variance(series: FloatArray, n: IntArray) -> tuple[FloatArray, BoolArray]:
    """Return the variance of S and whether a series has ties."""
    first, last = tied_places(series)
    size = last - first + 1
    # Each of a group's members brings its share of t(t - 1)(2t + 5).
    excess = ((size - 1) * (2 * size + 5)).sum(axis=-1)
    return np.asarray((n * (n - 1) * (2 * n + 5) - excess) / 18), np.asarray(excess > 0)


def _at_place(slopes: FloatArray, pairs: IntArray, place: FloatArray, step: int) -> FloatArray:
    """Return the slope at a place counted from 1, halves rounded to even, kept inside."""
    inside = np.minimum(np.maximum(np.rint(place).astype(np.int64) + step, 1), pairs)
    return pick(slopes, inside - 1)


@cache
def _exact_p() -> FloatArray:
    """Return the chance of |S| >= s when all orders of n values are equally likely, as [n, s]."""
    most = EXACT_BELOW * (EXACT_BELOW - 1) // 2
    table = np.full((EXACT_BELOW, most + 1), np.nan)
    # How many orders have 0, 1, 2, ... pairs out of order; one more value adds 0 to n - 1 of them.
    inversions = np.ones(1, dtype=np.int64)
    for n in range(2, EXACT_BELOW):
        inversions = np.convolve(inversions, np.ones(n, dtype=np.int64))
        pairs = n * (n - 1) // 2
        for s in range(pairs + 1):
            orders = int(inversions[: (pairs - s) // 2 + 1].sum())
            table[n, s] = min(1.0, 2 * orders / math.factorial(n))
    return table
