"""Funnels by hand: units left out, limits, trimming, zeros and refusals."""

import math

import numpy as np
import pytest

from earlywarning.statistics.funnel import funnel_proportion, funnel_ratio


def test_left_out_units_are_counted_and_change_nothing():
    x, n = [3, 5, 8, 2, 9, 4, 7, 6, 5, 30], [50] * 10
    funnel = funnel_proportion([*x, None, 4, 0, math.nan], [*n, 90, math.nan, 0, 0])
    assert (funnel.left_out_missing, funnel.left_out_zero, funnel.units) == (3, 1, 10)
    plain = funnel_proportion(x, n)
    assert funnel.target == plain.target == sum(x) / 500
    assert (funnel.phi, funnel.tau2) == (plain.phi, plain.tau2)
    np.testing.assert_array_equal(funnel.z[:10], plain.z)
    assert np.isnan(funnel.z[10:]).all()
    assert np.isnan(funnel.z_adjusted[10:]).all()


def test_fewer_than_ten_units_cannot_be_told():
    funnel = funnel_proportion([5] * 9, [50] * 9)
    assert np.isnan([funnel.phi, funnel.tau2, *funnel.z, *funnel.z_adjusted]).all()
    assert funnel.target == 0.1
    assert np.isnan(funnel.limits(50)).all()
    assert not np.isnan(funnel.limits(50, adjusted=False)).any()
    assert math.isnan(funnel_proportion([], []).target)


def test_all_alike_have_no_dispersion():
    funnel = funnel_proportion([5] * 12, [50] * 12)
    assert (funnel.phi, funnel.tau2) == (0, 0)
    np.testing.assert_array_equal(funnel.z_adjusted, 0)


def test_published_target_replaces_the_pooled_one():
    funnel = funnel_proportion([5] * 10, [50] * 10, target=0.2)
    assert funnel.target == 0.2
    z = (math.asin(math.sqrt(0.1)) - math.asin(math.sqrt(0.2))) * 2 * math.sqrt(50)
    np.testing.assert_allclose(funnel.z, z)


def test_limits_by_hand_and_clamped():
    funnel = funnel_proportion([5] * 12, [50] * 12)
    lower, upper = funnel.limits([400, 4, 0, math.nan])
    theta, reach = math.asin(math.sqrt(0.1)), 1.959963985 / 40
    assert lower[0] == pytest.approx(math.sin(theta - reach) ** 2)
    assert upper[0] == pytest.approx(math.sin(theta + reach) ** 2)
    assert lower[1] == 0
    assert np.isnan([lower[2:], upper[2:]]).all()
    high = funnel_proportion([48] * 12, [50] * 12).limits(3)
    assert high[1] == 1


def test_ratio_limits_are_squared_back():
    funnel = funnel_ratio([80, 120] * 10, [100] * 20)
    reach = 1.959963985 * math.sqrt(1 / 400 + funnel.tau2)
    assert funnel.limits(100)[0] == pytest.approx((1 - reach) ** 2)
    assert funnel.limits(100)[1] == pytest.approx((1 + reach) ** 2)
    assert funnel.limits(0.01)[0] == 0


def test_unadjusted_ratio_limits_are_exact_poisson():
    lower, upper = funnel_ratio([10] * 10, [10] * 10).limits(10, adjusted=False)
    assert lower * 10 == pytest.approx(4.795389, abs=1e-6)  # tables of Poisson limits
    assert upper * 10 == pytest.approx(18.390356, abs=1e-6)


def test_truncation_keeps_121_of_151():
    z = np.arange(-75, 76)
    expected = np.full(151, 1.0e4)
    funnel = funnel_ratio(expected * np.exp(z / 100), expected, transform="log")
    inner = np.arange(-60, 61)
    np.testing.assert_allclose(funnel.z, z, atol=1e-9)
    assert funnel.phi == pytest.approx((inner**2).mean())


def test_zero_counts_on_the_log_scale():
    expected = [50.0] * 20
    few = funnel_ratio([0, 0, *range(41, 59)], expected, transform="log")
    assert math.isfinite(few.phi)
    assert (few.z[:2] == -math.inf).all()
    many = funnel_ratio([0] * 9 + list(range(45, 56)), expected, transform="log")
    assert many.phi == math.inf
    assert np.isnan(many.z_adjusted).all()
    assert np.isfinite(funnel_ratio([0] * 9 + list(range(45, 56)), expected).z_adjusted).all()


def test_no_trimming_at_trim_zero():
    x = [100, 100, 100, 100, 100, 100, 100, 100, 100, 400]
    for kind in ("sqrt", "log"):
        funnel = funnel_ratio(x, [100] * 10, transform=kind, trim=0)
        assert funnel.phi == pytest.approx(funnel.z[-1] ** 2 / 10)


def test_groups_of_units_are_never_split():
    # Trim 0.4 makes groups at floor(place * 2.5 / 21) = 0, 1, 2; the first and last are left out.
    z = np.arange(-10, 10)
    expected = np.full(20, 1.0e4)
    funnel = funnel_ratio(expected * np.exp(z / 100), expected, transform="log", trim=0.4)
    inner = z[(np.floor(np.arange(1, 21) * 2.5 / 21)) == 1]
    assert inner.size == 8
    assert funnel.phi == pytest.approx((inner**2).mean())


@pytest.mark.parametrize(
    ("x", "n", "more"),
    [
        ([1, 2], [3], {}),
        ([-1], [3], {}),
        ([4], [3], {}),
        ([1], [math.inf], {}),
        (1, 2, {}),
        ([[1], [2]], [[2], [2], [2]], {}),
        ([[1], [2]], [2], {"target": [0.1, 0.2, 0.3]}),
        ([1], [2], {"trim": 0.5}),
        ([1], [2], {"target": 1.5}),
    ],
)
def test_nonsense_is_refused(x, n, more):
    with pytest.raises(ValueError, match=r"\w"):
        funnel_proportion(x, n, **more)


def test_unknown_transform_and_level_are_refused():
    with pytest.raises(ValueError, match="transform"):
        funnel_ratio([1], [1], transform="cube")
    with pytest.raises(ValueError, match="level"):
        funnel_ratio([1], [1]).limits(5, level=95)
