"""How sure a score is: what resampling moves, and what is not known."""

from __future__ import annotations

import zlib
from typing import NamedTuple

import numpy as np

from earlywarning.definitions.loader import Definitions
from earlywarning.scoring.evidence import Item


class Doubt(NamedTuple):
    """What is not known about one score."""

    missing: int
    stale: bool
    soft_loaded: bool
    resample: bool = True


def interval(
    code: str, items: list[Item], total: float, doubt: Doubt, definitions: Definitions
) -> tuple[float, float]:
    """Return the lower and upper end of a score.

    Indicators are drawn with replacement (a fixed draw per authority, so that runs repeat) and
    the middle `level` of the resulting sums is kept. Missing indicators, doubtful returns and an
    empty register raise the upper end only: what is not known never reassures.
    """
    policy = definitions.policy.uncertainty
    low, high = _resampled(code, items, total, definitions) if doubt.resample else (total, total)
    unknown = policy.unseen_points + policy.missing_indicator_points * doubt.missing
    unknown += policy.doubtful_share * sum(i.points for i in items if i.kind == "return")
    unknown += 0.0 if doubt.soft_loaded else policy.unheard_soft_points
    single = sum(abs(i.points) for i in items if i.single_source)
    blur = policy.uncorroborated_share * single + (policy.stale_points if doubt.stale else 0.0)
    lower = max(0.0, min(low - blur, total))
    upper = min(100.0, max(high, total) + unknown + blur)
    return lower, upper


def _resampled(
    code: str, items: list[Item], total: float, definitions: Definitions
) -> tuple[float, float]:
    names = sorted(definitions.weighted())
    points = dict.fromkeys(names, 0.0)
    for item in items:
        if item.pillar == "performance":
            # Patterns are drawn together, and so is what many figures add up to.
            name = item.subject if item.kind == "indicator" else item.kind
            points[name] = points.get(name, 0.0) + item.points
    values = np.array(list(points.values()))
    if not values.any():
        return total, total
    cap = definitions.policy.caps["performance"]
    performance = min(cap, max(0.0, float(values.sum())))
    draw = np.random.default_rng(zlib.crc32(code.encode()))
    picks = draw.integers(0, len(values), (definitions.policy.uncertainty.resamples, len(values)))
    sums = np.clip(values[picks].sum(axis=1), 0, cap) + (total - performance)
    tail = (1 - definitions.policy.uncertainty.level) / 2
    return float(np.quantile(sums, tail)), float(np.quantile(sums, 1 - tail))
