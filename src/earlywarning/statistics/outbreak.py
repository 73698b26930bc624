"""Outbreak-style alarms on monthly counts: the newest month against the seven before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from earlywarning.statistics.numeric import (
    BoolArray,
    FloatArray,
    as_rows,
    normal_quantile,
)
from earlywarning.statistics.rows import exact_means, exact_sums

BASELINE_MONTHS = 7
ALARM_LEVEL = 0.998  # two-sided, so 0.001 in the upper tail


@dataclass(frozen=True, eq=False)
class Ears:
    """Upper bound and alarm per month; the bound is NaN where no baseline can be told."""

    upper: FloatArray
    alarm: BoolArray


def ears_c1(values: ArrayLike) -> Ears:
    """Compare each month with the mean and sample SD of the seven months just before.

    `values`: counts, one per month without gaps, NaN where missing; one series, or many along the
    last axis. First bound in the eighth
    month. A missing month leaves every bound that needs it undefined, and has no alarm itself. A
    baseline without spread alarms at any rise. Source: EARS C1 (Hutwagner et al 2003).
    """
    return _ears(as_rows(values), lag=0)


def ears_c2(values: ArrayLike) -> Ears:
    """Compare as `ears_c1` does, the baseline ending three months back; first bound in the tenth.

    The gap keeps a slow rise from lifting its own baseline. Source: EARS C2.
    """
    return _ears(as_rows(values), lag=2)


def _ears(series: FloatArray, lag: int) -> Ears:
    first = BASELINE_MONTHS + lag
    upper = np.full(series.shape, np.nan)
    if series.shape[-1] > first:
        windows = sliding_window_view(series, BASELINE_MONTHS, axis=-1)
        upper[..., first:] = _bound(windows[..., : series.shape[-1] - first, :])
    return Ears(upper, np.asarray(series > upper))


def _bound(baseline: FloatArray) -> FloatArray:
    # Exact sums, so that a constant baseline has its own value as mean and no spread.
    mean = exact_means(baseline)
    squares = exact_sums((baseline - mean[..., np.newaxis]) ** 2)
    bound = mean + normal_quantile(ALARM_LEVEL) * np.sqrt(squares / (BASELINE_MONTHS - 1))
    return np.where(np.isnan(baseline).any(axis=-1), np.nan, bound)
