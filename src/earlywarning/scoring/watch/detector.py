"""A one-sided cumulative sum over many series at once, each against its own past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from earlywarning.definitions.policy import WatchLimits
from earlywarning.scoring.watch.memory import Vintage
from earlywarning.statistics.numeric import BoolArray, FloatArray

# The sum stops here, so that a long slip does not take as long again to clear.
_HIGHEST = 2.0


@dataclass(frozen=True, eq=False)
class Track:
    """What the watch says of each series (rows) and period (columns).

    `expected` and `spread`: on the scale, NaN without enough history. `z`: distance from expected,
    positive is high. `total`: the cumulative sum towards the slip. `slipping`: raised and not yet
    cleared. `judged`: there was enough history and a value. `given_up`: a slip that has lasted so
    long that its level is what is expected from here on.
    """

    expected: FloatArray
    spread: FloatArray
    z: FloatArray
    total: FloatArray
    slipping: BoolArray
    judged: BoolArray
    given_up: BoolArray

    def note(
        self, t: int, expected: FloatArray, spread: FloatArray, z: FloatArray, total: FloatArray,
        slipping: BoolArray, given_up: BoolArray,
    ) -> None:  # fmt: skip
        """Write down one period."""
        self.expected[:, t], self.spread[:, t], self.z[:, t] = expected, spread, z
        self.total[:, t], self.slipping[:, t], self.given_up[:, t] = total, slipping, given_up
        self.judged[:, t] = ~np.isnan(z)


def follow(
    y: FloatArray,
    chance: FloatArray,
    prior: Callable[[FloatArray], FloatArray],
    towards: float,
    limits: WatchLimits,
    *,
    seasonal: float = 0.0,
    season: int = 12,
) -> Track:
    """Follow series period by period; the state at a period rests on that period and those before.

    Expected is a weighted mean of the past that ends `gap` periods back, so that a slow slip does
    not lift its own expectation. The spread is the size of past errors beyond chance, drawn towards
    `prior`, so that drift and unadjusted seasons widen it. Periods in a slip are no part of what is
    expected. The sum grows by the distance less an allowance (Page 1954); a missing period adds
    nothing and lets it fade.

    Args:
        y: rows of series, columns of consecutive periods, on the scale; NaN is missing.
        chance: variance that chance gives each number.
        prior: gives the ordinary spread beside chance for levels on the scale.
        towards: +1 where a rise is a slip, -1 where a fall is.
        limits: thresholds.
        seasonal: share of last year's distance in the same period that is expected again.
        season: periods in a year.
    """
    track = _empty(y.shape)
    memory, state = Vintage(len(y)), _State(len(y))
    usable, away = np.zeros(y.shape, dtype=np.bool_), np.full(y.shape, np.nan)
    kept = 1 - limits.memory
    for t in range(y.shape[1]):
        if (old := t - limits.gap - 1) >= 0:
            memory.add(kept, usable[:, old], y[:, old], chance[:, old])
        level = memory.expected(limits.fewest)
        repeated = np.nan_to_num(away[:, t - season]) if t >= season else 0.0
        away[:, t] = y[:, t] - level
        spread = memory.spread(prior(level), limits.prior_periods, chance[:, t])
        z = (away[:, t] - seasonal * repeated) / spread
        judged = ~np.isnan(z)
        state.step(z * towards, judged, limits, t)
        usable[:, t] = ~np.isnan(y[:, t]) & ~state.slipping
        memory.add_error(kept, judged & ~state.slipping, z, spread, chance[:, t])
        given_up = state.too_long(limits, t)
        _take_as_ordinary(given_up, memory, state, y[:, : t + 1], chance)
        track.note(t, level + seasonal * repeated, spread, z, state.total, state.slipping, given_up)
    return track


def _empty(shape: tuple[int, ...]) -> Track:
    numbers = (np.full(shape, np.nan) for _ in range(4))
    return Track(*numbers, *(np.zeros(shape, dtype=np.bool_) for _ in range(3)))


def _take_as_ordinary(
    given_up: BoolArray, memory: Vintage, state: _State, y: FloatArray, chance: FloatArray
) -> None:
    """Expect from here on the level of a slip that has lasted too long to be one."""
    for row in np.flatnonzero(given_up).tolist():
        since = slice(int(state.began[row]), y.shape[1])
        memory.restart(row, y[row, since], chance[row, since])
    state.end(given_up)


class _State:
    """The cumulative sum of each series, and whether it is in a slip."""

    def __init__(self, rows: int) -> None:
        self.total = np.zeros(rows)
        self.slipping = np.zeros(rows, dtype=np.bool_)
        self.began = np.zeros(rows, dtype=int)
        self.missed = np.zeros(rows, dtype=int)

    def step(self, z: FloatArray, judged: BoolArray, limits: WatchLimits, t: int) -> None:
        """Take in one period's distance towards the slip."""
        step = np.minimum(np.nan_to_num(z), limits.most_in_one_period) - limits.allowance
        grown = np.clip(self.total + step, 0.0, _HIGHEST * limits.raised)
        self.total = np.where(judged, grown, self.total * limits.kept_over_gap)
        self.missed = np.where(judged, 0, self.missed + 1)
        forgotten = self.missed > limits.longest_gap
        starts = judged & ~self.slipping & (self.total >= limits.raised)
        self.began = np.where(starts, t, self.began)
        self.end(forgotten | self.slipping & judged & (self.total <= limits.cleared))
        self.slipping = self.slipping | starts

    def too_long(self, limits: WatchLimits, t: int) -> BoolArray:
        """Tell which slips have lasted so long that they are what is ordinary now."""
        return np.asarray(self.slipping & (t - self.began + 1 >= limits.longest_slip))

    def end(self, ended: BoolArray) -> None:
        """Begin again from nothing where a slip has ended or returns have stopped."""
        self.slipping = self.slipping & ~ended
        self.total = np.where(ended, 0.0, self.total)
