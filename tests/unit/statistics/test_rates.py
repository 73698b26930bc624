"""Intervals and quantile groups: published figures, edges and properties."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from earlywarning.statistics.rates import (
    crude_rate,
    quantile_group,
    wilson,
)


def test_wilson_published_example():
    value, lower, upper = wilson(81, 263)  # Newcombe 1998, table I
    assert (round(lower, 4), round(upper, 4)) == (0.2553, 0.3662)
    assert value == 81 / 263


def test_wilson_ends_are_exact():
    _, lower, upper = wilson([0, 7], [29, 7])
    assert (lower[0], upper[1]) == (0.0, 1.0)
    assert 0 < upper[0] < 1
    assert 0 < lower[1] < 1


@given(st.integers(1, 10_000), st.floats(0, 1), st.floats(0.5, 0.999))
def test_wilson_holds_the_value_and_mirrors(n, share, level):
    x = round(n * share)
    value, lower, upper = wilson(x, n, level)
    assert 0 <= lower <= value <= upper <= 1
    _, other_lower, other_upper = wilson(n - x, n, level)
    assert other_lower == pytest.approx(1 - upper, abs=1e-9)
    assert other_upper == pytest.approx(1 - lower, abs=1e-9)


def test_missing_stays_missing():
    for result in (wilson([None, 0, 2], [5, None, 4]), crude_rate([None, 0, 2], [5, None, 4])):
        for part in result:
            assert list(np.isnan(part)) == [True, True, False]


@pytest.mark.parametrize(("x", "n"), [(4, 3), (-1, 3), (0, 0), (1, -2)])
def test_wilson_refuses_nonsense(x, n):
    with pytest.raises(ValueError, match=r"count|denominator"):
        wilson(x, n)


def test_crude_rate_switches_to_byar_at_ten():
    value, lower, upper = crude_rate([0, 9, 10], 1000, per=1000)
    z = stats.norm.ppf(0.975)
    assert list(value) == [0, 9, 10]
    assert lower[0] == 0
    assert upper[0] == pytest.approx(3.688879)
    assert (lower[1], upper[1]) == pytest.approx((4.115373, 17.084803), abs=1e-5)
    assert lower[2] == pytest.approx(10 * (1 - 1 / 90 - z / (3 * math.sqrt(10))) ** 3)
    assert upper[2] == pytest.approx(11 * (1 - 1 / 99 + z / (3 * math.sqrt(11))) ** 3)


@given(st.integers(0, 9), st.floats(0.5, 0.999))
def test_exact_limits_equal_the_chi_squared_form(x, level):
    _, lower, upper = crude_rate(x, 1, per=1, level=level)
    tail = (1 - level) / 2
    assert lower == pytest.approx(stats.chi2.ppf(tail, 2 * x) / 2 if x else 0)
    assert upper == pytest.approx(stats.chi2.isf(tail, 2 * x + 2) / 2)


@given(st.integers(0, 5000), st.floats(1, 1e6))
def test_rate_lies_between_limits_that_grow_with_the_count(x, n):
    value, lower, upper = crude_rate([x, x + 1], n)
    assert (lower <= value).all()
    assert (value <= upper).all()
    if x != 9:  # the method changes there
        assert lower[0] < lower[1]
    assert upper[0] < upper[1]


def group_by_hand(values, k):
    known = [v for v in values if v is not None]
    groups = []
    for v in values:
        if v is None or len(known) < k:
            groups.append(math.nan)
            continue
        place = 1 + sum(other < v for other in known)
        groups.append(k + 1 - math.ceil((len(known) + 1 - place) / (len(known) / k)) or 1)
    return groups


@given(st.lists(st.one_of(st.integers(-6, 6), st.none()), max_size=60), st.sampled_from([4, 5, 10]))
def test_quantile_groups_equal_the_formula(values, k):
    np.testing.assert_array_equal(quantile_group(values, k), group_by_hand(values, k))
    mirrored = [None if v is None else -v for v in values]
    np.testing.assert_array_equal(
        quantile_group(values, k, highest_first=True), quantile_group(mirrored, k)
    )


def test_quantile_group_edges():
    assert list(quantile_group([3] * 7, 5)) == [1] * 7
    assert list(quantile_group(range(1, 11), 5)) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert np.isnan(quantile_group([1, 2, None], 3)).all()
    with pytest.raises(ValueError, match="k must"):
        quantile_group([1], 0)
