"""The four rules of an XmR chart, read inside one segment, for any number of series at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from earlywarning.statistics.numeric import BoolArray, FloatArray, IntArray

RUN_POINTS = 7

# Every label with the side it speaks of; a label's code is its place here.
DIRECTION = {
    "common_cause": 0,
    "above_limit": 1,
    "below_limit": -1,
    "rising": 1,
    "falling": -1,
    "two_in_three_high": 1,
    "two_in_three_low": -1,
    "shift_high": 1,
    "shift_low": -1,
}


class SegmentLimits(NamedTuple):
    """Centre line and limits of one segment of each series; NaN when they cannot be told."""

    mean: FloatArray
    lower: FloatArray
    upper: FloatArray
    near_lower: FloatArray
    near_upper: FloatArray


def segment_codes(values: FloatArray, limits: SegmentLimits) -> IntArray:
    """Return one code per point, in the shape of `values`; the first rule that holds wins.

    Order: outside the limits, trend of seven, two in three near a limit, shift of seven. A missing
    point is common cause and breaks every window. Source: NHS England Making Data Count.
    """
    mean, lower, upper, near_lower, near_upper = (part[..., np.newaxis] for part in limits)
    side = np.sign(values - mean)
    above, below = values > upper, values < lower
    trend = _trend_direction(values)
    near = ((values > near_upper) & ~above) | ((values < near_lower) & ~below)
    two = _two_in_three(side, near)
    shift = _cover(_one_sign(side, RUN_POINTS), RUN_POINTS, values.shape[-1])
    conditions = [
        above,
        below,
        trend > 0,
        trend < 0,
        two & (side > 0),
        two & (side < 0),
        shift & (side > 0),
        shift & (side < 0),
    ]
    codes = np.arange(1, len(DIRECTION), dtype=np.int64)
    return np.select(conditions, list(codes), default=0)


def _one_sign(signs: FloatArray, width: int) -> BoolArray:
    """Tell for each window whether all its signs are +1 or all -1; NaN and 0 never are."""
    if signs.shape[-1] < width:
        return np.zeros((*signs.shape[:-1], 0), dtype=np.bool_)
    return np.asarray(np.abs(sliding_window_view(signs, width, axis=-1).sum(axis=-1)) == width)


def _cover(windows: BoolArray, width: int, size: int) -> BoolArray:
    """Mark every point of every window that holds."""
    marked = np.zeros((*windows.shape[:-1], size), dtype=np.bool_)
    starts = windows.shape[-1]
    for offset in range(width if starts else 0):
        marked[..., offset : offset + starts] |= windows
    return marked


def _trend_direction(values: FloatArray) -> FloatArray:
    size = values.shape[-1]
    steps = np.sign(np.diff(values, axis=-1))
    marked = _cover(_one_sign(steps, RUN_POINTS - 1), RUN_POINTS, size)
    none = np.zeros((*values.shape[:-1], 1))
    onward = np.concatenate([steps, none], axis=-1)[..., :size]
    arriving = np.concatenate([none, steps], axis=-1)[..., :size]
    # A point that two trends share takes the direction it leaves by. An equal next value has no
    # direction, so there the step that led to the point decides.
    next_marked = np.concatenate([marked[..., 1:], none > 0], axis=-1)[..., :size]
    return np.where(marked, np.where(next_marked & (onward != 0), onward, arriving), 0.0)


def _two_in_three(side: FloatArray, near: BoolArray) -> BoolArray:
    same = _one_sign(side, 3)
    if not same.shape[-1]:
        return np.zeros(side.shape, dtype=np.bool_)
    enough = sliding_window_view(near, 3, axis=-1).sum(axis=-1) >= 2
    return _cover(same & enough, 3, side.shape[-1]) & near
