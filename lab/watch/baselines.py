"""What the watch is held against: plain XmR rules and EARS C2, many series at once."""

from __future__ import annotations

import numpy as np

from earlywarning.statistics.numeric import BoolArray, FloatArray, normal_quantile
from earlywarning.statistics.spc import FEWEST_BASELINE, LIMIT_FACTOR, NEAR_SHARE, SCREEN_FACTOR
from earlywarning.statistics.spc_rules import RUN_POINTS

BASELINE_MONTHS = 7
ALARM_LEVEL = 0.998  # two-sided, so 0.001 in the upper tail
_C2_GAP = 2


def xmr_points(values: FloatArray) -> BoolArray:
    """Tell for each point, as the newest of its series, whether an XmR rule marks it as high.

    Limits come from all points so far, at least twelve, as on a chart that is redrawn every month.
    The same as `earlywarning.statistics.xmr` on every beginning of every row, read at its last
    point.

    Args:
        values: rows of series, columns of consecutive periods, high is towards the slip.
    """
    out = np.zeros(values.shape, dtype=np.bool_)
    for t in range(FEWEST_BASELINE - 1, values.shape[1]):
        out[:, t] = _newest_is_high(values[:, : t + 1])
    return out


def _mean(values: FloatArray) -> FloatArray:
    count = (~np.isnan(values)).sum(axis=1)
    none = np.full(len(values), np.nan)
    np.divide(np.nansum(values, axis=1), count, out=none, where=count > 0)
    return none


def _newest_is_high(known: FloatArray) -> BoolArray:
    mean = _mean(known)
    ranges = np.abs(np.diff(known, axis=1))
    kept = np.where(ranges < SCREEN_FACTOR * _mean(ranges)[:, None], ranges, np.nan)
    reach = LIMIT_FACTOR * _mean(kept)
    reach = np.where(reach > 0, reach, np.nan)
    away = known - mean[:, None]
    last = away[:, -1]
    near = (away[:, -3:] > NEAR_SHARE * reach[:, None]) & (away[:, -3:] <= reach[:, None])
    two_in_three = (away[:, -3:] > 0).all(axis=1) & (near.sum(axis=1) >= 2) & near[:, -1]
    shift = (away[:, -RUN_POINTS:] > 0).all(axis=1)
    rising = (np.diff(known[:, -RUN_POINTS:], axis=1) > 0).all(axis=1)
    falling = (np.diff(known[:, -RUN_POINTS:], axis=1) < 0).all(axis=1)
    enough = (~np.isnan(known)).sum(axis=1) >= FEWEST_BASELINE
    # An outside point goes first; then a trend, whichever way it leads, hides the other rules.
    inside = ~falling & ~(last < -np.nan_to_num(reach, nan=np.inf))
    return np.asarray(enough & ((last > reach) | inside & (rising | two_in_three | shift)))


def ears_points(values: FloatArray) -> BoolArray:
    """Tell for each point whether EARS C2 alarms at it: seven months, ending three before it.

    The gap keeps a slow rise from lifting its own baseline. Source: Hutwagner et al 2003.
    """
    out = np.zeros(values.shape, dtype=np.bool_)
    first = BASELINE_MONTHS + _C2_GAP
    for t in range(first, values.shape[1]):
        basis = values[:, t - first : t - _C2_GAP]
        upper = basis.mean(axis=1) + normal_quantile(ALARM_LEVEL) * basis.std(axis=1, ddof=1)
        out[:, t] = values[:, t] > upper
    return out
