"""Many series at once give, to the last bit, what each gives alone."""

import math
from dataclasses import fields, is_dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.statistics.comparison import neighbour_average, weighted_median, weighted_spread
from earlywarning.statistics.funnel import funnel_proportion, funnel_ratio
from earlywarning.statistics.rates import quantile_group
from earlywarning.statistics.spc import xmr
from earlywarning.statistics.trend import mann_kendall, sen_slope
from tests.support.examples import examples

# Enough copies of a table to leave the way that is taken for a few series.
COPIES = 5

whole = st.integers(-9, 9).map(float)
tenths = st.integers(-200, 200).map(lambda v: v / 10)
odd = st.floats(-1e6, 1e6)


@st.composite
def tables(draw, most=26):
    """Return 4 to 6 series of one length, in two axes: noise, constant, one jump, gaps, nothing."""
    size = draw(st.integers(0, most))
    rows = draw(st.lists(rows_of(size), min_size=4, max_size=6))
    return np.broadcast_to(np.array(rows).reshape(len(rows), size), (COPIES, len(rows), size))


def rows_of(size):
    noise = [st.lists(kind, min_size=size, max_size=size) for kind in (whole, tenths, odd)]
    gaps = st.lists(st.one_of(whole, st.just(math.nan)), min_size=size, max_size=size)
    constant = st.sampled_from([0.1, 5.0, math.nan]).map(lambda v: [v] * size)
    jump = st.integers(0, size).map(lambda at: [0.1] * at + [0.3] * (size - at))
    steps = st.integers(1, 3).map(lambda step: [float(i // step) for i in range(size)])
    return st.one_of(*noise, gaps, constant, jump, steps)


def parts(result):
    if is_dataclass(result):
        return [getattr(result, field.name) for field in fields(result) if field.name != "scale"]
    return list(result) if isinstance(result, tuple) else [result]


def assert_agree(method, *tables_):
    """Compare one call on whole tables with a call on each series."""
    together = parts(method(*tables_))
    for place in np.ndindex(tables_[0].shape[:-1]):
        alone = parts(method(*(table[place] for table in tables_)))
        for many, one in zip(together, alone, strict=True):
            np.testing.assert_array_equal(many[place], one, strict=False)
    for many, one in zip(together, alone, strict=True):
        assert many.shape == (*tables_[0].shape[:-1], *np.shape(one))
        assert isinstance(one, np.ndarray | str | float | int)


@given(tables(), st.booleans(), st.sampled_from(["increase", "decrease", "neutral"]))
@examples(25)
def test_xmr(table, screen, improvement):
    assert_agree(lambda v: xmr(v, screen=screen, improvement=improvement, target=0.5), table)


@given(tables(45), st.integers(12, 14), st.data())
@examples(20)
def test_xmr_with_baseline_and_rebase(table, baseline, data):
    size = table.shape[-1]
    starts = data.draw(st.sets(st.integers(0, size - 1), max_size=2)) if size else set()
    assert_agree(lambda v: xmr(v, baseline=baseline, rebase=starts), table)


@given(tables())
@examples(25)
def test_mann_kendall(table):
    assert_agree(mann_kendall, table)


@given(tables(14), st.randoms(use_true_random=False), st.sampled_from([0.5, 0.95]))
@examples(25)
def test_sen_slope(table, random, level):
    times = random.sample(range(1990, 2030), table.shape[-1])
    assert_agree(lambda v: sen_slope(v, times, level), table)


@given(tables())
@examples(25)
def test_averages(table):
    assert_agree(neighbour_average, table)
    assert_agree(lambda v: neighbour_average(v, "mean"), table)


@given(tables(), st.data())
@examples(25)
def test_weighted_middles_and_spreads(table, data):
    size = table.shape[-1]
    weight = st.integers(0, 9).map(lambda v: v / 10)
    weights = np.array(data.draw(st.lists(weight, min_size=size, max_size=size)))
    for method in (weighted_median, weighted_spread):
        assert_agree(lambda v, method=method: method(v, weights), table)
        assert_agree(method, table, np.broadcast_to(weights, table.shape))


@given(tables(), st.integers(1, 10), st.booleans())
@examples(25)
def test_quantile_groups(table, k, highest_first):
    assert_agree(lambda v: quantile_group(v, k, highest_first), table)


@st.composite
def counts(draw):
    """Return counts and sizes of many funnels, some units without either, some funnels empty."""
    units = draw(st.integers(8, 24))
    pair = st.tuples(st.sampled_from([0, 1, 3, 20, 400]), st.sampled_from([0, 0.1, 0.2, 0.7, 1.0]))
    row = st.lists(pair, min_size=units, max_size=units)
    drawn = np.array(draw(st.lists(row, min_size=4, max_size=4)), dtype=float)
    size, count = drawn[..., 0], np.round(drawn[..., 0] * drawn[..., 1])
    gone = st.lists(st.sampled_from([1, 1, 1, 1, 1, math.nan]), min_size=units, max_size=units)
    count, size = count * draw(gone), size * draw(gone)
    size[0], count[1] = 0, math.nan
    shape = (COPIES, *size.shape)
    return np.broadcast_to(count, shape), np.broadcast_to(size, shape)


@given(counts(), st.sampled_from([0.0, 0.05, 0.1, 0.4]))
@examples(20)
def test_funnels(table, trim):
    count, size = table
    count = np.where(size == 0, 0, count)
    assert_agree(lambda x, n: funnel_proportion(x, n, trim=trim), count, size)
    assert_agree(lambda x, n: funnel_proportion(x, n, target=0.3, trim=trim), count, size)
    for transform in ("sqrt", "log"):
        assert_agree(lambda x, n, t=transform: funnel_ratio(x, n * 0.3, transform=t), count, size)


@given(counts(), st.booleans())
@examples(20)
def test_limits_of_many_funnels(table, adjusted):
    count, size = table
    sizes = np.array([1, 17.5, 400, 0, math.nan])
    own = np.where(np.isnan(size), 7, size)
    for method in (funnel_proportion, funnel_ratio):
        together = method(count, size)
        shared, single, each = (together.limits(s, adjusted=adjusted) for s in (sizes, 17.5, own))
        for place in np.ndindex(size.shape[:-1]):
            alone = method(count[place], size[place])
            assert together.units[place] == alone.units
            for end in (0, 1):
                lone = alone.limits(sizes, adjusted=adjusted)[end]
                np.testing.assert_array_equal(shared[end][place], lone)
                np.testing.assert_array_equal(single[end][place], lone[1])
                lone = alone.limits(own[place], adjusted=adjusted)[end]
                np.testing.assert_array_equal(each[end][place], lone)


def test_one_target_for_each_funnel():
    x, n = np.tile([5.0, 8.0], (3, 6)), np.full((3, 12), 50.0)
    together = funnel_proportion(x, n, target=[0.1, 0.2, 0.3])
    for row, target in enumerate([0.1, 0.2, 0.3]):
        alone = funnel_proportion(x[row], n[row], target=target)
        np.testing.assert_array_equal(together.z_adjusted[row], alone.z_adjusted)
    with pytest.raises(ValueError, match="target"):
        funnel_proportion(x, n, target=[0.1, 0.2, 1.3])


@pytest.mark.parametrize("method", [xmr, mann_kendall, neighbour_average])
def test_a_single_number_is_no_series(method):
    with pytest.raises(ValueError, match="series"):
        method(3)


def test_one_series_gives_plain_numbers_and_words():
    values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9]
    plain = [
        *mann_kendall(values),
        *sen_slope(values, range(13)),
        neighbour_average(values),
        weighted_median(values, values),
        weighted_spread(values, values),
    ]
    assert {type(number) for number in plain} == {float}
    chart = xmr(values, target=5)
    assert {type(word) for word in (chart.variation, chart.assurance)} == {str}
    funnel = funnel_ratio(values, values)
    assert {type(funnel.target), type(funnel.phi), type(funnel.tau2)} == {float}
    assert {type(funnel.units), type(funnel.left_out_zero)} == {int}
