"""Funnels without over-dispersion: limits that turn the intervals round, and words."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from earlywarning.statistics import (
    compared_with,
    crude_rate,
    proportion_limits,
    ratio_curve,
    standardised_ratio,
    wilson,
)


@given(st.floats(0.01, 0.99), st.integers(1, 5000), st.sampled_from([0.95, 0.998]))
def test_wilson_interval_of_a_unit_on_the_limit_ends_at_the_target(target, size, level):
    lower, upper = proportion_limits(target, size, level)
    if lower > 0:
        assert wilson(lower * size, size, level)[2] == pytest.approx(target)
    if upper < 1:
        assert wilson(upper * size, size, level)[1] == pytest.approx(target)


def test_proportion_limits_by_hand():
    lower, upper = proportion_limits(0.2, [100, 1, 0, None])
    assert lower[0] == pytest.approx(0.2 - 1.959964 * 0.04)
    assert upper[0] == pytest.approx(0.2 + 1.959964 * 0.04)
    assert lower[1] == 0
    assert np.isnan([lower[2:], upper[2:]]).all()
    assert proportion_limits(0.9, 2)[1] == 1
    with pytest.raises(ValueError, match="target"):
        proportion_limits(1.2, 10)


@given(st.integers(1, 400), st.sampled_from([0.95, 0.998]))
def test_curve_lies_where_the_exact_interval_ends(count, level):
    tail = (1 - level) / 2
    curve = ratio_curve(count, level)
    more, fewer = stats.chi2.isf(tail, 2 * count + 2) / 2, stats.chi2.ppf(tail, 2 * count) / 2
    assert (curve.expected_at_lower, curve.lower) == pytest.approx((more, count / more))
    assert (curve.expected_at_upper, curve.upper) == pytest.approx((fewer, count / fewer))


def test_curve_at_nothing_observed():
    curve = ratio_curve([0, None])
    assert curve.lower[0] == 0
    assert curve.expected_at_lower[0] == pytest.approx(3.688879)
    assert np.isnan([*curve.upper, curve.lower[1]]).all()
    with pytest.raises(ValueError, match="negative"):
        ratio_curve(-1)


@given(st.integers(1, 900), st.floats(0, 1), st.floats(0.05, 0.95))
def test_words_agree_with_the_limits(size, share, target):
    x = round(size * share)
    words = compared_with(target, wilson(x, size, 0.998)[1:], wilson(x, size)[1:])
    outer, inner = proportion_limits(target, size, 0.998), proportion_limits(target, size)
    clear = all(abs(x / size - limit) > 1e-9 for limit in (*outer, *inner))
    if clear:
        expected = "similar"
        for word, (lower, upper) in (("", inner), ("far_", outer)):
            expected = f"{word}below" if x / size < lower else expected
            expected = f"{word}above" if x / size > upper else expected
        assert words == expected


def test_words_by_hand():
    outer, inner = ([1, 2, 0, 0, None], [8, 9, 3, 4, 5]), ([2, 4, 1, 1, 1], [7, 8, 2, 3, 4])
    got = compared_with([9, 3, 2.5, 3, 3], outer, inner)
    assert list(got) == ["far_below", "above", "below", "similar", "unknown"]


def test_standardised_ratio_is_a_rate_on_what_was_expected():
    value, lower, upper = standardised_ratio([4, 30], [5.5, 20])
    assert list(value) == [4 / 5.5, 1.5]
    np.testing.assert_array_equal(lower, crude_rate([4, 30], [5.5, 20], per=1)[1])
    assert lower[1] < 1.5 < upper[1]
    assert math.isnan(standardised_ratio(None, 3)[0])
