"""Funnels drawn from the plain intervals of counts, without any allowance for over-dispersion.

Most published rates vary far more between authorities than chance alone would make them, and then
these limits call most authorities unusual: `funnel` allows for that. These are the ones that public
health profiles print, for comparing with them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from earlywarning.statistics.numeric import (
    FloatArray,
    LabelArray,
    as_floats,
    normal_quantile,
    outer_tail,
    poisson_lower,
    poisson_upper,
)


class RatioCurve(NamedTuple):
    """Points of the two limits of observed over expected: where they lie, and how high."""

    expected_at_lower: FloatArray
    lower: FloatArray
    expected_at_upper: FloatArray
    upper: FloatArray


def proportion_limits(
    target: ArrayLike, size: ArrayLike, level: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """Return the proportions between which a unit's Wilson interval holds the target.

    `target`: a proportion, `size`: the denominator; scalars or arrays that broadcast. Clipped at 0
    and 1; NaN where either is missing or the size is not above 0. ValueError: a target outside 0 to
    1, level outside 0 to 1. Source: Wilson 1927, turned round.
    """
    wanted, sizes = as_floats(target, "target"), as_floats(size, "size")
    if ((wanted < 0) | (wanted > 1)).any():
        raise ValueError("target must be a proportion between 0 and 1")
    sizes = np.where(sizes > 0, sizes, np.nan)
    reach = normal_quantile(level) * np.sqrt(wanted * (1 - wanted) / sizes)
    return np.maximum(wanted - reach, 0.0), np.minimum(wanted + reach, 1.0)


def ratio_curve(observed: ArrayLike, level: float = 0.95) -> RatioCurve:
    """Return, for observed counts, where observed over expected just leaves its exact interval.

    `observed`: counts, whole or not. With more expected than `expected_at_lower` that count is
    significantly low; with less than `expected_at_upper`, significantly high. The limits have no
    closed form at a given expectation, so they come as points to join. At 0 observed the lower
    limit is 0 and there is no upper one (NaN). ValueError: negative counts, level outside 0 to 1.
    """
    count = as_floats(observed, "observed")
    if (count < 0).any():
        raise ValueError("counts must not be negative")
    tail = outer_tail(level)
    more, fewer = poisson_upper(count, tail), poisson_lower(count, tail)
    fewer = np.where(count > 0, fewer, np.nan)
    return RatioCurve(more, np.asarray(count / more), fewer, np.asarray(count / fewer))


def compared_with(
    target: ArrayLike,
    outer: tuple[ArrayLike, ArrayLike],
    inner: tuple[ArrayLike, ArrayLike],
) -> LabelArray:
    """Return one word per unit: far_below, below, similar, above, far_above or unknown.

    `outer`, `inner`: lower and upper limits of each unit's 99.8% and 95% interval. The word is of
    the wider interval if that leaves the target out, else of the narrower. A target on a limit is
    not left out. Source: OHID technical guide.
    """
    wanted = as_floats(target, "target")
    (far_low, far_high), (low, high) = (tuple(map(as_floats, pair)) for pair in (outer, inner))
    unknown = np.isnan(wanted + far_low + far_high + low + high)
    conditions = [unknown, far_high < wanted, far_low > wanted, high < wanted, low > wanted]
    words = ["unknown", "far_below", "far_above", "below", "above"]
    return np.select(conditions, words, default="similar")
