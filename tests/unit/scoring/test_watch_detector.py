"""The cumulative sum itself: what must hold for every series."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.scoring.watch.detector import follow
from earlywarning.scoring.watch.scale import back, on_scale, prior_spread
from tests.support.examples import examples
from tests.support.watching import POLICY

LIMITS = POLICY.monthly
NUMBERS = st.lists(st.floats(0.4, 1.4) | st.just(float("nan")), min_size=14, max_size=40)


def run(y, towards=-1.0, chance=0.001, **more):
    y = np.atleast_2d(np.array(y, float))
    return follow(y, np.full(y.shape, chance), lambda level: np.full_like(level, 0.04), towards,
                  LIMITS, **more)  # fmt: skip


@examples(25)
@given(NUMBERS, NUMBERS, st.floats(0, 1))
def test_later_periods_change_nothing_before_them(first, later, seasonal):
    short, long = run(first, seasonal=seasonal), run([*first, *later], seasonal=seasonal)
    for name in ("expected", "spread", "z", "total", "slipping", "judged", "given_up"):
        np.testing.assert_array_equal(
            getattr(short, name), getattr(long, name)[:, : len(first)], err_msg=name
        )


@examples(20)
@given(st.lists(NUMBERS.map(lambda v: v[:14]), min_size=2, max_size=5))
def test_a_series_is_followed_alone_whatever_stands_beside_it(series):
    together = run(series)
    for row, one in enumerate(series):
        np.testing.assert_array_equal(run(one).total[0], together.total[row])


@examples(25)
@given(NUMBERS, st.integers(13, 39), st.floats(0.01, 0.5))
def test_a_worse_last_period_never_lowers_the_sum(series, place, worse):
    at = min(place, len(series) - 1)
    lower = [*series[:at], series[at] - worse]
    assert run(lower).total[0, -1] >= run(series[: at + 1]).total[0, -1] - 1e-12


@examples(20)
@given(NUMBERS)
def test_a_fall_watched_from_above_is_a_rise_watched_from_below(series):
    down, up = run(series), run(-np.array(series), towards=1.0)
    np.testing.assert_allclose(down.total, up.total, atol=1e-12)
    np.testing.assert_array_equal(down.slipping, up.slipping)


def test_expected_and_spread_by_hand_in_the_first_period_that_is_judged():
    y = np.linspace(1.0, 1.12, 13)
    track = run(y)
    used = LIMITS.fewest
    first = used + LIMITS.gap
    assert list(track.judged[0]) == [False] * first + [True] * (13 - first)
    weights = (1 - LIMITS.memory) ** np.arange(used - 1, -1, -1)
    level = (weights * y[:used]).sum() / weights.sum()
    assert track.expected[0, first] == pytest.approx(level)
    # the mean chance of the periods behind the level is 0.001, whatever their weights
    spread = np.sqrt(0.04**2 + 0.001 + (0.04**2 + 0.001) / weights.sum())
    assert track.spread[0, first] == pytest.approx(spread, rel=1e-3)


def test_the_same_month_of_last_year_is_expected_again_in_part():
    season = np.array([0.0, 0, 0.2, 0, 0, 0, 0, 0, 0, 0, 0, 0] * 4) + 1
    without, half = run(season), run(season, seasonal=0.5)
    at = 38  # the third month of the fourth year
    assert half.expected[0, at] - without.expected[0, at] == pytest.approx(0.1, abs=0.02)
    assert abs(half.z[0, at]) < abs(without.z[0, at])


@pytest.mark.parametrize(("kind", "value"), [("share", 63.0), ("count", 412.0), ("ratio", 17.3)])
def test_a_scale_and_back(kind, value):
    numbers = np.array([value])
    missing = np.full(1, np.nan)
    y, _ = on_scale(kind, numbers, missing, missing)
    assert back(kind, y)[0] == pytest.approx(value, rel=2e-3)


@pytest.mark.parametrize(
    ("kind", "value", "ordinary", "moved"),
    [("share", 85.0, 3.0, 88.0), ("count", 400.0, 0.1, 440.0), ("ratio", 16.0, 0.05, 16.8)],
)
def test_the_ordinary_spread_is_in_points_or_a_share_of_the_level(kind, value, ordinary, moved):
    missing = np.full(2, np.nan)
    y, _ = on_scale(kind, np.array([value, moved]), missing, missing)
    assert prior_spread(kind, ordinary, y[:1])[0] == pytest.approx(y[1] - y[0], rel=0.06)


def test_the_variance_of_a_share_is_that_of_chance():
    rng = np.random.default_rng(3)
    part = rng.binomial(300, 0.85, 20_000).astype(float)
    y, chance = on_scale("share", 100 * part / 300, part, np.full(part.shape, 300.0))
    assert y.var() == pytest.approx(chance[0], rel=0.04)


def test_what_cannot_be_is_missing():
    wrong = np.array([-1.0, 101.0, np.nan])
    none = np.full(3, np.nan)
    assert np.isnan(on_scale("share", wrong, none, none)[0]).all()
    assert np.isnan(on_scale("ratio", np.array([0.0, -2.0, np.nan]), none, none)[0]).all()
    assert np.isnan(on_scale("count", np.array([-1.0, np.nan, -3.0]), none, none)[0]).all()
