"""The scales of a funnel, and the dispersion between units on them."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from earlywarning.statistics.numeric import (
    BoolArray,
    FloatArray,
    poisson_lower,
    poisson_upper,
)
from earlywarning.statistics.rows import (
    count_present,
    exact_sums,
    sorted_quantiles,
    tied_places,
)

Scale = Literal["arcsine", "sqrt", "log"]


def transform_to(value: FloatArray, scale: Scale) -> FloatArray:
    """Return proportions or ratios on the scale where their error hardly depends on them."""
    if scale == "arcsine":
        return np.asarray(np.arcsin(np.sqrt(value)))
    if scale == "sqrt":
        return np.asarray(np.sqrt(value))
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(value))


def standard_error(size: FloatArray, scale: Scale) -> FloatArray:
    """Return the standard error by chance alone, on the scale, at a denominator or expectation."""
    return np.asarray((1.0 if scale == "log" else 0.5) / np.sqrt(size))


def back(theta: FloatArray, scale: Scale) -> FloatArray:
    """Return proportions or ratios from the scale."""
    if scale == "arcsine":
        # Clamped as an angle: squaring a negative one would bring back a positive limit.
        return np.asarray(np.sin(np.clip(theta, 0.0, math.pi / 2)) ** 2)
    return np.asarray(np.maximum(theta, 0.0) ** 2 if scale == "sqrt" else np.exp(theta))


def exact_ratio_limits(expected: FloatArray, tail: float) -> tuple[FloatArray, FloatArray]:
    """Return the exact Poisson limits of observed over expected; expected need not be whole."""
    lower, upper = poisson_lower(expected, tail), poisson_upper(expected, tail)
    return np.asarray(lower / expected), np.asarray(upper / expected)


def dispersion(
    z: FloatArray, error: FloatArray, scale: Scale, trim: float
) -> tuple[FloatArray, FloatArray]:
    """Return phi and tau2 of each funnel, NaN below two units.

    `z`, `error`: units along the last axis, NaN for those left out. Around the target, not around
    the mean of z, and over all units, not one fewer. Source: DerSimonian and Laird 1986.
    """
    weight = 1.0 / error**2
    if scale == "log":
        inner = _inner_units(z, trim)
        z, weight = np.where(inner, z, np.nan), np.where(inner, weight, np.nan)
    else:
        z = _winsorised(z, trim)
    k = count_present(z).astype(np.float64)
    k[k < 2] = np.nan
    # Exactly rounded sums: the order of units must not change the last digit.
    phi = exact_sums(z**2) / k
    total = exact_sums(weight)
    excess = k * phi - (k - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        tau2 = excess / (total - exact_sums(weight**2) / total)
    return phi, np.where(excess <= 0, 0.0, np.maximum(tau2, 0.0))


def _winsorised(z: FloatArray, trim: float) -> FloatArray:
    ordered, count = np.sort(z, axis=-1), count_present(z)
    low, high = (sorted_quantiles(ordered, count, share) for share in (trim, 1.0 - trim))
    return np.clip(z, low[..., np.newaxis], high[..., np.newaxis])


def _inner_units(z: FloatArray, trim: float) -> BoolArray:
    """Mark units outside the lowest and highest group of size `trim` (tied units go together)."""
    known = ~np.isnan(z)
    if trim == 0.0:
        return known
    first, last = tied_places(z)
    place = (first + last) / 2 + 1
    groups = 1.0 / trim
    group = np.floor(place * groups / (known.sum(axis=-1, keepdims=True) + 1))
    return np.asarray(known & (group > 0) & (group < groups - 1.0))
