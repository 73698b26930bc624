"""What the watch says of each measure of an authority, period by period, as it was known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlywarning.definitions import InYear, WatchedMeasure, WatchPolicy
from earlywarning.definitions.in_year import MONTHS
from earlywarning.scoring.watch.following import Followed, follow_measure
from earlywarning.scoring.watch.scale import Scale
from earlywarning.scoring.watch.vintages import MONTHS_IN_YEAR, Vintage, vintages
from earlywarning.statistics.numeric import FloatArray
from earlywarning.statistics.spc import FEWEST_BASELINE, Improvement, xmr

IMPROVEMENT: dict[str, Improvement] = {
    "fall": "increase", "rise": "decrease", "either_way": "neutral",
}  # fmt: skip
Figures = tuple[FloatArray, FloatArray, FloatArray]


@dataclass(frozen=True, slots=True)
class Reading:
    """One measure in one period, as it was known on a day; a row of `watch`."""

    old_la_code: str
    frequency: str
    measure: str
    unit: str
    time_period: int
    value: float
    expected: float
    z: float
    total: float
    xmr_label: str | None
    state: str
    since: int
    given_up: bool
    known_on: dt.date


def read_authority(
    code: str, frequency: str, own: pd.DataFrame, in_year: InYear, policy: WatchPolicy
) -> list[Reading]:
    """Return the readings of one authority's returns of one frequency, in order of period.

    Args:
        code: authority.
        frequency: monthly or quarterly.
        own: every release of its figures: measure, time_period, value, published, release.
        in_year: the declared measures.
        policy: thresholds.
    """
    return [
        reading
        for vintage in vintages(own, frequency)
        for name, watched in policy.measures.items()
        for reading in _readings(code, frequency, name, vintage, watched, in_year, policy)
    ]


def _readings(
    code: str, frequency: str, name: str, vintage: Vintage, watched: WatchedMeasure,
    in_year: InYear, policy: WatchPolicy,
) -> list[Reading]:  # fmt: skip
    kind, unit, figures = _figures(name, vintage, in_year)
    value, *_ = figures
    if np.isnan(value).all():
        return []
    season = MONTHS_IN_YEAR // MONTHS[frequency]
    one_row: Figures = (figures[0][None], figures[1][None], figures[2][None])
    limits = policy.limits(frequency)
    followed = follow_measure(kind, one_row, watched, limits, season)
    doubtful = followed.track.total[0] >= limits.doubt
    track = followed.track
    return [
        Reading(
            code, frequency, name, unit, vintage.periods[t], value[t], followed.expected[0, t],
            track.z[0, t], track.total[0, t], _xmr_label(value[: t + 1], watched),
            _state(value[t], followed, t, bool(doubtful[t]), watched),
            vintage.periods[_since(track.total[0], t)], bool(track.given_up[0, t]), vintage.day,
        )
        for t in vintage.new
    ]  # fmt: skip


def _figures(name: str, vintage: Vintage, in_year: InYear) -> tuple[Scale, str, Figures]:
    """Return scale, unit and value, part and whole; counts go before a percentage as returned."""
    measure = in_year.measures[name]
    said = vintage.of(name)
    part_name, whole_name = measure.part or name, measure.whole or measure.part_of
    part, whole = vintage.of(part_name), vintage.of(whole_name)
    there = (whole > 0) & ~np.isnan(part)
    nothing = np.full(said.shape, np.nan)
    ratio = np.divide(part, whole, out=nothing.copy(), where=there)
    if measure.unit == "ratio":
        return "ratio", "ratio", (np.where(there, ratio, said), nothing, nothing)
    if measure.unit == "percentage":
        value = np.where(there, 100 * ratio, said)
        people = in_year.measures[part_name].unit == "count"
        return "share", "%", (value, *((part, whole) if people else (nothing, nothing)))
    # A count is read as a share of its whole where at least half of the periods know the whole.
    if whole_name and 2 * there.sum() >= (~np.isnan(said)).sum() > 0:
        return "share", "%", (100 * ratio, part, whole)
    return "count", "count", (said, nothing, nothing)


def _xmr_label(values: FloatArray, watched: WatchedMeasure) -> str | None:
    if (~np.isnan(values)).sum() < FEWEST_BASELINE:
        return None
    return str(xmr(values, improvement=IMPROVEMENT[watched.slip]).label[-1])


def _state(
    value: float, followed: Followed, t: int, doubtful: bool, watched: WatchedMeasure
) -> str:
    track = followed.track
    if np.isnan(value):
        return "missing"
    if not track.judged[0, t]:
        return "not_enough_history"
    if track.slipping[0, t]:
        return "notable" if watched.slip == "either_way" else "slip"
    return "rising_doubt" if doubtful else "ordinary"


def _since(total: FloatArray, t: int) -> int:
    """Return the place of the first period of the rise that the sum is on."""
    nothing = np.flatnonzero(total[:t] == 0.0)
    return min(int(nothing[-1]) + 1, t) if nothing.size else t
