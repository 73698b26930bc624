"""A level behind yearly figures: partially pooled, with its uncertainty (empirical Bayes).

Of authority i in year t the distance from what is expected is taken as

    distance = level + year + chance,   level_t = persistence * level_(t-1) + change

where the levels of all authorities have one spread, a year's own disturbance another, and chance is
what counts of that size do by themselves, times an inflation that is never below 1 for counts. The
spreads come from moments over all authorities; the level is then the ordinary conditional mean of a
normal, which is what a Kalman filter and smoother give for its newest year.
Efron and Morris 1975; Jones and Spiegelhalter 2011 for over-dispersed indicators of providers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from earlywarning.statistics.numeric import FloatArray

# A level that nearly vanishes within a year, or never moves, is not told apart by six years.
PERSISTENCE = (0.5, 0.97)
# Beyond this share of squared changes a single jump would decide what chance is worth.
TRIMMED = 0.98
# Of the spread at least so much is a level: else a sign would never say anything.
LEAST_BETWEEN = 0.2


class LevelModel(NamedTuple):
    """What all authorities share on one sign; variances in the square of the distance's unit.

    persistence: correlation of a level with that of the year before. between: variance of levels.
    within: variance of a year's own disturbance. inflation: what chance is multiplied by.
    """

    persistence: float
    between: float
    within: float
    inflation: float


class Levels(NamedTuple):
    """The newest year's level of each authority, in units of the spread between authorities.

    level: conditional mean, 0 where nothing is known. sd: its standard error, 1 where nothing is
    known. z: the newest distance over its whole spread, NaN where there is none. by_chance: the
    same over chance alone.
    """

    level: FloatArray
    sd: FloatArray
    z: FloatArray
    by_chance: FloatArray


def fit_levels(distance: FloatArray, chance: FloatArray, *, counted: bool) -> LevelModel:
    """Fit the spreads to some years of all authorities.

    Args:
        distance: (authorities, years) around 0, NaN where unknown; the newest year last.
        chance: variance of each distance by chance alone, or in proportion to it.
        counted: chance is that of counts, so that its inflation is at least 1.
    """
    distance, chance = _together(distance, chance)
    inflation = _inflation(distance, chance, least=1.0 if counted else 0.0)
    newest = distance[:, -1] ** 2 - inflation * chance[:, -1]
    beside = float(np.nanmean(distance[:, -1] ** 2))
    beyond = max(float(np.nanmean(newest)), LEAST_BETWEEN * beside)
    persistence, share = _persistence(distance, inflation * chance)
    between = max(share, LEAST_BETWEEN) * beyond
    return LevelModel(persistence, between, beyond - between, inflation)


def levels(distance: FloatArray, chance: FloatArray, model: LevelModel) -> Levels:
    """Return the newest year's levels from the given years; shapes as in `fit_levels`."""
    distance, chance = _together(distance, chance)
    known = np.isfinite(distance)
    noise = np.where(known, model.within + model.inflation * np.nan_to_num(chance), np.inf)
    years = np.arange(distance.shape[1])
    shared = model.between * model.persistence ** np.abs(years[:, None] - years)
    # An unknown year is left out by a precision of nought: (S + N)^-1 = W (1 + S W)^-1, W = 1/N.
    # A figure without any noise is known to a millionth of the spread.
    weight = 1.0 / np.maximum(noise, 1e-12 * model.between)
    inner = np.eye(len(years)) + shared * weight[:, None, :]
    wanted = np.broadcast_to(shared[-1][:, None], (*distance.shape, 1))
    gain = np.linalg.solve(inner, wanted)[..., 0] * weight
    mean = (gain * np.nan_to_num(distance)).sum(axis=1)
    left = np.clip(model.between - gain @ shared[-1], 0.0, None)
    scale = np.sqrt(model.between)
    newest, by_chance = distance[:, -1], model.inflation * chance[:, -1]
    spread = np.sqrt(model.between + model.within + by_chance)
    return Levels(mean / scale, np.sqrt(left) / scale, newest / spread, _over(newest, by_chance))


def year_ahead(model: LevelModel, sd: FloatArray) -> FloatArray:
    """Return the standard deviation of next year's told level about this year's, in its units.

    Next year's level is persistence times this year's, and another year's figure will tell most of
    what is not known today: the variance of a conditional mean is what it takes away.
    """
    return np.asarray(np.sqrt((1 - model.persistence**2) * np.clip(1 - sd**2, 0.0, None)))


def _together(distance: FloatArray, chance: FloatArray) -> tuple[FloatArray, FloatArray]:
    usable = np.isfinite(distance) & np.isfinite(chance)
    return np.where(usable, distance, np.nan), np.where(usable, chance, np.nan)


def _inflation(distance: FloatArray, chance: FloatArray, least: float) -> float:
    """Regress squared changes on their chance: what grows with it is chance, the rest is not."""
    changes = np.diff(distance, axis=1) ** 2
    both = chance[:, 1:] + chance[:, :-1]
    usable = np.isfinite(changes) & np.isfinite(both)
    if usable.sum() < len(distance) or not both[usable].any():
        return max(least, 1.0)
    x, y = both[usable], changes[usable]
    y = np.minimum(y, np.quantile(y, TRIMMED))
    weight = 1.0 / (x + np.median(x))
    design = np.column_stack([np.ones_like(x), x]) * weight[:, None]
    return max(float(np.linalg.lstsq(design, y * weight)[0][1]), least)


def _persistence(distance: FloatArray, chance: FloatArray) -> tuple[float, float]:
    """Return the yearly correlation of levels, and which share of what is not chance they are."""
    low, high = PERSISTENCE
    beyond = float(np.nanmean(distance**2 - chance))
    one, two = _lagged(distance, 1), _lagged(distance, 2)
    if not (one > 0 and beyond > 0):
        return low, LEAST_BETWEEN
    persistence = min(high, max(low, two / one)) if np.isfinite(two) else low
    return persistence, min(1.0, one / persistence / beyond)


def _lagged(distance: FloatArray, years: int) -> float:
    if distance.shape[1] <= years:
        return float("nan")
    products = distance[:, years:] * distance[:, :-years]
    return float(np.nanmean(products)) if np.isfinite(products).any() else float("nan")


def _over(distance: FloatArray, variance: FloatArray) -> FloatArray:
    nothing = np.full(distance.shape, np.nan)
    return np.asarray(np.divide(distance, np.sqrt(variance), where=variance > 0, out=nothing))
