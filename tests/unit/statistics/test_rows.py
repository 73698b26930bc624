"""Sums, middles and ties of many series, each against the plain way of doing one."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from earlywarning.statistics.rows import (
    FEW_SERIES,
    exact_means,
    exact_sums,
    medians,
    sorted_quantiles,
    tied_places,
)

# Neighbours of one half, cancelling pairs, tiny beside huge: what a running sum gets wrong.
awkward = st.one_of(
    st.floats(-1e300, 1e300),
    st.sampled_from([0.1, -0.1, 1.0, -1.0, 2.0**53, -(2.0**53), 2.0**-53, 1e16, -1e16, 5e-324]),
    st.integers(-30, 30).map(lambda v: v / 10),
)
series = st.lists(awkward, min_size=0, max_size=25)
whole = st.lists(st.one_of(st.integers(-4, 4), st.none()), min_size=0, max_size=25)


def many(row):
    """Return enough copies of a row, each turned a little further, to leave the short way."""
    values = np.array(row, dtype=float)
    return np.array([np.roll(values, turn) for turn in range(FEW_SERIES + 4)])


@given(series)
@example([1e16, 1.0, -1e16])
@example([1.0, 2.0**-53, 2.0**-106])
@example([1.0, 2.0**-53, -(2.0**-106)])
def test_sums_equal_fsum_to_the_last_bit(row):
    assert exact_sums(many(row)).tolist() == [math.fsum(row)] * (FEW_SERIES + 4)


def test_sums_of_many_random_series_equal_fsum():
    rng = np.random.default_rng(11)
    for spread in (0.1, 3, 30):
        table = rng.normal(size=(2000, 13)) * np.exp(rng.normal(scale=spread, size=(2000, 13)))
        assert exact_sums(table).tolist() == [math.fsum(row) for row in table]
        assert exact_sums(np.round(table, 1)).tolist() == [math.fsum(r) for r in np.round(table, 1)]


def test_a_sum_too_large_is_refused_for_many_as_for_one():
    for rows in (1, FEW_SERIES + 4):
        with pytest.raises(OverflowError):
            exact_sums(np.full((rows, 3), 1.7e308))


@given(st.lists(st.integers(-(10**6), 10**6).map(lambda v: v / 10), min_size=1, max_size=25))
@example([-0.5, 1.0, 1.8, 0.9, -0.9, -0.1, 0.8, 1.3, 1.6])
def test_means_are_rounded_once(row):
    mean = float(sum(Fraction(v) for v in row) / len(row))
    assert exact_means(many(row)).tolist() == [mean] * (FEW_SERIES + 4)
    assert exact_means(np.array(row)) == mean


def test_means_of_many_random_series_are_rounded_once():
    table = np.round(np.random.default_rng(12).normal(20, 3, (2000, 13)), 1)
    table[:, 3] = np.nan
    known = np.delete(table, 3, axis=1)
    exact = [float(sum(map(Fraction, row)) / 12) for row in known.tolist()]
    assert exact_means(table).tolist() == exact
    once_off = [math.fsum(row) / 12 for row in known.tolist()]
    assert once_off != exact


@given(st.floats(-1e300, 1e300), st.integers(1, 60))
@example(0.1, 13)
@example(5e-324, 3)
def test_mean_of_a_constant_series_is_its_value(value, size):
    assert (exact_means(np.full((FEW_SERIES + 4, size), value)) == value).all()
    assert exact_means(np.full(size, value)) == value


@given(whole)
def test_medians_equal_numpy(row):
    table = many(row)
    known = table[0][~np.isnan(table[0])]
    expected = np.median(known) if known.size else math.nan
    np.testing.assert_array_equal(medians(table), np.full(len(table), expected))


@given(st.lists(st.floats(-99, 99), min_size=1, max_size=25), st.floats(0, 1))
def test_quantiles_equal_numpy_to_the_last_bit(row, share):
    ordered = np.sort([*row, math.nan])[np.newaxis]
    assert sorted_quantiles(ordered, np.array([len(row)]), share)[0] == np.quantile(row, share)


@given(whole)
def test_tied_places_are_the_lowest_and_highest_places(row):
    values = np.array(row, dtype=float)
    first, last = tied_places(values)
    known = ~np.isnan(values)
    lowest = stats.rankdata(values[known], "min")
    np.testing.assert_array_equal(first[known] + 1, lowest)
    np.testing.assert_array_equal(last[known] + 1, stats.rankdata(values[known], "max"))
    assert sorted(first[~known]) == list(range(known.sum(), values.size))
    np.testing.assert_array_equal(first[~known], last[~known])
