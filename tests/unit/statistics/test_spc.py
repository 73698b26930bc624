"""XmR charts by hand: limits, each rule, meaning, assurance and refusals."""

import math

import numpy as np
import pytest

from earlywarning.statistics.spc import xmr

NOISE = [10, 12, 9, 11, 13, 8, 10, 12, 9, 11, 10, 12, 9]


def test_limits_by_hand():
    chart = xmr([10, 12, 10, 12, 10, 12], screen=False)
    assert (chart.mean[0], chart.lower[0]) == (11, pytest.approx(11 - 5.32))
    assert chart.near_upper[0] == pytest.approx(11 + 5.32 * 2 / 3)


def test_screening_drops_the_wild_range_once():
    values = [*NOISE, 60, *NOISE]
    ranges = np.abs(np.diff(values))
    kept = ranges[ranges < 3.267 * ranges.mean()]
    chart = xmr(values)
    assert chart.upper[0] == pytest.approx(np.mean(values) + 2.66 * kept.mean())
    assert chart.upper[0] < xmr(values, screen=False).upper[0]
    assert chart.label[13] == "above_limit"


@pytest.mark.parametrize("screen", [True, False])
@pytest.mark.parametrize("value", [0.1, 5.0])
def test_constant_series_has_no_limits_and_no_signal(value, screen):
    chart = xmr([value] * 20, screen=screen, target=3)
    assert np.isnan(chart.upper).all()
    assert set(chart.label) == {"common_cause"}
    assert chart.assurance == "undetermined"


def test_one_jump_is_not_outside_limits_that_cannot_be_told():
    chart = xmr([5.0] * 15 + [9.0])
    assert np.isnan(chart.upper).all()
    assert not set(chart.label) & {"above_limit", "below_limit"}
    assert chart.label[0] == "shift_low"


def test_trend_needs_seven_points_and_no_tie():
    long_run = [*NOISE, 7, 8, 9, 10, 11, 12, 13]
    assert list(xmr(long_run).label[-7:]) == ["rising"] * 7
    assert "rising" not in xmr([*NOISE, 8, 9, 10, 11, 12, 13, 12]).label[13:]
    assert "rising" not in xmr([*NOISE, 7, 8, 9, 9, 11, 12, 13]).label
    assert "rising" not in xmr([*NOISE, 7, 8, 9, math.nan, 11, 12, 13]).label


def test_shared_peak_is_labelled_with_the_fall():
    climb = [7, 8, 9, 10, 11, 12, 13]
    chart = xmr([*NOISE, 8, *climb, 12, 11, 10, 9, 8, 7, *NOISE])
    peak = 14 + 6
    assert chart.label[peak - 1] == "rising"
    assert chart.label[peak] == "falling"


def test_seven_rising_points_only():
    chart = xmr([1, 2, 3, 4, 5, 6, 7])
    assert list(chart.label) == ["below_limit", *["rising"] * 5, "above_limit"]
    assert chart.short.all()


def test_shift_is_marked_looking_back_and_broken_by_the_mean():
    base = [9, 11] * 8
    chart = xmr([*base, *[9.2, 9.1] * 4], baseline=16)
    assert list(chart.label[-8:]) == ["shift_low"] * 8
    broken = xmr([*base, 9.2, 9.1, 9.2, 10, 9.1, 9.2, 9.1, 9.2], baseline=16)
    assert "shift_low" not in broken.label


def test_two_in_three_marks_only_the_close_points():
    base = [9, 11] * 8  # mean 10, limits 10 -/+ 5.32, near limits 10 -/+ 3.55
    chart = xmr([*base, 14, 10.5, 14, 9], baseline=16)
    assert list(chart.label[-4:-1]) == ["two_in_three_high", "common_cause", "two_in_three_high"]
    assert "two_in_three_high" not in xmr([*base, 14, 9.5, 14], baseline=16).label
    assert "two_in_three_high" not in xmr([*base, 14, 10.5, 6, 9], baseline=16).label
    beyond = xmr([*base, 16, 14, 10.5, 9], baseline=16).label
    assert list(beyond[-4:]) == ["above_limit", *["common_cause"] * 3]


def test_limit_itself_is_inside():
    chart = xmr([9, 11] * 8)
    at_limit = xmr([*[9, 11] * 8, chart.upper[0]], baseline=16)
    assert at_limit.label[-1] == "common_cause"
    above = xmr([*[9, 11] * 8, np.nextafter(chart.upper[0], 99)], baseline=16)
    assert above.label[-1] == "above_limit"


@pytest.mark.parametrize(
    ("improvement", "high", "low"),
    [
        ("increase", "improvement", "concern"),
        ("decrease", "concern", "improvement"),
        ("neutral", "neutral_high", "neutral_low"),
    ],
)
def test_meaning_follows_direction(improvement, high, low):
    base = [9, 11] * 8
    assert xmr([*base, 30], improvement=improvement, baseline=16).variation == high
    assert xmr([*base, -30], improvement=improvement, baseline=16).variation == low
    assert xmr([*base, 30, None], improvement=improvement, baseline=16).variation == "common_cause"


@pytest.mark.parametrize(
    ("improvement", "target", "assurance"),
    [
        ("increase", 20, "fail"),
        ("increase", 0, "pass"),
        ("decrease", 20, "pass"),
        ("decrease", 0, "fail"),
        ("decrease", 10, "inconsistent"),
        ("neutral", 20, "none"),
        ("decrease", None, "none"),
    ],
)
def test_assurance(improvement, target, assurance):
    assert xmr([9, 11] * 8, improvement=improvement, target=target).assurance == assurance


def test_target_on_the_limit_is_inconsistent():
    chart = xmr([9, 11] * 8)
    assert xmr([9, 11] * 8, target=float(chart.upper[0])).assurance == "inconsistent"


def test_short_segments_carry_a_warning():
    chart = xmr([*NOISE, *NOISE[:12]], rebase=[13])
    assert list(chart.short) == [False] * 13 + [True] * 12


@pytest.mark.parametrize("rebase", [[-1], [13], [2.5], [3, 3], [True]])
def test_rebase_must_be_a_row(rebase):
    with pytest.raises(ValueError, match="rebase"):
        xmr(NOISE, rebase=rebase)


def test_other_nonsense_is_refused():
    with pytest.raises(ValueError, match="baseline"):
        xmr(NOISE, baseline=11)
    with pytest.raises(ValueError, match="improvement"):
        xmr(NOISE, improvement="up")
