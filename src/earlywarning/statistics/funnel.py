"""Funnels: how far each authority lies from what is expected, allowing for over-dispersion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from earlywarning.statistics.funnel_scale import (
    Scale,
    back,
    dispersion,
    exact_ratio_limits,
    standard_error,
    transform_to,
)
from earlywarning.statistics.numeric import (
    BoolArray,
    FloatArray,
    IntArray,
    PerSeries,
    as_floats,
    as_row_pair,
    normal_quantile,
    outer_tail,
    per_series,
)
from earlywarning.statistics.rows import exact_sums

FEWEST_UNITS = 10


@dataclass(frozen=True, eq=False)
class Funnel:
    """Distances from the target and the dispersion between units, for one funnel or for many.

    `z`, `z_adjusted`: one per unit in the order given, NaN for a unit left out. `phi`: mean squared
    trimmed z (1 = chance alone). `tau2`: additive variance between units on the scale named by
    `scale`, so not comparable across scales. `target`: a proportion, or 1 for ratios.
    `left_out_missing`, `left_out_zero`: units without one of their counts, and without anything to
    count in. For one funnel target, phi, tau2 and these numbers are plain, for many they are arrays
    in the shape of the counts without their last axis.
    """

    target: PerSeries
    z: FloatArray
    phi: PerSeries
    tau2: PerSeries
    z_adjusted: FloatArray
    left_out_missing: int | IntArray
    left_out_zero: int | IntArray
    scale: Scale

    @property
    def units(self) -> int | IntArray:
        """Number of units that took part."""
        units: int = self.z.shape[-1]
        return units - self.left_out_missing - self.left_out_zero

    def limits(
        self, size: ArrayLike, level: float = 0.95, adjusted: bool = True
    ) -> tuple[FloatArray, FloatArray]:
        """Return the lower and upper limit at any size.

        `size`: denominator (proportion) or expected count (ratio), scalar or array; NaN where it is
        missing or not above 0. One funnel gives limits in the size's shape. Many funnels give one
        limit each at a single size; an array of sizes runs along a last axis of its own, the same
        for all or one row of sizes per funnel. Limits are proportions or ratios. Adjusted ones
        agree with `z_adjusted`; they are NaN when the dispersion could not be told. Unadjusted ones
        leave tau2 out; for ratios they are the exact Poisson limits, which differ a little from the
        plain `z`. ValueError for a level outside 0 to 1.
        Source: Spiegelhalter 2005; the square-root scale is squared back.
        """
        sizes = as_floats(size, "size")
        target, tau2 = np.asarray(self.target), np.asarray(self.tau2 if adjusted else 0.0)
        if target.ndim and sizes.ndim:
            target, tau2 = target[..., np.newaxis], tau2[..., np.newaxis]
        usable, target = np.broadcast_arrays(np.where(sizes > 0, sizes, np.nan), target)
        if not adjusted and self.scale != "arcsine":
            return exact_ratio_limits(usable, outer_tail(level))
        reach = normal_quantile(level) * np.sqrt(standard_error(usable, self.scale) ** 2 + tau2)
        centre = transform_to(target, self.scale)
        return back(centre - reach, self.scale), back(centre + reach, self.scale)


def funnel_proportion(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    target: ArrayLike | None = None,
    trim: float = 0.10,
) -> Funnel:
    """Compare proportions on the arcsine scale, z winsorised by `trim` at each end.

    `numerator`, `denominator`: counts, one per unit; many funnels along the axes before the last.
    Units with either missing or with a zero denominator are left out before the target is formed,
    get NaN and are counted, in each funnel by itself. Fewer than 10 usable units: phi, tau2, z and
    z_adjusted are NaN, the target stays. `target`: a proportion to use instead of the pooled one (a
    published national figure, when small counts are suppressed), one for all or one per funnel.
    ValueError: unequal lengths, negative counts, numerator above denominator, target outside 0 to
    1, trim outside 0 to 0.5. Source: Spiegelhalter 2005; Spiegelhalter et al 2012.
    """
    count, size = as_row_pair(numerator, denominator, ("numerator", "denominator"))
    keep = _usable(count, size, trim)
    if (keep & (count > size)).any():
        raise ValueError("a numerator is larger than its denominator")
    if target is None:
        return _funnel(count, size, keep, _pooled(count, size, keep), "arcsine", trim)
    given = np.asarray(target, dtype=np.float64)
    if not ((given >= 0.0) & (given <= 1.0)).all():
        raise ValueError(f"target must be a proportion between 0 and 1, not {target}")
    return _funnel(count, size, keep, given, "arcsine", trim)


def funnel_ratio(
    observed: ArrayLike,
    expected: ArrayLike,
    *,
    transform: Literal["sqrt", "log"] = "sqrt",
    trim: float = 0.10,
) -> Funnel:
    """Compare observed with expected counts against a ratio of 1.

    `observed`, `expected`: one per unit; many funnels along the axes before the last. Units with
    either missing or with nothing expected are left out, get NaN and are counted. Fewer than 10
    usable units: phi, tau2, z and z_adjusted are NaN. "sqrt" winsorises z by `trim` at each end;
    "log" leaves that share of units out of the dispersion instead (trim 0: none). On the log scale
    a count of 0 has z of minus infinity; if enough zeros survive the trimming, phi and tau2 are
    infinite and z_adjusted is NaN for all, since nobody can be told apart. Expected counts are not
    rounded.
    ValueError: unequal lengths, negative counts, unknown transform, trim outside 0 to 0.5.
    Source: Spiegelhalter et al 2012; NHS SHMI method notes.
    """
    if transform not in ("sqrt", "log"):
        raise ValueError(f"transform must be sqrt or log, not {transform}")
    count, size = as_row_pair(observed, expected, ("observed", "expected"))
    return _funnel(count, size, _usable(count, size, trim), np.array(1.0), transform, trim)


def _usable(count: FloatArray, size: FloatArray, trim: float) -> BoolArray:
    if not 0.0 <= trim < 0.5:
        raise ValueError(f"trim must be at least 0 and below 0.5, not {trim}")
    if (count < 0).any() or (size < 0).any():
        raise ValueError("counts and sizes must not be negative")
    return ~np.isnan(count) & (size > 0)


def _pooled(count: FloatArray, size: FloatArray, keep: BoolArray) -> FloatArray:
    """Return sum of counts / sum of sizes of the units kept, NaN where none is."""
    total = exact_sums(np.where(keep, size, np.nan))
    counted = exact_sums(np.where(keep, count, np.nan))
    return np.asarray(counted / np.where(total > 0, total, np.nan))


def _funnel(
    count: FloatArray,
    size: FloatArray,
    keep: BoolArray,
    target: FloatArray,
    scale: Scale,
    trim: float,
) -> Funnel:
    target = np.broadcast_to(target, count.shape[:-1])
    missing = np.isnan(count) | np.isnan(size)
    left_out = _number(missing), _number(~missing & (size == 0))
    told = keep & (keep.sum(axis=-1, keepdims=True) >= FEWEST_UNITS)
    count, size = np.where(told, count, np.nan), np.where(told, size, np.nan)
    distance = transform_to(count / size, scale) - transform_to(target, scale)[..., np.newaxis]
    error = standard_error(size, scale)
    z = distance / error
    phi, tau2 = dispersion(z, error, scale, trim)
    between = np.where(np.isfinite(tau2), tau2, np.nan)[..., np.newaxis]
    z_adjusted = distance / np.sqrt(error**2 + between)
    parts = per_series(target), z, per_series(phi), per_series(tau2), z_adjusted
    return Funnel(*parts, *left_out, scale)


def _number(marked: BoolArray) -> int | IntArray:
    number = np.asarray(marked.sum(axis=-1), dtype=np.int64)
    return number if number.ndim else int(number)
