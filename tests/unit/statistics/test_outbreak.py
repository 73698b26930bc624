"""Alarms on monthly counts."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from earlywarning.statistics.outbreak import ears_c1, ears_c2


def test_first_results_and_bound_by_hand():
    values = [3, 5, 4, 6, 2, 5, 3, 20, 4, 4, 4]
    bound = np.mean(values[:7]) + 3.0902323 * np.std(values[:7], ddof=1)
    one, two = ears_c1(values), ears_c2(values)
    assert list(np.isnan(one.upper)) == [True] * 7 + [False] * 4
    assert list(np.isnan(two.upper)) == [True] * 9 + [False] * 2
    assert one.upper[7] == pytest.approx(bound)
    assert two.upper[9] == pytest.approx(bound)
    assert list(np.flatnonzero(one.alarm)) == [7]
    assert not two.alarm.any()


def test_flat_baseline_alarms_at_any_rise_only():
    assert not ears_c1([0.1] * 12).alarm.any()
    assert ears_c1([0.1] * 7 + [0.2]).alarm[7]


@given(st.floats(-1e6, 1e6), st.integers(8, 30))
@example(0.1 * 3, 8)
def test_a_constant_series_never_alarms(value, months):
    for method in (ears_c1, ears_c2):
        result = method([value] * months)
        assert not result.alarm.any()
        assert (result.upper[-1] == value) or months < 10


def test_missing_month_leaves_bounds_undefined():
    result = ears_c1([1, 2, 3, None, 2, 1, 2, 90, 1, 2, 3])
    assert np.isnan(result.upper[:11]).all()
    assert not result.alarm.any()
    assert not ears_c1([1, 2, 1, 2, 1, 2, 1, math.nan]).alarm[7]
    assert ears_c2([]).upper.size == 0


@given(st.lists(st.integers(0, 50), max_size=30), st.integers(0, 99))
def test_later_months_never_change_earlier_ones(values, later):
    for method in (ears_c1, ears_c2):
        before, after = method(values), method([*values, later])
        np.testing.assert_array_equal(before.upper, after.upper[:-1])
        np.testing.assert_array_equal(before.alarm, after.alarm[:-1])
