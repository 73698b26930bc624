"""Trend in one annual series: Mann-Kendall test and Sen's slope, as description."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from earlywarning.statistics.numeric import (
    FloatArray,
    as_pair,
    as_series,
    normal_quantile,
    present,
    two_sided_p,
)

EXACT_BELOW = 10


class MannKendall(NamedTuple):
    """Result of the test; every field NaN for fewer than two values."""

    s: float
    variance: float
    z: float
    p: float
    tau_a: float


class SenSlope(NamedTuple):
    """Slope and its interval per unit of time, and the level at time 0; NaN for one value."""

    slope: float
    lower: float
    upper: float
    intercept: float


def mann_kendall(values: ArrayLike) -> MannKendall:
    """Test one series, in order of time, for a steady rise or fall.

    Missing values are dropped; only the order counts, not the gaps. `p` is two-sided: exact below
    10 values without ties, else from the normal `z`. `tau_a` does not correct for ties. Fewer than
    two values: all NaN. Serial correlation is not allowed for, and short series have little power:
    a large p is not stability. Source: Mann 1945; Kendall 1975.
    """
    series = present(as_series(values))
    n = series.size
    if n < 2:
        return MannKendall(math.nan, math.nan, math.nan, math.nan, math.nan)
    s = int(_pairwise_signs(series).sum())
    variance = _variance(series)
    z = (s - np.sign(s)) / math.sqrt(variance) if s else 0.0
    untied = np.unique(series).size == n
    p = _exact_p(n, abs(s)) if n < EXACT_BELOW and untied else two_sided_p(z)
    return MannKendall(float(s), variance, float(z), p, s / (n * (n - 1) / 2))


def sen_slope(values: ArrayLike, times: ArrayLike, level: float = 0.95) -> SenSlope:
    """Return the median slope over all pairs, with its interval and intercept.

    `values` and `times` (calendar years, say): equal lengths; rows without a value are dropped, so
    an absent year is a gap of two years. Slopes are in units of the values per unit of time. The
    intercept is median value - slope * median time. Fewer than two values: all NaN.
    ValueError: unequal lengths, a missing or repeated time, level outside 0 to 1.
    Source: Theil 1950; Sen 1968.
    """
    series, when = as_pair(values, times, ("values", "times"))
    if np.isnan(when).any() or np.unique(when).size != when.size:
        raise ValueError("every time must be there, and only once")
    known = ~np.isnan(series)
    y, t = series[known], when[known]
    if y.size < 2:
        return SenSlope(math.nan, math.nan, math.nan, math.nan)
    early, late = np.triu_indices(y.size, 1)
    slopes = np.sort((y[late] - y[early]) / (t[late] - t[early]))
    slope = float(np.median(slopes))
    reach = normal_quantile(level) * math.sqrt(_variance(y))
    # Places counted from 1; Python rounds halves to even, as the definition asks.
    lower = min(max(round((slopes.size - reach) / 2), 1), slopes.size)
    upper = min(max(round((slopes.size + reach) / 2) + 1, 1), slopes.size)
    intercept = float(np.median(y)) - slope * float(np.median(t))
    return SenSlope(slope, float(slopes[lower - 1]), float(slopes[upper - 1]), intercept)


def trend_word(
    test: MannKendall, slope: float, threshold: float = 0.05
) -> Literal["increasing", "decreasing", "level", "no_trend", "insufficient"]:
    """Return one word for a test and its Sen slope.

    "level": the test sees a trend but the slope is 0 or of the other sign (many ties). "no_trend"
    says that none was found, not that the series is stable.
    """
    if math.isnan(test.p):
        return "insufficient"
    if test.p >= threshold:
        return "no_trend"
    if test.s * slope <= 0 or math.isnan(slope):
        return "level"
    return "increasing" if slope > 0 else "decreasing"


def _pairwise_signs(series: FloatArray) -> FloatArray:
    early, late = np.triu_indices(series.size, 1)
    return np.sign(series[late] - series[early])


def _variance(series: FloatArray) -> float:
    n = series.size
    _, tied = np.unique(series, return_counts=True)
    excess = int((tied * (tied - 1) * (2 * tied + 5)).sum())
    return (n * (n - 1) * (2 * n + 5) - excess) / 18


def _exact_p(n: int, s: int) -> float:
    """Return the two-sided chance of |S| >= s when all orders are equally likely."""
    most = (n * (n - 1) // 2 - s) // 2
    return min(1.0, 2 * sum(_inversions(n)[: most + 1]) / math.factorial(n))


@lru_cache
def _inversions(n: int) -> tuple[int, ...]:
    """Return how many orders of n values have 0, 1, 2, ... pairs out of order."""
    counts = np.ones(1, dtype=np.int64)
    for size in range(2, n + 1):
        counts = np.convolve(counts, np.ones(size, dtype=np.int64))
    return tuple(int(count) for count in counts)
