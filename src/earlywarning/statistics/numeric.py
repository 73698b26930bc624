"""What the methods share: reading input, quantiles of the usual distributions."""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
LabelArray = NDArray[np.str_]
# One series gives plain numbers, many series one number each.
PerSeries = float | FloatArray


def as_floats(values: ArrayLike, name: str = "values") -> FloatArray:
    """Return numbers as floats, None as NaN (missing).

    Raises:
        ValueError: for infinite numbers and for anything that is not a number.
    """
    numbers = np.asarray(values, dtype=np.float64)
    if np.isinf(numbers).any():
        raise ValueError(f"{name} must not hold infinite numbers")
    return numbers


def as_rows(values: ArrayLike, name: str = "values") -> FloatArray:
    """Return one series, or many along the last axis; refuse a single number with ValueError."""
    numbers = as_floats(values, name)
    if numbers.ndim == 0:
        raise ValueError(f"{name} must be a series, not a single number")
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
    return _same_length(as_series(first, names[0]), as_series(second, names[1]), names)


def as_row_pair(
    first: ArrayLike, second: ArrayLike, names: tuple[str, str]
) -> tuple[FloatArray, FloatArray]:
    """Return two sets of series of one shape; one series beside many stands for each of them.

    Raises:
        ValueError: series of different lengths, or shapes that do not broadcast.
    """
    one, two = _same_length(as_rows(first, names[0]), as_rows(second, names[1]), names)
    one, two = np.broadcast_arrays(one, two)
    return one, two


def per_series(numbers: FloatArray) -> PerSeries:
    """Return a plain float for one series, the array for many."""
    return numbers if numbers.ndim else float(numbers)


def outer_tail(level: float) -> float:
    """Return the probability left in each tail by a two-sided level between 0 and 1."""
    if not 0.0 < level < 1.0:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    return (1.0 - level) / 2.0


def normal_quantile(level: float) -> float:
    """Return the two-sided normal quantile: 1.959964 for 0.95, 3.090232 for 0.998."""
    return float(-scipy.special.ndtri(outer_tail(level)))


def two_sided_p(z: FloatArray) -> FloatArray:
    """Return the probability of a normal value at least as far from 0 as z."""
    return np.asarray(2.0 * scipy.special.ndtr(-np.abs(z)))


def poisson_lower(count: FloatArray, tail: float) -> FloatArray:
    """Return the expected count below which `count` or more has less than `tail` probability.

    Equal to half the chi-squared quantile with 2 * count degrees of freedom; 0 for a count of 0.
    """
    quantile = scipy.special.gammaincinv(np.where(count > 0, count, 1.0), tail)
    return np.where(count > 0, quantile, np.where(np.isnan(count), np.nan, 0.0))


def poisson_upper(count: FloatArray, tail: float) -> FloatArray:
    """Return the expected count above which `count` or fewer has less than `tail` probability."""
    return np.asarray(scipy.special.gammainccinv(count + 1.0, tail), dtype=np.float64)


def _same_length(
    one: FloatArray, two: FloatArray, names: tuple[str, str]
) -> tuple[FloatArray, FloatArray]:
    if one.shape[-1] != two.shape[-1]:
        raise ValueError(
            f"{names[0]} has {one.shape[-1]} entries but {names[1]} has {two.shape[-1]}"
        )
    return one, two
