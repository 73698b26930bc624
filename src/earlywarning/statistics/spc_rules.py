"""The four rules of an XmR chart, read inside one segment."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from earlywarning.statistics.numeric import BoolArray, FloatArray

RUN_POINTS = 7

LabelArray = NDArray[np.str_]

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
    """Centre line and limits of one segment; limits are NaN when they cannot be told."""

    mean: float
    lower: float
    upper: float
    near_lower: float
    near_upper: float


def segment_labels(values: FloatArray, limits: SegmentLimits) -> LabelArray:
    """Return one label per point; the first rule that holds wins.

    Order: outside the limits, trend of seven, two in three near a limit, shift of seven. A missing
    point is common cause and breaks every window. Source: NHS England Making Data Count.
    """
    side = np.sign(values - limits.mean)
    above, below = values > limits.upper, values < limits.lower
    trend = _trend_direction(values)
    near = ((values > limits.near_upper) & ~above) | ((values < limits.near_lower) & ~below)
    two = _two_in_three(side, near)
    shift = _cover(_one_sign(side, RUN_POINTS), RUN_POINTS, values.size)
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
    return np.select(conditions, list(DIRECTION)[1:], default="common_cause")


def _one_sign(signs: FloatArray, width: int) -> BoolArray:
    """Tell for each window whether all its signs are +1 or all -1; NaN and 0 never are."""
    if signs.size < width:
        return np.zeros(0, dtype=np.bool_)
    return np.asarray(np.abs(sliding_window_view(signs, width).sum(axis=1)) == width)


def _cover(windows: BoolArray, width: int, size: int) -> BoolArray:
    """Mark every point of every window that holds."""
    marked = np.zeros(size, dtype=np.bool_)
    for offset in range(width if windows.size else 0):
        marked[offset : offset + windows.size] |= windows
    return marked


def _trend_direction(values: FloatArray) -> FloatArray:
    steps = np.sign(np.diff(values))
    marked = _cover(_one_sign(steps, RUN_POINTS - 1), RUN_POINTS, values.size)
    onward = np.append(steps, 0.0)[: values.size]
    arriving = np.insert(steps, 0, 0.0)[: values.size]
    # A point that two trends share takes the direction it leaves by. An equal next value has no
    # direction, so there the step that led to the point decides.
    leaves = np.append(marked[1:], False)[: values.size] & (onward != 0)
    return np.where(marked, np.where(leaves, onward, arriving), 0.0)


def _two_in_three(side: FloatArray, near: BoolArray) -> BoolArray:
    same = _one_sign(side, 3)
    if not same.size:
        return np.zeros(side.size, dtype=np.bool_)
    enough = sliding_window_view(near, 3).sum(axis=1) >= 2
    return _cover(same & enough, 3, side.size) & near
