"""XmR charts against a slow twin, and what must hold for any series."""

import math
from itertools import pairwise

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from earlywarning.statistics.spc import xmr

whole = st.one_of(st.integers(-12, 12), st.none())
series = st.lists(whole, min_size=0, max_size=45)


def sign(number):
    return (number > 0) - (number < 0)


def mean_by_hand(values):
    return math.fsum(values) / len(values) if values else math.nan


def limits_by_hand(values, screen):
    mean = mean_by_hand([v for v in values if v is not None])
    ranges = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    if screen:
        ranges = [r for r in ranges if r < 3.267 * mean_by_hand(ranges)]
    typical = mean_by_hand(ranges)
    return mean, (2.66 * typical if typical > 0 else math.nan)


def twin(values, screen):
    """Label point by point, looking at every window that holds the point."""
    mean, reach = limits_by_hand(values, screen)
    side = [0 if v is None else sign(v - mean) for v in values]
    steps = [0 if None in pair else sign(pair[1] - pair[0]) for pair in pairwise(values)]
    trend = members(steps, 6, 7)
    shift = members(side, 7, 7)
    outer = [beyond(v, mean, reach) for v in values]
    near = [
        beyond(v, mean, 2 / 3 * reach) and not out for v, out in zip(values, outer, strict=True)
    ]
    two = {
        i
        for start in range(len(values) - 2)
        for i in range(start, start + 3)
        if near[i] and sum(near[start : start + 3]) >= 2 and abs(sum(side[start : start + 3])) == 3
    }
    labels = []
    for i, v in enumerate(values):
        if outer[i]:
            labels.append("above_limit" if v > mean else "below_limit")
        elif i in trend:
            step = (i + 1 in trend and steps[i]) or steps[i - 1]
            labels.append("rising" if step > 0 else "falling")
        elif i in two or i in shift:
            word = "two_in_three" if i in two else "shift"
            labels.append(f"{word}_high" if side[i] > 0 else f"{word}_low")
        else:
            labels.append("common_cause")
    return mean, reach, labels


def beyond(value, mean, reach):
    return value is not None and (value > mean + reach or value < mean - reach)


def members(signs, width, points):
    found = set()
    for start in range(len(signs) - width + 1):
        if abs(sum(signs[start : start + width])) == width:
            found.update(range(start, start + points))
    return found


@given(series, st.booleans())
def test_equals_the_slow_twin(values, screen):
    mean, reach, labels = twin(values, screen)
    chart = xmr(values, screen=screen)
    assert list(chart.label) == labels
    np.testing.assert_allclose(chart.mean, np.full(len(values), mean))
    np.testing.assert_allclose(chart.upper, np.full(len(values), mean + reach))
    np.testing.assert_allclose(chart.lower, np.full(len(values), mean - reach))
    np.testing.assert_allclose(chart.near_upper, np.full(len(values), mean + reach * 2 / 3))


@given(series, st.sampled_from([0.25, 2.0, 64.0]))
def test_scale_changes_no_label(values, factor):
    scaled = [None if v is None else v * factor for v in values]
    assert list(xmr(scaled).label) == list(xmr(values).label)


@given(st.lists(st.integers(-12, 12), min_size=1, max_size=45))
def test_mirrored_series_has_mirrored_meaning(values):
    up = xmr(values, improvement="increase")
    down = xmr([-v for v in values], improvement="decrease")
    assert list(up.meaning) == list(down.meaning)
    assert up.variation == down.variation


@given(st.lists(st.lists(whole, min_size=1, max_size=20), min_size=1, max_size=4))
def test_segments_are_charts_of_their_own(parts):
    starts = np.cumsum([len(part) for part in parts])[:-1].tolist()
    together = xmr([v for part in parts for v in part], rebase=starts)
    alone = [xmr(part) for part in parts]
    assert list(together.label) == [w for chart in alone for w in chart.label]
    np.testing.assert_array_equal(together.upper, np.concatenate([c.upper for c in alone]))
    np.testing.assert_array_equal(together.short, np.concatenate([c.short for c in alone]))
    assert together.variation == alone[-1].variation


@given(st.lists(st.integers(-9, 9), min_size=12, max_size=20), st.lists(whole, max_size=20))
def test_later_rows_never_move_a_fixed_baseline(first, later):
    chart = xmr([*first, *later], baseline=len(first))
    np.testing.assert_array_equal(chart.upper, np.full(chart.upper.size, xmr(first).upper[0]))


@given(st.floats(-1e6, 1e6), st.integers(1, 60), st.booleans())
@example(0.1 * 3, 7, True)
def test_a_constant_series_never_signals(value, rows, screen):
    # A rounded sum, divided, can miss the value it is made of: 0.1 * 3 seven times does.
    chart = xmr([value] * rows, screen=screen)
    assert (chart.mean == value).all()
    assert set(chart.label) == {"common_cause"}
    assert np.isnan(chart.upper).all()
