"""Scales on which ordinary variation is about the same at every level, and what chance adds."""

from __future__ import annotations

from typing import Literal

import numpy as np

from earlywarning.statistics.numeric import FloatArray

Scale = Literal["share", "count", "ratio"]


def on_scale(
    kind: Scale, value: FloatArray, part: FloatArray, whole: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return numbers on a steady scale and the variance that chance gives each; NaN is missing.

    Args:
        kind: `share` for part of whole or a percentage, `count` for a count, `ratio` for an
            average such as caseload.
        value: percentage (0 to 100), count or ratio; used where the counts are missing.
        part: count above the line, NaN where there is none.
        whole: count below the line, NaN where there is none.

    Returns:
        Arcsine of the root of a share (radians), root of a count, or logarithm of a ratio; and the
        binomial or Poisson variance on that scale, 0 where the counts are not known or are not of
        people. Source: Anscombe 1948.
    """
    nothing = np.zeros_like(value)
    if kind == "ratio":
        return np.log(np.where(value > 0, value, np.nan)), nothing
    if kind == "count":
        return np.sqrt(np.where(value >= 0, value, np.nan) + 3 / 8), nothing + 1 / 4
    counted = (whole > 0) & (part >= 0) & (part <= whole)
    n, x = np.where(counted, whole, 1.0), np.where(counted, part, 0.0)
    said = np.where((value >= 0) & (value <= 100), value, np.nan) / 100
    exact = np.arcsin(np.sqrt((x + 3 / 8) / (n + 3 / 4)))
    return (
        np.where(counted, exact, np.arcsin(np.sqrt(said))),
        np.where(counted, 1 / (4 * n + 2), 0.0),
    )


def back(kind: Scale, number: FloatArray) -> FloatArray:
    """Return a number of the scale as a percentage, count or ratio."""
    if kind == "ratio":
        return np.exp(number)
    if kind == "count":
        return np.maximum(number, 0.0) ** 2
    return np.asarray(100 * np.sin(np.clip(number, 0.0, np.pi / 2)) ** 2)


def prior_spread(kind: Scale, ordinary: float, level: FloatArray) -> FloatArray:
    """Return an ordinary spread on the scale at a level of the scale.

    Args:
        kind: the scale.
        ordinary: spread between periods beyond chance: percentage points of a share, else a share
            of the level (0.1 is a tenth).
        level: expected number on the scale.
    """
    if kind == "ratio":
        return np.full_like(level, ordinary)
    if kind == "count":
        return ordinary / 2 * level
    # Near 0 and 100 a point is worth more on the scale; 3 % is where that is held still.
    share = np.clip(np.sin(level) ** 2, 0.03, 0.97)
    return np.asarray(ordinary / 100 / (2 * np.sqrt(share * (1 - share))))
