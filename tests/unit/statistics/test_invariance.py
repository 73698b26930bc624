"""What must not change an answer, and what may only move it one way."""

import math

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from earlywarning.statistics.comparison import neighbour_average, weighted_median, weighted_spread
from earlywarning.statistics.funnel import funnel_proportion, funnel_ratio
from earlywarning.statistics.rates import quantile_group, wilson
from earlywarning.statistics.spc import xmr
from earlywarning.statistics.trend import mann_kendall, sen_slope

whole = st.lists(st.one_of(st.integers(-30, 30), st.none()), min_size=1, max_size=25)
order = st.randoms(use_true_random=False)
units = st.lists(
    st.integers(1, 900).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=10,
    max_size=30,
)


def shuffled(rows, random):
    places = list(range(len(rows)))
    random.shuffle(places)
    return places


@given(whole, order, st.integers(1, 6))
def test_order_of_authorities_moves_no_group_and_no_average(values, random, k):
    series = np.array(values, dtype=float)
    places = shuffled(values, random)
    groups = quantile_group(series, k)[places]
    np.testing.assert_array_equal(groups, quantile_group(series[places], k))
    for statistic in ("median", "mean"):
        np.testing.assert_equal(
            neighbour_average(series, statistic), neighbour_average(series[places], statistic)
        )


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 5)), min_size=1, max_size=15), order)
def test_order_of_neighbours_moves_no_weighted_middle(rows, random):
    value, weight = np.array(rows, dtype=float).T
    places = shuffled(rows, random)
    for method in (weighted_median, weighted_spread):
        np.testing.assert_equal(method(value, weight), method(value[places], weight[places]))


@given(units, order, st.sampled_from(["sqrt", "log"]))
def test_order_of_units_moves_no_ratio_funnel(rows, random, transform):
    x, n = np.array(rows, dtype=float).T
    places = shuffled(rows, random)
    straight = funnel_ratio(x, n, transform=transform)
    mixed = funnel_ratio(x[places], n[places], transform=transform)
    np.testing.assert_equal((straight.phi, straight.tau2), (mixed.phi, mixed.tau2))
    np.testing.assert_array_equal(straight.z_adjusted[places], mixed.z_adjusted)


@given(whole, st.sampled_from([math.atan, math.exp, lambda v: v**3, lambda v: 7 * v - 2]))
def test_mann_kendall_sees_only_the_order_of_values(values, rising):
    changed = [None if v is None else rising(v / 9) for v in values]
    assume(len(set(changed)) == len(set(values)))
    np.testing.assert_equal(tuple(mann_kendall(changed)), tuple(mann_kendall(values)))


@given(whole, st.integers(-40, 40), st.integers(-9, 9), st.integers(1, 4))
def test_sen_slope_follows_moves_tilts_and_a_longer_unit_of_time(values, move, tilt, stretch):
    times = np.arange(len(values))
    series = np.array(values, dtype=float)
    plain = sen_slope(series, times)
    # Only the slope: a tilt breaks ties, and ties narrow the interval.
    tilted = sen_slope(series + move + tilt * times, times)
    np.testing.assert_allclose(tilted.slope, plain.slope + tilt, atol=1e-9)
    slower = sen_slope(series + move, times * stretch + 2000)
    np.testing.assert_allclose(np.array(slower[:3]) * stretch, plain[:3], atol=1e-9)
    level = plain.intercept + move - 2000 * slower.slope
    np.testing.assert_allclose(slower.intercept, level, atol=1e-6)


@given(whole, st.integers(-64, 64), st.sampled_from([0.25, 1.0, 2.0, 16.0]), st.booleans())
def test_xmr_labels_follow_a_change_of_unit(values, move, factor, screen):
    series = np.array(values, dtype=float)
    chart = xmr(series, screen=screen)
    lines = np.stack([chart.lower, chart.upper, chart.near_lower, chart.near_upper])
    # A value on a limit is inside or outside by the last bit of the limit.
    assume(not (np.abs(series - lines) < 1e-6).any())
    moved = xmr((series + move) * factor, screen=screen)
    assert list(moved.label) == list(chart.label)
    np.testing.assert_allclose(moved.upper, (chart.upper + move) * factor, atol=1e-6)


@given(units, st.integers(0, 9), st.floats(0, 1))
def test_more_cases_never_lower_a_units_own_z(rows, which, target):
    x, n = np.array(rows, dtype=float).T
    assume(x[which] < n[which])
    more = x.copy()
    more[which] += 1
    one, other = (funnel_proportion(c, n, target=target).z[which] for c in (x, more))
    assert one < other
    one, other = (funnel_ratio(c, n).z[which] for c in (x, more))
    assert one < other


@given(st.integers(1, 2000), st.data(), st.floats(0.5, 0.999))
def test_wilson_limits_grow_with_the_count_and_widen_with_the_level(n, data, level):
    x = data.draw(st.integers(0, n - 1))
    _, lower, upper = wilson([x, x + 1], n, level)
    assert lower[0] < lower[1]
    assert upper[0] < upper[1]
    _, wider_lower, wider_upper = wilson([x, x + 1], n, (1 + level) / 2)
    assert (wider_lower <= lower).all()
    assert (wider_upper >= upper).all()


@given(whole, st.integers(1, 9), st.integers(0, 24))
def test_a_larger_value_never_falls_into_a_lower_group(values, k, which):
    series = np.array(values, dtype=float)
    which %= series.size
    assume(not np.isnan(series[which]))
    more = series.copy()
    more[which] += 3
    before, after = quantile_group(series, k)[which], quantile_group(more, k)[which]
    assert np.isnan(before) == np.isnan(after)
    assert not after < before
