"""Comparisons: the published tool's rules with its faults mended, and weighted middles."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.statistics.comparison import (
    change_on_previous,
    neighbour_average,
    quartile_band,
    weighted_median,
    weighted_spread,
)

whole = st.lists(st.integers(-50, 50), min_size=1, max_size=30)


def test_neighbour_average_leaves_missing_out():
    values = [10, None, 20, 60]
    assert neighbour_average(values) == 20
    assert neighbour_average(values, "mean") == 30
    assert math.isnan(neighbour_average([None, None]))
    assert math.isnan(neighbour_average([], "mean"))
    with pytest.raises(ValueError, match="statistic"):
        neighbour_average(values, "mode")


@pytest.mark.parametrize(
    ("values", "periods", "change"),
    [
        ([5, 22], [2021, 2024], None),
        ([5, 7, 22], [2021, 2023, 2024], 15),
        ([22, 7], [2024, 2023], 15),
        ([5, None], [2023, 2024], None),
        ([None, 5], [2023, 2024], None),
        ([5], [2024], None),
        ([], [], None),
        ([1, 2], [202223, 202324], 1),
        ([1, 2], [199900, 200001], 1),
        ([1, 2], [202122, 202324], None),
        ([1, 2], [202311, 202312], 1),
    ],
)
def test_change_only_between_consecutive_periods(values, periods, change):
    assert change_on_previous(values, periods) == change


@pytest.mark.parametrize("periods", [[2023, 2023], [2023, None], [2023, 2023.5], [2023]])
def test_bad_periods_are_refused(periods):
    with pytest.raises(ValueError, match="period"):
        change_on_previous([1, 2], periods)


def test_band_upper_ends_are_closed_both_ways():
    values = [10, 20, 30, 40, 50]
    low_good = [quartile_band(v, values, "high_is_worse") for v in values]
    assert low_good == ["A", "A", "B", "C", "D"]
    high_good = [quartile_band(v, values, "low_is_worse") for v in values]
    assert high_good == ["D", "D", "C", "B", "A"]
    assert quartile_band(30.5, values, "low_is_worse") == "B"


@pytest.mark.parametrize(
    ("value", "values", "polarity"),
    [
        (3, [1, 2, 3], "either_way"),
        (None, [1, 2, 3], "low_is_worse"),
        (math.nan, [1, 2, 3], "low_is_worse"),
        (2, [2, 2, 2], "high_is_worse"),
        (4, [1, 2, 3], "high_is_worse"),
        (1, [], "high_is_worse"),
    ],
)
def test_no_band_where_it_cannot_be_told(value, values, polarity):
    assert quartile_band(value, values, polarity) is None


def test_many_equal_values_leave_a_band_empty():
    values = [0] * 6 + [1, 2, 3, 4, None]
    bands = {quartile_band(v, values, "high_is_worse") for v in values}
    assert bands == {"A", "C", "D", None}
    with pytest.raises(ValueError, match="polarity"):
        quartile_band(1, values, "up")


@given(whole, st.sampled_from(["low_is_worse", "high_is_worse"]))
def test_a_worse_value_never_has_a_better_band(values, polarity):
    bands = [quartile_band(v, values, polarity) for v in sorted(values)]
    if None in bands:
        assert len(set(values)) == 1
    else:
        assert bands == sorted(bands, reverse=polarity == "low_is_worse")


@given(whole)
def test_equal_weights_give_the_plain_median(values):
    assert weighted_median(values, [0.1] * len(values)) == np.median(values)


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 4)), min_size=1, max_size=12))
def test_whole_weights_act_as_copies(rows):
    values, weights = zip(*rows, strict=True)
    copies = np.repeat(values, weights)
    expected = np.median(copies) if copies.size else math.nan
    np.testing.assert_equal(weighted_median(values, weights), float(expected))


def test_weighted_edges():
    assert weighted_median([1, None, 9], [1, 50, 2]) == 9
    assert math.isnan(weighted_median([None], [1]))
    assert weighted_spread([1, 2, 3], [1, 1, 1]) == 1.4826
    for weights in ([1, -1], [1, None], [1]):
        with pytest.raises(ValueError, match="weights"):
            weighted_median([1, 2], weights)


def test_fault_of_the_published_tool_change_across_missing_years():
    # It reports 17 as the change from the previous year when only 2021 and 2024 are there.
    assert change_on_previous([5, 22], [2021, 2024]) is None
    assert change_on_previous([5, None, None, 22], [2021, 2022, 2023, 2024]) is None


def test_fault_of_the_published_tool_band_copied_onto_region_and_england():
    # It prints the authority's own band beside the region and England as well.
    authorities = [10, 20, 30, 40, 50]
    own, region, england = (
        quartile_band(v, authorities, "high_is_worse") for v in (12, 31, math.nan)
    )
    assert (own, region, england) == ("A", "C", None)


def test_fault_of_the_published_tool_overlapping_and_open_bands():
    # High is good, cuts at 20, 30, 40: it prints C as "31 to 21" although 30 is its upper end and
    # 31 is in B, and gives no band to a value within one rounding step of a cut.
    authorities = [10, 20, 30, 40, 50]
    values = [10, 20, 20.5, 21, 30, 30.5, 31, 40, 40.5, 50]
    bands = [quartile_band(v, authorities, "low_is_worse") for v in values]
    assert bands == ["D", "D", "C", "C", "C", "B", "B", "B", "A", "A"]
