"""How sure a score is: where it will ordinarily lie in a year, and what is not known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy

from earlywarning.definitions.loader import Definitions
from earlywarning.scoring.evidence import Item, least_of_figures
from earlywarning.scoring.vital import Told


class Doubt(NamedTuple):
    """What is not known about one score."""

    missing: int
    stale: bool
    heard: bool


def interval(
    own: list[Told],
    items: list[Item],
    total: float,
    doubt: Doubt,
    definitions: Definitions,
) -> tuple[float, float]:
    """Return the lower and upper end of a score: where it lies in a year, `level` times in all.

    A year moves the levels of the signs by what their model says, and the points with them.
    Missing indicators, doubtful returns and an authority of which nobody was heard raise the upper
    end only: what is not known never reassures.
    """
    policy = definitions.policy.uncertainty
    rest = total - _bounded(_figures(items), items, definitions)
    low, high = (rest + end for end in in_a_year(own, items, definitions))
    unknown = policy.missing_indicator_points * doubt.missing
    unknown += policy.doubtful_share * sum(i.points for i in items if i.kind == "return")
    # What openness is too full to hold may be hidden all the same.
    hidden = sum(i.points for i in items if i.pillar == "transparency" and i.kind != "limit")
    unknown += max(0.0, hidden - definitions.policy.caps["transparency"])
    unknown += 0.0 if doubt.heard else policy.unheard_soft_points
    single = sum(abs(i.points) for i in items if i.single_source)
    blur = policy.uncorroborated_share * single + (policy.stale_points if doubt.stale else 0.0)
    lower = max(0.0, min(low - blur, total))
    upper = min(100.0, max(high, total) + unknown + blur)
    return lower, upper


def in_a_year(own: list[Told], items: list[Item], definitions: Definitions) -> tuple[float, float]:
    """Return between which points the figures lie in a year, `level` times in all."""
    policy = definitions.policy.uncertainty
    drift, hoped, spread = _year_of(own, definitions)
    reach = float(scipy.special.ndtri((1 + policy.level) / 2)) * spread
    middle = _figures(items) + drift
    low, high = middle - reach, middle - hoped + reach
    return _bounded(low, items, definitions), _bounded(high, items, definitions)


def _figures(items: list[Item]) -> float:
    return sum(item.points for item in items if item.pillar == "performance")


def _bounded(points: float, items: list[Item], definitions: Definitions) -> float:
    return min(definitions.policy.caps["performance"], max(least_of_figures(items), points))


def _year_of(own: list[Told], definitions: Definitions) -> tuple[float, float, float]:
    """Return by how many points the figures drift in a year, and the spread about that.

    A figure that is withheld may move them as far as one of which all else is known. Between the
    two: how much of the drift is hoped of figures that are withheld, which no upper end rests on.
    """
    signs, share = definitions.vital_signs, definitions.policy.performance.reassurance_share
    declared = signs.items()
    drift, hoped, variance = 0.0, 0.0, 0.0
    for one in own:
        full = signs.points * declared[f"{one.name}:{one.kind}"].weight
        worse = float(scipy.special.ndtr(one.level / max(one.sd, 1e-6)))
        slope = full * (share + (1 - share) * worse)
        own_drift = slope * (one.persistence - 1) * one.level
        drift += own_drift
        hoped += min(0.0, own_drift) if one.withheld else 0.0
        told = (slope * one.year_sd) ** 2
        variance += full**2 * (1 - one.persistence**2) if one.withheld else told
    return drift, hoped, float(np.sqrt(variance))
