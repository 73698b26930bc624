"""The pooled level: equal to another program's answer, and honest on data it was drawn for."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern

from earlywarning.statistics.level import LevelModel, Levels, fit_levels, levels, year_ahead
from earlywarning.statistics.numeric import FloatArray

TRUTH = LevelModel(persistence=0.85, between=1.5, within=0.3, inflation=1.6)


class Drawn(NamedTuple):
    """Figures of many authorities, and the level behind the newest of each."""

    distance: FloatArray
    chance: FloatArray
    level: FloatArray


def drawn(seed: int, many: int = 4000, years: int = 6, gaps: float = 0.1) -> Drawn:
    """Draw what the model says happens: sizes differ by a factor of thirty."""
    draw = np.random.default_rng(seed)
    truth = TRUTH
    chance = np.exp(draw.uniform(np.log(0.05), np.log(1.5), (many, 1))) * np.ones(years)
    level = np.sqrt(truth.between) * draw.normal(size=many)
    seen = []
    moves = np.sqrt(truth.between * (1 - truth.persistence**2))
    for _ in range(years):
        level = truth.persistence * level + moves * draw.normal(size=many)
        seen.append(level + np.sqrt(truth.within) * draw.normal(size=many))
    distance = np.array(seen).T + np.sqrt(truth.inflation * chance) * draw.normal(size=chance.shape)
    return Drawn(np.where(draw.random(chance.shape) < gaps, np.nan, distance), chance, level)


def other_program(distance: FloatArray, chance: FloatArray, model: LevelModel) -> Levels:
    """Return level and standard error of each authority as a Gaussian process says them."""
    length = -1 / np.log(model.persistence)
    kernel = ConstantKernel(model.between) * Matern(length_scale=length, nu=0.5)
    found = []
    for own, by_chance in zip(distance, chance, strict=True):
        at = np.flatnonzero(np.isfinite(own) & np.isfinite(by_chance))
        noise = model.within + model.inflation * by_chance[at]
        process = GaussianProcessRegressor(kernel, alpha=noise, optimizer=None)
        process.fit(at[:, None].astype(float), own[at])
        newest = [[len(own) - 1.0]]
        mean, sd = process.predict(newest, return_std=True)
        found.append((mean[0], sd[0]))
    mean, sd = np.array(found).T / np.sqrt(model.between)
    return Levels(mean, sd, mean, mean)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("years", [1, 3, 6])
def test_the_level_is_what_a_gaussian_process_says(seed: int, years: int) -> None:
    draw = np.random.default_rng(seed)
    distance = draw.normal(size=(40, years)) * 2
    distance[draw.random(distance.shape) < 0.3] = np.nan
    chance = draw.uniform(0.05, 2.0, distance.shape)
    chance[draw.random(distance.shape) < 0.1] = np.nan
    some = np.isfinite(distance + chance).any(axis=1)
    persistence, between, within = draw.uniform([0.5, 0.2, 0.0], [0.97, 2.0, 1.0])
    model = LevelModel(persistence, between, within, 1 + draw.exponential())
    told = levels(distance[some], chance[some], model)
    other = other_program(distance[some], chance[some], model)
    np.testing.assert_allclose(told.level, other.level, rtol=0, atol=1e-9)
    np.testing.assert_allclose(told.sd, other.sd, rtol=0, atol=1e-9)


def test_the_spreads_are_found_again_where_the_model_holds() -> None:
    found = np.mean([fit_levels(*drawn(seed)[:2], counted=True) for seed in range(4)], axis=0)
    persistence, between, within, inflation = found
    assert persistence == pytest.approx(TRUTH.persistence, abs=0.05)
    assert between == pytest.approx(TRUTH.between, rel=0.15)
    assert within == pytest.approx(TRUTH.within, abs=0.25)
    # A little low: the furthest of the changes are cut, so that no single jump decides.
    assert inflation == pytest.approx(TRUTH.inflation, rel=0.2)


@pytest.mark.parametrize("seed", range(3))
def test_standardised_figures_spread_by_one_and_one_in_ten_lies_beyond(seed: int) -> None:
    distance, chance, _ = drawn(seed)
    told = levels(distance, chance, fit_levels(distance, chance, counted=True))
    z = told.z[np.isfinite(told.z)]
    assert 0.95 < z.std() < 1.05
    assert 0.08 < (np.abs(z) > 1.645).mean() < 0.12


def test_a_level_lies_within_its_own_error_of_the_truth() -> None:
    distance, chance, truth = drawn(11)
    told = levels(distance, chance, fit_levels(distance, chance, counted=True))
    missed = (truth / np.sqrt(TRUTH.between) - told.level) / told.sd
    assert 0.9 < missed.std() < 1.1
    assert abs(missed.mean()) < 0.05
    alone = distance[:, -1] / np.sqrt(TRUTH.between)
    known = np.isfinite(alone)
    right = truth[known] / np.sqrt(TRUTH.between)
    assert np.mean((told.level[known] - right) ** 2) < 0.8 * np.mean((alone[known] - right) ** 2)


def test_a_small_count_says_less_than_the_same_figure_of_a_large_one() -> None:
    sizes = np.array([0.05, 0.3, 1.5, 20.0])
    told = levels(np.full((4, 3), 2.0), np.repeat(sizes[:, None], 3, axis=1), TRUTH)
    assert (np.diff(told.level) < 0).all()
    assert (told.level > 0).all()
    assert (np.diff(told.sd) > 0).all()
    assert (np.diff(told.z) < 0).all()


def test_nothing_known_is_level_nought_and_as_unsure_as_can_be() -> None:
    told = levels(np.full((1, 3), np.nan), np.ones((1, 3)), TRUTH)
    assert (told.level[0], told.sd[0]) == (0.0, 1.0)
    assert np.isnan(told.z[0])
    assert np.isnan(told.by_chance[0])
    assert year_ahead(TRUTH, told.sd)[0] == 0


def test_an_older_figure_says_less_than_a_newer_and_a_gap_leaves_more_doubt() -> None:
    gone = np.nan
    rows = np.array([[2.0, 2.0, 2.0], [gone, gone, 2.0], [gone, 2.0, gone], [2.0, gone, gone]])
    told = levels(rows, np.ones(rows.shape), TRUTH)
    assert (np.diff(told.level) < 0).all()
    assert (np.diff(told.sd) > 0).all()


def test_what_is_no_count_may_have_no_chance_and_a_count_never_less_than_its_own() -> None:
    distance, chance, _ = drawn(5)
    calm = distance / 10
    assert fit_levels(calm, chance, counted=True).inflation == 1.0
    assert fit_levels(calm, chance, counted=False).inflation < 1.0


def test_next_year_is_told_as_far_from_this_as_the_model_says() -> None:
    distance, chance, _ = drawn(9, gaps=0.0)
    now, then = (levels(distance[:, cut : cut + 3], chance[:, :3], TRUTH) for cut in (2, 3))
    moved = then.level - TRUTH.persistence * now.level
    assert np.mean(moved**2) == pytest.approx(np.mean(year_ahead(TRUTH, now.sd) ** 2), rel=0.3)


figures = st.one_of(st.floats(-6, 6), st.just(float("nan")))


@given(
    st.lists(figures, min_size=2, max_size=2), st.floats(-6, 6), st.floats(0, 6),
    st.floats(0.01, 5), st.floats(0.5, 0.97), st.floats(0.05, 3), st.floats(0, 3), st.floats(0, 4),
)  # fmt: skip
def test_a_figure_further_on_its_worse_side_never_lowers_the_level(
    before: list[float], newest: float, further: float, chance: float, persistence: float,
    between: float, within: float, inflation: float,
) -> None:  # fmt: skip
    model = LevelModel(persistence, between, within, inflation)
    rows = np.array([[*before, newest], [*before, newest + further]])
    told = levels(rows, np.full(rows.shape, chance), model)
    assert told.level[1] >= told.level[0] - 1e-9
    assert told.sd[1] == pytest.approx(told.sd[0])


def test_no_warning_is_given_where_a_year_or_an_authority_is_empty() -> None:
    distance, chance, _ = drawn(2, many=60)
    distance[:, 1] = np.nan
    distance[0] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        told = levels(distance, chance, fit_levels(distance, chance, counted=True))
    assert np.isfinite(told.level).all()
