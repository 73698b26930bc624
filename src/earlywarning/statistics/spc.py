"""XmR charts: what is ordinary variation in one series, and what is not."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from earlywarning.statistics.numeric import (
    BoolArray,
    FloatArray,
    as_series,
    exact_mean,
    present,
)
from earlywarning.statistics.spc_rules import (
    DIRECTION,
    LabelArray,
    SegmentLimits,
    segment_labels,
)

FEWEST_BASELINE = 12
SHORT_SEGMENT = 12
LIMIT_FACTOR = 2.66
NEAR_SHARE = 2 / 3
SCREEN_FACTOR = 3.267

Improvement = Literal["increase", "decrease", "neutral"]
Assurance = Literal["pass", "fail", "inconsistent", "none", "undetermined"]

_MEANING: dict[str, tuple[str, str]] = {
    "increase": ("improvement", "concern"),
    "decrease": ("concern", "improvement"),
    "neutral": ("neutral_high", "neutral_low"),
}


@dataclass(frozen=True, eq=False)
class Xmr:
    """An XmR chart, one entry per row in every array.

    `mean`, `lower`, `upper`, `near_lower`, `near_upper`: in the unit of the values, constant inside
    a segment, NaN where they cannot be told. `label`: the rule that fired. `meaning`: what it means
    for this indicator. `variation`: meaning of the last row. `assurance`: the target against the
    latest segment's limits. `short`: the row's segment has 12 rows or fewer, read with care.
    """

    mean: FloatArray
    lower: FloatArray
    upper: FloatArray
    near_lower: FloatArray
    near_upper: FloatArray
    label: LabelArray
    meaning: LabelArray
    variation: str
    assurance: Assurance
    short: BoolArray


def xmr(
    values: ArrayLike,
    *,
    baseline: int | None = None,
    rebase: Iterable[int] = (),
    improvement: Improvement = "decrease",
    target: float | None = None,
    screen: bool = True,
) -> Xmr:
    """Chart one series, its rows already in order of date.

    `values`: one number per row, NaN or None where missing; absent months are not gaps. `baseline`:
    limits from the first rows (12 or more) of each segment only, else from all. `rebase`: row
    numbers (from 0) at which a new segment starts. `screen`: leave moving ranges of at least 3.267
    times their mean out of the limits, once. No limits, and no point outside them, when the mean
    moving range is 0 or has no range to stand on; trend and shift still apply.
    ValueError: a baseline under 12, a rebase that is not a row or is listed twice, an unknown
    improvement. Source: Wheeler 1993, 2000; NHS England Making Data Count.
    """
    series = as_series(values)
    _check(improvement, baseline)
    starts = _segment_starts(rebase, series.size)
    lengths = np.diff([*starts, series.size])
    segments = np.split(series, starts[1:])
    limits = [_limits(part[:baseline], screen=screen) for part in segments]
    label = np.concatenate([segment_labels(*pair) for pair in zip(segments, limits, strict=True)])
    meaning = _meaning(label, improvement)
    mean, lower, upper, near_lower, near_upper = np.repeat(np.array(limits).T, lengths, axis=1)
    return Xmr(
        mean,
        lower,
        upper,
        near_lower,
        near_upper,
        label=label,
        meaning=meaning,
        variation=str(meaning[-1]) if meaning.size else "common_cause",
        assurance=_assurance(limits[-1], improvement, target),
        short=np.repeat(lengths <= SHORT_SEGMENT, lengths),
    )


def _check(improvement: str, baseline: int | None) -> None:
    if improvement not in _MEANING:
        raise ValueError(f"improvement must be one of {', '.join(_MEANING)}, not {improvement}")
    if baseline is not None and baseline < FEWEST_BASELINE:
        raise ValueError(f"a baseline needs at least {FEWEST_BASELINE} rows, not {baseline}")


def _segment_starts(rebase: Iterable[int], rows: int) -> list[int]:
    listed = list(rebase)
    for row in listed:
        if isinstance(row, bool) or not isinstance(row, int | np.integer) or not 0 <= row < rows:
            raise ValueError(f"rebase at {row!r} is not one of the {rows} rows (counted from 0)")
    if len(set(listed)) != len(listed):
        raise ValueError("a rebase row is listed twice")
    return sorted({0, *(int(row) for row in listed)})


def _limits(basis: FloatArray, *, screen: bool) -> SegmentLimits:
    mean = exact_mean(present(basis))
    ranges = present(np.abs(np.diff(basis)))
    if screen:
        ranges = ranges[ranges < SCREEN_FACTOR * exact_mean(ranges)]
    typical = exact_mean(ranges)
    # A mean range of 0 would put every point that differs from the mean outside the limits.
    reach = LIMIT_FACTOR * typical if typical > 0 else math.nan
    near = NEAR_SHARE * reach
    return SegmentLimits(mean, mean - reach, mean + reach, mean - near, mean + near)


def _meaning(label: LabelArray, improvement: Improvement) -> LabelArray:
    high, low = _MEANING[improvement]
    words = {0: "common_cause", 1: high, -1: low}
    return np.array([words[DIRECTION[str(word)]] for word in label], dtype=np.str_)


def _assurance(limits: SegmentLimits, improvement: Improvement, target: float | None) -> Assurance:
    if target is None or math.isnan(target) or improvement == "neutral":
        return "none"
    if math.isnan(limits.upper):
        return "undetermined"
    if limits.lower <= target <= limits.upper:
        return "inconsistent"
    return "fail" if (target > limits.upper) == (improvement == "increase") else "pass"
