"""What the methods share: reading series, exact means, quantiles of the usual distributions."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def as_floats(values: ArrayLike, name: str = "values") -> FloatArray:
    """Return numbers as floats, None as NaN (missing).

    Raises:
        ValueError: for infinite numbers and for anything that is not a number.
    """
    numbers = np.asarray(values, dtype=np.float64)
    if np.isinf(numbers).any():
        raise ValueError(f"{name} must not hold infinite numbers")
    return numbers


def as_series(values: ArrayLike, name: str = "values") -> FloatArray:
    """Return a one-dimensional float array; refuse any other shape with ValueError."""
    numbers = as_floats(values, name)
    if numbers.ndim != 1:
        raise ValueError(f"{name} must be one series, not an array of {numbers.ndim} dimensions")
    return numbers


def as_pair(
    first: ArrayLike, second: ArrayLike, names: tuple[str, str]
) -> tuple[FloatArray, FloatArray]:
    """Return two series of the same length; refuse different lengths with ValueError."""
    one, two = as_series(first, names[0]), as_series(second, names[1])
    if one.size != two.size:
        raise ValueError(f"{names[0]} has {one.size} entries but {names[1]} has {two.size}")
    return one, two


def present(values: FloatArray) -> FloatArray:
    """Return the entries that are not missing."""
    return values[~np.isnan(values)]


def exact_mean(values: Iterable[float]) -> float:
    """Return the correctly rounded mean, NaN for no values.

    A plain running sum can miss the last bit and turn a constant series into a shift.
    """
    numbers = [float(value) for value in values]
    return math.fsum(numbers) / len(numbers) if numbers else math.nan


def outer_tail(level: float) -> float:
    """Return the probability left in each tail by a two-sided level between 0 and 1."""
    if not 0.0 < level < 1.0:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    return (1.0 - level) / 2.0


def normal_quantile(level: float) -> float:
    """Return the two-sided normal quantile: 1.959964 for 0.95, 3.090232 for 0.998."""
    return float(-special.ndtri(outer_tail(level)))


def two_sided_p(z: float) -> float:
    """Return the probability of a normal value at least as far from 0 as z."""
    return float(2.0 * special.ndtr(-abs(z)))


def poisson_lower(count: FloatArray, tail: float) -> FloatArray:
    """Return the expected count below which `count` or more has less than `tail` probability.

    Equal to half the chi-squared quantile with 2 * count degrees of freedom; 0 for a count of 0.
    """
    quantile = special.gammaincinv(np.where(count > 0, count, 1.0), tail)
    return np.where(count > 0, quantile, np.where(np.isnan(count), np.nan, 0.0))


def poisson_upper(count: FloatArray, tail: float) -> FloatArray:
    """Return the expected count above which `count` or fewer has less than `tail` probability."""
    return np.asarray(special.gammainccinv(count + 1.0, tail), dtype=np.float64)
