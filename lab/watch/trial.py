"""One trial: how soon a slip is told of, and how often something is told where nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from earlywarning.definitions.in_year import MONTHS
from earlywarning.definitions.policy import WatchPolicy
from earlywarning.scoring.watch.following import follow_measure
from earlywarning.scoring.watch.scale import Scale
from earlywarning.statistics.numeric import BoolArray, FloatArray
from lab.watch.baselines import ears_points, xmr_points
from lab.watch.nation import Drawn, WatchedNation
from lab.watch.quarters import by_quarter

SCALES: dict[str, Scale] = {
    "assessments_45_days_pct": "share", "rereferral_pct": "share", "unallocated_cases": "share",
    "vacancy_rate": "share", "caseload": "ratio", "referrals": "count", "contacts": "count",
}  # fmt: skip
DETECTORS = ("watch", "xmr", "ears_c2")
NEVER = np.inf
# A level this far below its own past year, in points, is no false alert, whoever meant it.
TRULY_MOVED = 5.0


@dataclass(frozen=True, eq=False)
class Told:
    """When a detector was raised: rows of authorities, columns of periods, by measure.

    `beside`: two-sided measures, which are shown and raise nothing.
    """

    frequency: str
    raised: dict[str, BoolArray]
    beside: dict[str, BoolArray]

    @property
    def months(self) -> int:
        """Return the months in a period."""
        return MONTHS[self.frequency]

    def together(self) -> BoolArray:
        """Return when any measure was raised."""
        return np.asarray(np.any(list(self.raised.values()), axis=0))


def tell(
    nation: WatchedNation,
    detector: str,
    frequency: str,
    policy: WatchPolicy,
    only: tuple[str, ...] = (),
) -> Told:
    """Let a detector read a nation; only the watch has a reading of two-sided measures."""
    raised: dict[str, BoolArray] = {}
    beside: dict[str, BoolArray] = {}
    for name, watched in policy.measures.items():
        either_way = watched.slip == "either_way"
        if (only and name not in only) or (either_way and detector != "watch"):
            continue
        drawn = nation.measures[name]
        drawn = drawn if frequency == "monthly" else by_quarter(name, drawn)
        into = beside if either_way else raised
        into[name] = _raised(name, drawn, detector, frequency, policy)
    return Told(frequency, raised, beside)


def _raised(
    name: str, drawn: Drawn, detector: str, frequency: str, policy: WatchPolicy
) -> BoolArray:
    watched = policy.measures[name]
    if detector == "watch":
        season = 12 // MONTHS[frequency]
        limits = policy.limits(frequency)
        return follow_measure(SCALES[name], drawn.figures, watched, limits, season).track.slipping
    points: Callable[[FloatArray], BoolArray] = xmr_points if detector == "xmr" else ears_points
    return points(drawn.value if watched.slip == "rise" else -drawn.value)


def alerts(raised: BoolArray, cool_down: int) -> BoolArray:
    """Return where alerts begin: held while raised, and not again until the cool-down is over."""
    begins = np.zeros(raised.shape, dtype=np.bool_)
    held = np.zeros(len(raised), dtype=np.bool_)
    ended = np.full(len(raised), -cool_down - 1)
    for t in range(raised.shape[1]):
        ended = np.where(held & ~raised[:, t], t, ended)
        begins[:, t] = ~held & raised[:, t] & (t - ended > cool_down)
        held = held & raised[:, t] | begins[:, t]
    return begins


def delays(nation: WatchedNation, told: Told) -> tuple[FloatArray, BoolArray]:
    """Return months from the start of each slip to the end of the period that raised it.

    Returns:
        Months, 1 for the slip's own first month, infinite where never raised; and which
        authorities were raised already in the period before the slip, where it cannot be told.
    """
    raised = told.together()
    ends = (np.arange(raised.shape[1]) + 1) * told.months - 1
    since = ends[None, :] - nation.starts[:, None] + 1
    after = np.where(raised & (since >= 1), since, NEVER).min(axis=1)
    before = np.maximum(nation.starts // told.months - 1, 0)
    return after, raised[np.arange(len(raised)), before]


def truly_moved(nation: WatchedNation, begins: BoolArray) -> float:
    """Return the share of alerts on assessments, by month, at which the true level had fallen."""
    truth = 100 * nation.assessed_in_time
    rows, months = np.nonzero(begins)
    fell = [
        truth[row, t - 14 : t - 2].mean() - truth[row, t] >= TRULY_MOVED
        for row, t in zip(rows, months, strict=True)
    ]
    return float(np.mean(fell)) if fell else np.nan
