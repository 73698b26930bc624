"""What the watch says of each measure of an authority, period by period, as it was known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlywarning.definitions.in_year import MONTHS, InYear
from earlywarning.definitions.policy import WatchedMeasure, WatchPolicy
from earlywarning.scoring.watch.detector import Track
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


@dataclass(frozen=True, eq=False)
class _Job:
    """One measure of one authority as known on one day."""

    code: str
    vintage: Vintage
    unit: str
    figures: Figures


def read_all(
    returned: pd.DataFrame, frequency: str, in_year: InYear, policy: WatchPolicy
) -> list[Reading]:
    """Return the readings of all returns of one frequency.

    Args:
        returned: every release of every figure of this frequency: old_la_code, measure,
            time_period, value, published, release.
        frequency: monthly or quarterly.
        in_year: the declared measures.
        policy: thresholds.
    """
    known = [
        (str(code), vintage)
        for code, own in returned.groupby("old_la_code", sort=True)
        for vintage in vintages(own, frequency)
    ]
    out: list[Reading] = []
    for name, watched in policy.measures.items():
        jobs: dict[Scale, list[_Job]] = {}
        for code, vintage in known:
            kind, unit, figures = _figures(name, vintage, in_year)
            if not np.isnan(figures[0]).all():
                jobs.setdefault(kind, []).append(_Job(code, vintage, unit, figures))
        for kind, some in jobs.items():
            # All days of all authorities at once: each is a series of its own.
            followed = follow_measure(
                kind, _stacked(some), watched, policy.limits(frequency),
                MONTHS_IN_YEAR // MONTHS[frequency],
            )  # fmt: skip
            for row, job in enumerate(some):
                out += _readings(name, frequency, job, followed, row, policy)
    return out


def _stacked(jobs: list[_Job]) -> Figures:
    """Return figures with a row per job, filled up with missing periods at the end."""
    longest = max(len(job.vintage.periods) for job in jobs)
    out = np.full((3, len(jobs), longest), np.nan)
    for row, job in enumerate(jobs):
        out[:, row, : len(job.vintage.periods)] = job.figures
    return out[0], out[1], out[2]


def _readings(
    name: str, frequency: str, job: _Job, followed: Followed, row: int, policy: WatchPolicy
) -> list[Reading]:
    track, periods, value = followed.track, job.vintage.periods, job.figures[0]
    watched, doubt = policy.measures[name], policy.limits(frequency).doubt
    return [
        Reading(
            job.code, frequency, name, job.unit, periods[t], float(value[t]),
            float(followed.expected[row, t]), float(track.z[row, t]), float(track.total[row, t]),
            _xmr_label(value[: t + 1], watched), _state(value[t], track, (row, t), doubt, watched),
            periods[_since(track.total[row], t)], bool(track.given_up[row, t]), job.vintage.day,
        )
        for t in job.vintage.new
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
    value: float, track: Track, at: tuple[int, int], doubt: float, watched: WatchedMeasure
) -> str:
    if np.isnan(value):
        return "missing"
    if not track.judged[at]:
        return "not_enough_history"
    if track.slipping[at]:
        return "notable" if watched.slip == "either_way" else "slip"
    return "rising_doubt" if track.total[at] >= doubt else "ordinary"


def _since(total: FloatArray, t: int) -> int:
    """Return the place of the first period of the rise that the sum is on."""
    nothing = np.flatnonzero(total[:t] == 0.0)
    return min(int(nothing[-1]) + 1, t) if nothing.size else t
