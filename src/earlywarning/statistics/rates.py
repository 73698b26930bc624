"""Proportions and rates with intervals, and quantile groups, by the public-health conventions."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from earlywarning.statistics.numeric import (
    FloatArray,
    as_floats,
    as_rows,
    normal_quantile,
    outer_tail,
    poisson_lower,
    poisson_upper,
)
from earlywarning.statistics.rows import count_present, tied_places

FEWEST_FOR_BYAR = 10

Interval = tuple[FloatArray, FloatArray, FloatArray]


def wilson(x: ArrayLike, n: ArrayLike, level: float = 0.95) -> Interval:
    """Return proportions with Wilson score intervals: (value, lower, upper).

    `x` of `n`, counts, scalars or arrays that broadcast; results are proportions, NaN where either
    is missing. The lower limit is exactly 0 at x = 0, the upper exactly 1 at x = n.
    ValueError: x below 0 or above n, n not above 0, level outside 0 to 1. Source: Wilson 1927.
    """
    count, size = _counts(x, n)
    if (count > size).any():
        raise ValueError("a count is larger than its denominator")
    z = normal_quantile(level)
    value = count / size
    root = z * np.sqrt(z**2 + 4 * count * (1 - value))
    lower = (2 * count + z**2 - root) / (2 * (size + z**2))
    upper = (2 * count + z**2 + root) / (2 * (size + z**2))
    return (
        np.asarray(value)[()],
        np.where(count == 0, 0.0, lower)[()],
        np.where(count == size, 1.0, upper)[()],
    )


def crude_rate(x: ArrayLike, n: ArrayLike, per: float = 10_000, level: float = 0.95) -> Interval:
    """Return rates per `per` of population with intervals: (value, lower, upper).

    `x` events in a population of `n`, scalars or arrays that broadcast; NaN where either is
    missing. Exact Poisson limits below 10 events, Byar's from 10 on; neither is ever negative.
    ValueError: x below 0, n not above 0, level outside 0 to 1.
    Source: Armitage and Berry 2002 (exact); Breslow and Day 1987 (Byar).
    """
    count, size = _counts(x, n)
    tail = outer_tail(level)
    few = count < FEWEST_FOR_BYAR
    byar_lower, byar_upper = _byar(np.where(few, FEWEST_FOR_BYAR, count), level)
    lower = np.where(few, poisson_lower(count, tail), byar_lower)
    upper = np.where(few, poisson_upper(count, tail), byar_upper)
    return (count / size * per)[()], (lower / size * per)[()], (upper / size * per)[()]


def quantile_group(values: ArrayLike, k: int, highest_first: bool = False) -> FloatArray:
    """Return each value's group from 1 (lowest, or highest if `highest_first`) to k.

    One series or many along the last axis in, the same shape out as whole numbers in floats, NaN
    where missing and in all of a series with fewer than k values. Equal values stay together in the
    lower group number, so groups can be uneven. ValueError for k below 1.
    Source: OHID technical guide; reckoned in whole numbers, so that no boundary hangs on rounding.
    """
    series = as_rows(values)
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    known = count_present(series)[..., np.newaxis]
    before, _ = tied_places(-series if highest_first else series)
    group = k + 1 + (-(known - before) * k // np.maximum(known, 1))
    return np.where(np.isnan(series) | (known < k), np.nan, group)


def _counts(x: ArrayLike, n: ArrayLike) -> tuple[FloatArray, FloatArray]:
    count, size = np.broadcast_arrays(as_floats(x, "x"), as_floats(n, "n"))
    count = np.where(np.isnan(size), np.nan, count)
    if (count < 0).any():
        raise ValueError("counts must not be negative")
    if (size <= 0).any():
        raise ValueError("denominators must be above 0")
    return count, size


def _byar(count: FloatArray | np.float64, level: float) -> tuple[FloatArray, FloatArray]:
    z = normal_quantile(level)
    above = count + 1.0
    lower = count * (1 - 1 / (9 * count) - z / (3 * np.sqrt(count))) ** 3
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return np.asarray(lower), np.asarray(upper)
