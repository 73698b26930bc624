"""Trend tests by hand, by counting all orders, and as properties."""

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from earlywarning.statistics.trend import mann_kendall, sen_slope, trend_word

series = st.lists(st.integers(-20, 20), min_size=2, max_size=25)


@pytest.mark.parametrize(("n", "p"), [(2, 1), (3, 1 / 3), (5, 1 / 60), (9, 2 / math.factorial(9))])
def test_exact_p_of_a_steady_rise(n, p):
    assert mann_kendall(range(n)).p == pytest.approx(p)


def test_ten_values_use_the_normal_form():
    test = mann_kendall(range(10))
    assert test.s == 45
    assert test.variance == 125
    assert test.z == pytest.approx(44 / math.sqrt(125))
    assert test.p == pytest.approx(8.3e-5, rel=0.01)
    assert test.tau_a == 1


def test_exact_p_counts_all_orders():
    orders = list(permutations(range(5)))
    scores = [abs(mann_kendall(order).s) for order in orders]
    for order in orders[::7]:
        own = mann_kendall(order)
        assert own.p == pytest.approx(sum(s >= abs(own.s) for s in scores) / len(orders))


def test_ties_use_the_corrected_variance_and_the_normal_form():
    test = mann_kendall([1, 1, 2, 3])
    assert test.s == 5
    assert test.variance == pytest.approx((4 * 3 * 13 - 2 * 9) / 18)
    assert test.p == pytest.approx(2 * stats.norm.sf(4 / math.sqrt(test.variance)))
    assert test.tau_a == pytest.approx(5 / 6)


def test_constant_short_and_missing():
    assert mann_kendall([4] * 6) == (0, 0, 0, 1, 0)
    assert all(math.isnan(part) for part in mann_kendall([4, None]))
    assert all(math.isnan(part) for part in mann_kendall([]))
    assert mann_kendall([1, None, 2, 5]) == mann_kendall([1, 2, 5])
    assert mann_kendall([1, 1, 1, 0]).s == -3
    assert mann_kendall([1, 0]).z == 0


@given(series)
def test_reversal_turns_the_sign_and_keeps_p(values):
    one, other = mann_kendall(values), mann_kendall(values[::-1])
    assert (one.s, one.z) == (-other.s, -other.z)
    assert one.p == other.p
    assert 0 <= one.p <= 1
    assert mann_kendall([3 * v + 7 for v in values]) == one


@given(series.filter(lambda v: len(set(v)) > 1), st.integers(1990, 2020))
def test_sen_slope_equals_the_field_reference(values, first):
    years = np.arange(first, first + len(values))
    ours = sen_slope(values, years)
    theirs = stats.theilslopes(values, years)
    assert ours.slope == pytest.approx(theirs.slope)
    assert ours.intercept == pytest.approx(theirs.intercept)
    assert ours.lower <= ours.slope <= ours.upper


@given(series, st.randoms(use_true_random=False), st.integers(1, 9))
def test_sen_slope_ignores_row_order_and_follows_scale(values, random, factor):
    rows = list(enumerate(values))
    random.shuffle(rows)
    straight = sen_slope(values, range(len(values)))
    mixed = sen_slope([v for _, v in rows], [t for t, _ in rows])
    assert mixed == straight
    scaled = sen_slope([v * factor for v in values], range(len(values)))
    assert scaled.slope == pytest.approx(straight.slope * factor)


def test_absent_years_are_gaps():
    gap = sen_slope([1, 2, 5, 6], [2015, 2016, 2019, 2020])
    assert gap.slope == 1
    assert gap.intercept == -2014
    assert sen_slope([1, 2, None, None, 5, 6], range(2015, 2021)) == gap


def test_interval_places_by_hand():
    values = [1, 3, 2, 6, 5, 8, 7, 12, 9, 11]
    result = sen_slope(values, range(10))
    pairs = [(values[j] - values[i]) / (j - i) for i in range(10) for j in range(i + 1, 10)]
    reach = 1.959963985 * math.sqrt(125)
    assert result.lower == sorted(pairs)[round((45 - reach) / 2) - 1]
    assert result.upper == sorted(pairs)[round((45 + reach) / 2)]


def test_sen_edges():
    assert all(math.isnan(part) for part in sen_slope([1, None], [1, 2]))
    assert sen_slope([1, 2], [1, 2]) == (1, 1, 1, 0)
    for times in ([1, 1], [1, None]):
        with pytest.raises(ValueError, match="time"):
            sen_slope([1, 2], times)


def test_words():
    years = range(12)
    ties = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]
    assert sen_slope(ties, years).slope == 0
    assert trend_word(mann_kendall(ties), sen_slope(ties, years).slope) == "level"
    assert trend_word(mann_kendall(years), 1.0) == "increasing"
    assert trend_word(mann_kendall([-y for y in years]), -1.0) == "decreasing"
    assert trend_word(mann_kendall([1, 2, 3]), 1.0) == "no_trend"
    assert trend_word(mann_kendall([1]), math.nan) == "insufficient"
