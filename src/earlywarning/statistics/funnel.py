"""Funnels: how far each authority lies from what is expected, allowing for over-dispersion."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from earlywarning.statistics.numeric import (
    BoolArray,
    FloatArray,
    as_floats,
    as_pair,
    normal_quantile,
    outer_tail,
    poisson_lower,
    poisson_upper,
)

FEWEST_UNITS = 10

Scale = Literal["arcsine", "sqrt", "log"]


@dataclass(frozen=True, eq=False)
class Funnel:
    """Distances from the target and the dispersion between units.

    `z`, `z_adjusted`: one per unit in the order given, NaN for a unit left out. `phi`: mean squared
    trimmed z (1 = chance alone). `tau2`: additive variance between units on the scale named by
    `scale`, so not comparable across scales. `target`: a proportion, or 1 for ratios.
    """

    target: float
    z: FloatArray
    phi: float
    tau2: float
    z_adjusted: FloatArray
    left_out_missing: int
    left_out_zero: int
    scale: Scale

    @property
    def units(self) -> int:
        """Number of units that took part."""
        return self.z.size - self.left_out_missing - self.left_out_zero

    def limits(
        self, size: ArrayLike, level: float = 0.95, adjusted: bool = True
    ) -> tuple[FloatArray, FloatArray]:
        """Return the lower and upper limit at any size.

        `size`: denominator (proportion) or expected count (ratio), scalar or array; NaN where it is
        missing or not above 0. Limits have the size's shape and are proportions or ratios. Adjusted
        limits agree with `z_adjusted`; they are NaN when the dispersion could not be told.
        Unadjusted limits leave tau2 out; for ratios they are the exact Poisson ones, which differ a
        little from the plain `z`. ValueError for a level outside 0 to 1.
        Source: Spiegelhalter 2005; the square-root scale is squared back.
        """
        sizes = as_floats(size, "size")
        usable = np.where(sizes > 0, sizes, np.nan)
        if not adjusted and self.scale != "arcsine":
            return _exact_ratio_limits(usable, outer_tail(level))
        tau2 = self.tau2 if adjusted else 0.0
        reach = normal_quantile(level) * np.sqrt(_error(usable, self.scale) ** 2 + tau2)
        centre = _transform(np.float64(self.target), self.scale)
        return _back(centre - reach, self.scale), _back(centre + reach, self.scale)


def funnel_proportion(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    target: float | None = None,
    trim: float = 0.10,
) -> Funnel:
    """Compare proportions on the arcsine scale, z winsorised by `trim` at each end.

    `numerator`, `denominator`: counts, one per unit. Units with either missing or with a zero
    denominator are left out before the target is formed, get NaN and are counted. Fewer than 10
    usable units: phi, tau2, z and z_adjusted are NaN, the target stays. `target`: a proportion to
    use instead of the pooled one (a published national figure, when small counts are suppressed).
    ValueError: unequal lengths, negative counts, numerator above denominator, target outside 0 to
    1, trim outside 0 to 0.5. Source: Spiegelhalter 2005; Spiegelhalter et al 2012.
    """
    count, size = as_pair(numerator, denominator, ("numerator", "denominator"))
    keep = _usable(count, size, trim)
    if (count[keep] > size[keep]).any():
        raise ValueError("a numerator is larger than its denominator")
    if target is None:
        pooled = math.fsum(count[keep]) / math.fsum(size[keep]) if keep.any() else math.nan
    elif 0.0 <= target <= 1.0:
        pooled = float(target)
    else:
        raise ValueError(f"target must be a proportion between 0 and 1, not {target}")
    return _funnel(count, size, keep, pooled, "arcsine", trim)


def funnel_ratio(
    observed: ArrayLike,
    expected: ArrayLike,
    *,
    transform: Literal["sqrt", "log"] = "sqrt",
    trim: float = 0.10,
) -> Funnel:
    """Compare observed with expected counts against a ratio of 1.

    `observed`, `expected`: one per unit; for rates see `expected_count`. Units with either missing
    or with nothing expected are left out, get NaN and are counted. Fewer than 10 usable units: phi,
    tau2, z and z_adjusted are NaN. "sqrt" winsorises z by `trim` at each end; "log" leaves that
    share of units out of the dispersion instead (trim 0: none). On the log scale a count of 0 has z
    of minus infinity; if enough zeros survive the trimming, phi and tau2 are infinite and
    z_adjusted is NaN for all, since nobody can be told apart. Expected counts are not rounded.
    ValueError: unequal lengths, negative counts, unknown transform, trim outside 0 to 0.5.
    Source: Spiegelhalter et al 2012; NHS SHMI method notes.
    """
    if transform not in ("sqrt", "log"):
        raise ValueError(f"transform must be sqrt or log, not {transform}")
    count, size = as_pair(observed, expected, ("observed", "expected"))
    return _funnel(count, size, _usable(count, size, trim), 1.0, transform, trim)


def expected_count(count: ArrayLike, population: ArrayLike) -> FloatArray:
    """Return what each unit would count at the pooled rate: population * sum(count) / sum(pop).

    Units with either missing do not enter the pooled rate; a unit with a missing count still gets
    its expected count, one without population NaN. ValueError for negative numbers or lengths.
    """
    counts, people = as_pair(count, population, ("count", "population"))
    keep = _usable(counts, people, 0.0)
    if not keep.any():
        return np.full(people.shape, np.nan)
    return people * (math.fsum(counts[keep]) / math.fsum(people[keep]))


def _usable(count: FloatArray, size: FloatArray, trim: float) -> BoolArray:
    if not 0.0 <= trim < 0.5:
        raise ValueError(f"trim must be at least 0 and below 0.5, not {trim}")
    if (count < 0).any() or (size < 0).any():
        raise ValueError("counts and sizes must not be negative")
    return ~np.isnan(count) & (size > 0)


def _funnel(
    count: FloatArray, size: FloatArray, keep: BoolArray, target: float, scale: Scale, trim: float
) -> Funnel:
    z, z_adjusted = np.full(count.shape, np.nan), np.full(count.shape, np.nan)
    phi = tau2 = math.nan
    if keep.sum() >= FEWEST_UNITS:
        value = _transform(count[keep] / size[keep], scale)
        distance = value - _transform(np.float64(target), scale)
        error = _error(size[keep], scale)
        z[keep] = distance / error
        phi, tau2 = _dispersion(z[keep], error, scale, trim)
        if math.isfinite(tau2):
            z_adjusted[keep] = distance / np.sqrt(error**2 + tau2)
    missing = np.isnan(count) | np.isnan(size)
    left_out = int(missing.sum()), int((~missing & (size == 0)).sum())
    return Funnel(target, z, phi, tau2, z_adjusted, *left_out, scale)


def _transform(value: FloatArray | np.float64, scale: Scale) -> FloatArray:
    if scale == "arcsine":
        return np.asarray(np.arcsin(np.sqrt(value)))
    if scale == "sqrt":
        return np.asarray(np.sqrt(value))
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(value))


def _error(size: FloatArray, scale: Scale) -> FloatArray:
    return np.asarray((1.0 if scale == "log" else 0.5) / np.sqrt(size))


def _back(theta: FloatArray, scale: Scale) -> FloatArray:
    if scale == "arcsine":
        # Clamped as an angle: squaring a negative one would bring back a positive limit.
        return np.asarray(np.sin(np.clip(theta, 0.0, math.pi / 2)) ** 2)
    return np.asarray(np.maximum(theta, 0.0) ** 2 if scale == "sqrt" else np.exp(theta))


def _exact_ratio_limits(expected: FloatArray, tail: float) -> tuple[FloatArray, FloatArray]:
    lower, upper = poisson_lower(expected, tail), poisson_upper(expected, tail)
    return np.asarray(lower / expected), np.asarray(upper / expected)


def _dispersion(z: FloatArray, error: FloatArray, scale: Scale, trim: float) -> tuple[float, float]:
    weight = 1.0 / error**2
    if scale == "log":
        inner = _inner_units(z, trim)
        z, weight = z[inner], weight[inner]
    else:
        low, high = np.quantile(z, [trim, 1.0 - trim])
        z = np.clip(z, low, high)
    k = z.size
    if k < 2:
        return math.nan, math.nan
    # Exactly rounded sums: the order of units must not change the last digit.
    phi = math.fsum(z**2) / k
    total = math.fsum(weight)
    excess = k * phi - (k - 1)
    spread = total - math.fsum(weight**2) / total
    return phi, max(0.0, excess / spread) if excess > 0 else 0.0


def _inner_units(z: FloatArray, trim: float) -> BoolArray:
    """Mark units outside the lowest and highest group of size `trim` (tied units go together)."""
    if trim == 0.0:
        return np.ones(z.shape, dtype=np.bool_)
    order = np.sort(z)
    place = (np.searchsorted(order, z, "left") + np.searchsorted(order, z, "right") + 1) / 2
    groups = 1.0 / trim
    group = place * groups / (z.size + 1)
    return np.asarray((group >= 1.0) & (group < groups - 1.0))
