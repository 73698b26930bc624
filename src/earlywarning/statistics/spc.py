"""XmR charts: what is ordinary variation in a series, and what is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from earlywarning.statistics.numeric import BoolArray, FloatArray, IntArray, LabelArray, as_rows
from earlywarning.statistics.rows import exact_means
from earlywarning.statistics.spc_rules import (
    DIRECTION,
    SegmentLimits,
    segment_codes,
)

FEWEST_BASELINE = 12
SHORT_SEGMENT = 12
LIMIT_FACTOR = 2.66
NEAR_SHARE = 2 / 3
SCREEN_FACTOR = 3.267

Improvement = Literal["increase", "decrease", "neutral"]

_LABELS = np.array(list(DIRECTION))
_SIDES = np.array(list(DIRECTION.values()))
# What a point on neither side, on the high side and on the low side (-1, the last) means.
_MEANING: dict[str, LabelArray] = {
    "increase": np.array(["common_cause", "improvement", "concern"]),
    "decrease": np.array(["common_cause", "concern", "improvement"]),
    "neutral": np.array(["common_cause", "neutral_high", "neutral_low"]),
}


@dataclass(frozen=True, eq=False)
class Xmr:
    """An XmR chart of one series or of many, arrays in the shape of the values.

    `mean`, `lower`, `upper`, `near_lower`, `near_upper`: in the unit of the values, constant inside
    a segment, NaN where they cannot be told. `label`: the rule that fired. `meaning`: what it means
    for this indicator. `variation`: meaning of the last row. `assurance`: the target against the
    latest segment's limits: pass, fail, inconsistent, none or undetermined. Both are one word for
    one series, an array of one word each for many. `short`: the row's segment has 12 rows or fewer,
    read with care.
    """

    mean: FloatArray
    lower: FloatArray
    upper: FloatArray
    near_lower: FloatArray
    near_upper: FloatArray
    label: LabelArray
    meaning: LabelArray
    variation: str | LabelArray
    assurance: str | LabelArray
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
    """Chart series, their rows already in order of date.

    `values`: one series, or many along the last axis that share every option; NaN or None where
    missing; absent months are not gaps. `baseline`: limits from the first rows (12 or more) of each
    segment only, else from all. `rebase`: row numbers (from 0) at which a new segment starts.
    `screen`: leave moving ranges of at least 3.267 times their mean out of the limits, once. No
    limits, and no point outside them, when the mean moving range is 0 or has no range to stand on;
    trend and shift still apply.
    ValueError: a baseline under 12, a rebase that is not a row or is listed twice, an unknown
    improvement. Source: Wheeler 1993, 2000; NHS England Making Data Count.
    """
    series = as_rows(values)
    _check(improvement, baseline)
    starts = _segment_starts(rebase, series.shape[-1])
    lengths = np.diff([*starts, series.shape[-1]])
    segments = np.split(series, starts[1:], axis=-1)
    limits = [_limits(part[..., :baseline], screen=screen) for part in segments]
    codes = [segment_codes(*pair) for pair in zip(segments, limits, strict=True)]
    label = np.concatenate(codes, axis=-1)
    meaning = _MEANING[improvement][_SIDES[label]]
    lines = SegmentLimits(*(_along_rows(part, lengths) for part in zip(*limits, strict=True)))
    short = np.broadcast_to(np.repeat(lengths <= SHORT_SEGMENT, lengths), series.shape)
    return Xmr(
        mean=lines.mean,
        lower=lines.lower,
        upper=lines.upper,
        near_lower=lines.near_lower,
        near_upper=lines.near_upper,
        label=_LABELS[label],
        meaning=meaning,
        variation=_one_word(_last(meaning)),
        assurance=_one_word(_assurance(limits[-1], improvement, target)),
        short=short.copy(),
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
    mean = exact_means(basis)
    ranges = np.abs(np.diff(basis, axis=-1))
    if screen:
        widest = SCREEN_FACTOR * exact_means(ranges)
        ranges = np.where(ranges < widest[..., np.newaxis], ranges, np.nan)
    typical = exact_means(ranges)
    # A mean range of 0 would put every point that differs from the mean outside the limits.
    reach = np.where(typical > 0, LIMIT_FACTOR * typical, np.nan)
    near = NEAR_SHARE * reach
    return SegmentLimits(mean, mean - reach, mean + reach, mean - near, mean + near)


def _along_rows(per_segment: tuple[FloatArray, ...], lengths: IntArray) -> FloatArray:
    return np.repeat(np.stack(per_segment, axis=-1), lengths, axis=-1)


def _last(meaning: LabelArray) -> LabelArray:
    if meaning.shape[-1]:
        return np.asarray(meaning[..., -1])
    return np.full(meaning.shape[:-1], "common_cause")


def _assurance(limits: SegmentLimits, improvement: Improvement, target: float | None) -> LabelArray:
    if target is None or np.isnan(target) or improvement == "neutral":
        return np.full(limits.upper.shape, "none")
    good = improvement == "increase"
    above, below = target > limits.upper, target < limits.lower
    return np.select(
        [np.isnan(limits.upper), above, below],
        ["undetermined", "fail" if good else "pass", "pass" if good else "fail"],
        default="inconsistent",
    )


def _one_word(words: LabelArray) -> str | LabelArray:
    return words if words.ndim else str(words)
