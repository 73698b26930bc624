"""How far each authority stands from expected: by its counts, or beside similar authorities."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from earlywarning.definitions.indicator import Indicator
from earlywarning.scoring.comparing.panel import Panel
from earlywarning.statistics.comparison import weighted_median, weighted_spread
from earlywarning.statistics.funnel import funnel_proportion, funnel_ratio
from earlywarning.statistics.numeric import BoolArray, FloatArray, IntArray

# Ten values tell their own spread badly. Half of the spread used is what groups of neighbours
# have in common, while all ten have a value; more of it when fewer have.
WORTH_OF_COMMON_SPREAD = 10.0
# With fewer neighbours than this there is nothing to stand beside.
FEWEST_NEIGHBOURS = 5
FEWEST_GROUPS = 10
MANY_WITHHELD = 0.1
FEW_COUNTED = 0.1


class Position(NamedTuple):
    """z (positive is high) and what was expected, in the indicator's unit; one per authority."""

    z: FloatArray
    expected: FloatArray
    method: str


class Near(NamedTuple):
    """Each authority's neighbours as rows of the panel: (authorities, neighbours)."""

    place: np.ndarray
    weight: FloatArray


def near_of(codes: list[str], neighbours: pd.DataFrame, left_out: set[str]) -> Near:
    """Return where each authority's neighbours stand in the panel, and how close they are.

    Args:
        codes: authorities of the panel.
        neighbours: old_la_code, neighbour_old_la_code, position, weight of one model.
        left_out: authorities too small to move anybody's middle.
    """
    rows = pd.Series(range(len(codes)), index=codes)
    width = int(neighbours["position"].max()) if len(neighbours) else 1
    place = np.zeros((len(codes), width), dtype=int)
    weight = np.zeros((len(codes), width))
    own, other = neighbours["old_la_code"], neighbours["neighbour_old_la_code"]
    usable = neighbours[own.isin(codes) & other.isin(set(codes) - left_out)]
    at = (rows[usable["old_la_code"]].to_numpy(), usable["position"].to_numpy() - 1)
    place[at] = rows[usable["neighbour_old_la_code"]].to_numpy()
    weight[at] = usable["weight"].to_numpy()
    return Near(place, weight)


def counted(near: Near, about: IntArray) -> BoolArray:
    """Tell which neighbours' figures count, in one period or in each of several.

    A joint return is one figure: it never counts beside the authorities that it is about, and
    beside others once, as that of the closest.

    Args:
        near: neighbours, the closest first.
        about: whose figure each row's is, (authorities,) or (authorities, periods).
    """
    theirs = about[near.place]
    there = near.weight > 0 if about.ndim == 1 else (near.weight > 0)[..., np.newaxis]
    counts = there & (theirs != about[:, np.newaxis])
    for at in range(1, theirs.shape[1]):
        same = (theirs[:, :at] == theirs[:, at : at + 1]) & counts[:, :at]
        counts[:, at] &= ~same.any(axis=1)
    return np.asarray(counts)


def position(
    indicator: Indicator, panel: Panel, period: int, near: Near, small: BoolArray
) -> Position:
    """Return each authority's distance from expected in one period; NaN where none can be given.

    With counts: funnel with additive over-dispersion (Spiegelhalter 2005, 2012) around the middle
    authority. Without: distance from the closeness-weighted median of the statistical neighbours in
    their robust spread; so also in a period that was published without its counts. `small` places
    get no z and move nobody else's.
    """
    column = panel.at(period)
    if indicator.comparison == "neighbours" or _without_counts(panel, column):
        return _beside_neighbours(panel, column, near, small)
    return _in_funnel(indicator, panel, column, small)


def _without_counts(panel: Panel, column: int) -> bool:
    """Tell whether hardly anybody who has a value has the counts behind it."""
    known = ~np.isnan(panel.value[:, column])
    counted = known & ~np.isnan(panel.numerator[:, column])
    return bool(counted.sum() < known.sum() * FEW_COUNTED)


def beside(panel: Panel, period: int, near: Near, small: BoolArray) -> FloatArray:
    """Return each authority's distance from its statistical neighbours alone, in one period."""
    return _beside_neighbours(panel, panel.at(period), near, small).z


def _in_funnel(indicator: Indicator, panel: Panel, column: int, small: BoolArray) -> Position:
    bottom = panel.denominator[:, column]
    top = panel.numerator[:, column]
    counts = (bottom >= max(1, indicator.minimum_denominator)) & ~small & ~np.isnan(top)
    counts &= ~np.isnan(panel.value[:, column])
    if indicator.comparison == "proportion":
        # Contradicting counts are a finding already and cannot be placed in a funnel.
        counts &= top <= bottom
    nobody = np.full(len(panel.codes), np.nan)
    if not counts.any():
        return Position(nobody, nobody, "funnel")
    top, bottom = np.where(counts, top, np.nan), np.where(counts, bottom, np.nan)
    middle = _target(indicator, panel, column, top / bottom)
    if indicator.comparison == "proportion":
        z = funnel_proportion(top, bottom, target=middle).z_adjusted
    else:
        z = funnel_ratio(top, bottom * middle).z_adjusted
    return Position(z, np.where(counts, middle * indicator.per, np.nan), "funnel")


def _target(indicator: Indicator, panel: Panel, column: int, shares: FloatArray) -> float:
    """Return what is expected of everybody.

    The middle authority, not the pooled figure: one large authority with an odd recording (more
    than 1 in 20 of all referrals) would move everybody else. But where many small counts are
    withheld, those that remain are the high ones, and only the published national figure knows of
    the rest.
    """
    nation = panel.nation[column] / indicator.per
    withheld = panel.suppressed[:, column].mean() > MANY_WITHHELD
    return float(nation if withheld and 0 < nation < 1 else np.nanmedian(shares))


def _beside_neighbours(panel: Panel, column: int, near: Near, small: BoolArray) -> Position:
    value = panel.value[:, column]
    others = np.where(counted(near, panel.about[:, column]), value[near.place], np.nan)
    weight = np.where(np.isnan(others), 0.0, near.weight)
    middle = np.asarray(weighted_median(others, weight))
    own_spread = np.asarray(weighted_spread(others, weight))
    total = weight.sum(axis=1)
    worth = np.divide(total**2, (weight**2).sum(axis=1), where=total > 0, out=np.zeros_like(total))
    enough = (np.isfinite(others).sum(axis=1) >= FEWEST_NEIGHBOURS) & ~small
    nobody = np.full(value.shape, np.nan)
    if enough.sum() < FEWEST_GROUPS:
        return Position(nobody, nobody, "neighbours")
    common = float(np.median(own_spread[enough]))
    shared = WORTH_OF_COMMON_SPREAD * common**2
    spread = np.sqrt((worth * own_spread**2 + shared) / (worth + WORTH_OF_COMMON_SPREAD))
    usable = enough & (spread > 0)
    z = np.divide(value - middle, spread, where=usable, out=nobody.copy())
    return Position(z, np.where(enough, middle, np.nan), "neighbours")
