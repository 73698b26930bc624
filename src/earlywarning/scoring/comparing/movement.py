"""How far each authority moved in a year against its own past, and what its years add up to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from earlywarning.scoring.comparing.panel import Panel
from earlywarning.statistics.comparison import MAD_TO_SD
from earlywarning.statistics.numeric import BoolArray, FloatArray
from earlywarning.statistics.rows import medians
from earlywarning.statistics.trend import MannKendall, mann_kendall, sen_slope, trend_word

# Years of changes that make the common spread of a one-year change.
CHANGE_YEARS = 5
# Years that a trend looks back: longer ones tell of another service.
TREND_YEARS = 10
# Changes from year to year that a reader sees at the end of a line.
LATELY = 2


class Movement(NamedTuple):
    """Change of one period and its z (positive is up), one per authority."""

    change: FloatArray
    z: FloatArray


class Trend(NamedTuple):
    """Mann-Kendall and Sen as description, one per authority.

    left_out: the marked periods with a value, of which the trend knows nothing. lately: the change
    over the last two periods, marked ones too, NaN where either end is missing.
    """

    slope: FloatArray
    lower: FloatArray
    upper: FloatArray
    p: FloatArray
    word: list[str]
    periods: FloatArray
    left_out: list[list[int]]
    lately: FloatArray


def movement(
    panel: Panel, period: int, marked: BoolArray, small: BoolArray, per: int, shape: str
) -> Movement:
    """Return each authority's change into one period, against what is usual.

    The change is taken after removing the middle change of all authorities that year, and is
    measured against the largest of the authority's own usual change, everyone's, and what chance
    alone does to counts of that size: a small place does not signal on a child or two. A period
    that is missing, `marked` as contaminated, or among an authority's first has no change into or
    out of it. Nothing after `period` is looked at.

    Args:
        panel: values by authority and period.
        period: the period whose change is wanted.
        marked: (authorities, periods), contaminated.
        small: authorities that get no z and do not enter what is usual.
        per: what a share or rate is multiplied by.
        shape: proportion (x of n), ratio (count against a population), or neighbours (no counts).
    """
    last = panel.at(period)
    value = np.where(marked, np.nan, panel.value)[:, : last + 1]
    nobody = np.full(len(panel.codes), np.nan)
    if last == 0:
        return Movement(nobody, nobody)
    change = np.diff(value, axis=1)
    change[panel.too_new[:, :last]] = np.nan
    told = np.where(small[:, np.newaxis], np.nan, change)
    once = np.where(panel.counted_once()[:, 1 : last + 1], told, np.nan)
    usual = medians(once.T)
    told = told - usual
    common = _spread((once - usual)[:, -CHANGE_YEARS:].reshape(1, -1))[0]
    past = told[:, :-1]
    own = np.where(_known(past) >= CHANGE_YEARS, _spread(past), 0.0)
    spread = np.fmax(np.fmax(own, common), _chance(panel, last, per, shape))
    z = np.divide(told[:, -1], spread, where=spread > 0, out=nobody)
    return Movement(change[:, -1], z)


def trend(panel: Panel, period: int, marked: BoolArray) -> Trend:
    """Describe the last years of each authority: slope per year, its interval, and a test.

    Serial correlation is not allowed for and short series have little power: this describes, and
    no signal rests on it.
    """
    last = panel.at(period)
    first = max(0, last - TREND_YEARS + 1)
    shown, aside = panel.value[:, first : last + 1], marked[:, first : last + 1]
    value = np.where(aside, np.nan, shown)
    periods = panel.periods[first : last + 1]
    times = np.array(periods, dtype=float)
    test = mann_kendall(value)
    slope = sen_slope(value, times)
    rows = zip(*(np.atleast_1d(part) for part in (*test, slope.slope)), strict=True)
    return Trend(
        slope=np.asarray(slope.slope),
        lower=np.asarray(slope.lower),
        upper=np.asarray(slope.upper),
        p=np.asarray(test.p),
        word=[str(trend_word(MannKendall(*parts), line)) for *parts, line in rows],
        periods=_known(value).astype(float),
        left_out=[_named(periods, row) for row in aside & ~np.isnan(shown)],
        lately=_lately(shown),
    )


def _named(periods: list[int], wanted: BoolArray) -> list[int]:
    return [period for period, is_wanted in zip(periods, wanted, strict=True) if is_wanted]


def _lately(values: FloatArray) -> FloatArray:
    if values.shape[1] <= LATELY:
        return np.full(len(values), np.nan)
    return np.asarray(values[:, -1] - values[:, -1 - LATELY])


def _chance(panel: Panel, last: int, per: int, shape: str) -> FloatArray:
    """Return the standard error of the change into a period from its counts; NaN without counts.

    Binomial for proportions and Poisson for rates, one added to each count (and to what is left of
    the denominator) so that a count of nought is not taken for certainty.
    """
    if shape == "neighbours":
        return np.full(len(panel.codes), np.nan)
    top, bottom = panel.numerator[:, last - 1 : last + 1], panel.denominator[:, last - 1 : last + 1]
    bottom = np.where(bottom > 0, bottom, np.nan)
    if shape == "proportion":
        share = np.clip((top + 1) / (bottom + 2), 0.0, 1.0)
        variance = share * (1 - share) / bottom
    else:
        variance = (top + 1) / bottom**2
    return np.asarray(per * np.sqrt(variance.sum(axis=1)))


def _known(values: FloatArray) -> np.ndarray:
    return np.asarray((~np.isnan(values)).sum(axis=1))


def _spread(values: FloatArray) -> FloatArray:
    """Return 1.4826 times the median distance from the median, NaN below three values."""
    if values.shape[1] == 0:
        return np.full(values.shape[0], np.nan)
    gap = np.abs(values - medians(values)[:, np.newaxis])
    return np.where(_known(values) >= 3, MAD_TO_SD * medians(gap), np.nan)
