"""One measure of many authorities, from figures as returned to what the watch says of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from earlywarning.definitions.policy import WatchedMeasure, WatchLimits
from earlywarning.scoring.watch.detector import Track, follow
from earlywarning.scoring.watch.scale import Scale, back, on_scale, prior_spread
from earlywarning.statistics.numeric import FloatArray

TOWARDS = {"fall": (-1.0,), "rise": (1.0,), "either_way": (1.0, -1.0)}


@dataclass(frozen=True, eq=False)
class Followed:
    """What the watch says of a measure, in its own unit: rows of series, columns of periods."""

    expected: FloatArray
    track: Track


def follow_measure(
    kind: Scale,
    figures: tuple[FloatArray, FloatArray, FloatArray],
    measure: WatchedMeasure,
    limits: WatchLimits,
    season: int,
) -> Followed:
    """Follow a measure of many authorities against their own past.

    Args:
        kind: the scale of the measure.
        figures: value, part and whole, each with rows of authorities and columns of consecutive
            periods, NaN where missing.
        measure: which way it slips and how far it ordinarily moves.
        limits: thresholds of this kind of return.
        season: periods in a year.
    """
    y, chance = on_scale(kind, *figures)
    tracks = [
        follow(
            y, chance, lambda level: prior_spread(kind, measure.ordinary_spread, level),
            way, limits, seasonal=measure.seasonal_share, season=season,
        )
        for way in TOWARDS[measure.slip]
    ]  # fmt: skip
    track = tracks[0] if len(tracks) == 1 else _either(*tracks)
    return Followed(back(kind, track.expected), track)


def _either(up: Track, down: Track) -> Track:
    """Return the way that has gone further, period by period."""
    higher = up.total >= down.total

    def chosen(name: str) -> FloatArray:
        return np.asarray(np.where(higher, getattr(up, name), getattr(down, name)))

    return Track(
        expected=chosen("expected"), spread=chosen("spread"), z=chosen("z"), total=chosen("total"),
        slipping=up.slipping | down.slipping, judged=up.judged | down.judged,
        given_up=up.given_up | down.given_up,
    )  # fmt: skip
