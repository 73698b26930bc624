"""Funnels against a slow twin, and what must hold for any units."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.statistics.funnel import funnel_proportion, funnel_ratio
from earlywarning.statistics.numeric import normal_quantile
from tests.support.examples import examples

sizes = st.integers(1, 3000)
pairs = st.tuples(sizes, st.floats(0, 1)).map(lambda pair: (round(pair[0] * pair[1]), pair[0]))
units = st.lists(pairs, min_size=10, max_size=40)
ratios = st.lists(
    st.tuples(st.integers(1, 400), st.floats(0.5, 400, allow_nan=False)), min_size=10, max_size=40
)


def quantile_by_hand(values, share):
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def twin(counts, sizes_, kind, trim=0.10):
    if kind == "arcsine":
        target = math.asin(math.sqrt(sum(counts) / sum(sizes_)))
        distance = [
            math.asin(math.sqrt(x / n)) - target for x, n in zip(counts, sizes_, strict=True)
        ]
    elif kind == "sqrt":
        distance = [math.sqrt(x / n) - 1 for x, n in zip(counts, sizes_, strict=True)]
    else:
        distance = [math.log(x / n) for x, n in zip(counts, sizes_, strict=True)]
    error = [(1 if kind == "log" else 0.5) / math.sqrt(n) for n in sizes_]
    z = [d / s for d, s in zip(distance, error, strict=True)]
    if kind == "log":
        inner = []
        for i, own in enumerate(z):
            smaller = sum(other < own for other in z)
            equal = sum(other == own for other in z)
            group = math.floor((smaller + (equal + 1) / 2) * (1 / trim) / (len(z) + 1))
            if group not in (0, round(1 / trim) - 1):
                inner.append(i)
        trimmed = [z[i] for i in inner]
    else:
        inner = range(len(z))
        low, high = quantile_by_hand(z, trim), quantile_by_hand(z, 1 - trim)
        trimmed = [min(max(own, low), high) for own in z]
    k = len(trimmed)
    phi = sum(own**2 for own in trimmed) / k
    w = [1 / error[i] ** 2 for i in inner]
    tau2 = max(0.0, (k * phi - (k - 1)) / (sum(w) - sum(v**2 for v in w) / sum(w)))
    return phi, tau2, z, [d / math.sqrt(s * s + tau2) for d, s in zip(distance, error, strict=True)]


def assert_same(funnel, expected):
    phi, tau2, z, z_adjusted = expected
    np.testing.assert_allclose(funnel.z, z, atol=1e-9)
    assert funnel.phi == pytest.approx(phi, rel=1e-9, abs=1e-12)
    assert funnel.tau2 == pytest.approx(tau2, rel=1e-7, abs=1e-10)
    np.testing.assert_allclose(funnel.z_adjusted, z_adjusted, rtol=1e-7, atol=1e-7)


@given(units)
def test_proportion_equals_the_slow_twin(rows):
    x, n = zip(*rows, strict=True)
    assert_same(funnel_proportion(x, n), twin(x, n, "arcsine"))


@given(ratios, st.sampled_from(["sqrt", "log"]))
def test_ratio_equals_the_slow_twin(rows, kind):
    x, n = zip(*rows, strict=True)
    assert_same(funnel_ratio(x, n, transform=kind), twin(x, n, kind))


@given(units, st.sampled_from([0.5, 0.8, 0.95, 0.998]))
def test_outside_the_limits_exactly_when_z_says_so(rows, level):
    x, n = map(np.array, zip(*rows, strict=True))
    assert_agree(funnel_proportion(x, n), x / n, n, level)


@given(ratios, st.sampled_from([0.5, 0.95, 0.998]), st.sampled_from(["sqrt", "log"]))
def test_outside_the_ratio_limits_exactly_when_z_says_so(rows, level, kind):
    x, n = map(np.array, zip(*rows, strict=True))
    assert_agree(funnel_ratio(x, n, transform=kind), x / n, n, level)


def assert_agree(funnel, value, size, level):
    lower, upper = funnel.limits(size, level)
    q = normal_quantile(level)
    clear = np.abs(np.abs(funnel.z_adjusted) - q) > 1e-7
    outside = (value < lower) | (value > upper)
    assert (outside == (np.abs(funnel.z_adjusted) > q))[clear].all()


@given(units, st.randoms(use_true_random=False))
def test_order_of_units_changes_nothing(rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    x, n = map(np.array, zip(*rows, strict=True))
    straight, mixed = funnel_proportion(x, n), funnel_proportion(x[order], n[order])
    assert (straight.phi, straight.tau2, straight.target) == (mixed.phi, mixed.tau2, mixed.target)
    np.testing.assert_array_equal(straight.z_adjusted[order], mixed.z_adjusted)


@given(units)
def test_four_times_the_evidence_doubles_z(rows):
    x, n = map(np.array, zip(*rows, strict=True))
    one, four = funnel_proportion(x, n), funnel_proportion(4 * x, 4 * n)
    np.testing.assert_allclose(four.z, 2 * one.z, atol=1e-9)
    assert four.phi == pytest.approx(4 * one.phi)


@given(units, st.floats(0.1, 0.99), st.floats(1.01, 5))
def test_limits_widen_with_level_and_narrow_with_size(rows, level, factor):
    funnel = funnel_proportion(*zip(*rows, strict=True))
    inner, outer = funnel.limits(100, level), funnel.limits(100, 1 - (1 - level) / factor)
    assert outer[0] <= inner[0] <= inner[1] <= outer[1]
    larger = funnel.limits(100 * factor, level)
    assert inner[0] <= larger[0] + 1e-12
    assert larger[1] <= inner[1] + 1e-12


@given(units)
@examples(20)
def test_adjusting_never_moves_a_unit_outwards(rows):
    funnel = funnel_proportion(*zip(*rows, strict=True))
    assert (np.abs(funnel.z_adjusted) <= np.abs(funnel.z) + 1e-12).all()
