"""Telling apart: against slow counts by hand, against scikit-learn, and what must always hold."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from earlywarning.statistics import discrimination as told
from tests.support.examples import examples

CHANCE = np.random.default_rng(20)
N = 240
SCORE = np.round(CHANCE.normal(size=N), 1)
OUTCOME = (CHANCE.random(N) < 0.25 + 0.1 * (SCORE > 0.5)).astype(float)
YEAR = np.repeat(np.arange(6), N // 6)
CLUSTER = CHANCE.integers(0, 90, N)
WHOLE = np.ones((1, N))


def pairs_by_hand(score: np.ndarray, outcome: np.ndarray, year: np.ndarray) -> float:
    won = all_pairs = 0.0
    for i, j in product(range(len(score)), repeat=2):
        if outcome[i] == 1 and outcome[j] == 0 and year[i] == year[j]:
            won += 1.0 if score[i] > score[j] else 0.5 if score[i] == score[j] else 0.0
            all_pairs += 1
    return won / all_pairs


def test_one_stratum_is_the_usual_auc_and_average_precision() -> None:
    one = np.zeros(N)
    assert told.stratified_auc(SCORE, OUTCOME, one, WHOLE)[0] == pytest.approx(
        roc_auc_score(OUTCOME, SCORE)
    )
    assert told.average_precision(SCORE, OUTCOME, one, WHOLE)[0] == pytest.approx(
        average_precision_score(OUTCOME, SCORE)
    )


def test_pairs_across_years_are_not_compared() -> None:
    assert told.stratified_auc(SCORE, OUTCOME, YEAR, WHOLE)[0] == pytest.approx(
        pairs_by_hand(SCORE, OUTCOME, YEAR)
    )
    drift = SCORE + 100 * YEAR
    assert told.stratified_auc(drift, OUTCOME, YEAR, WHOLE)[0] == pytest.approx(
        told.stratified_auc(SCORE, OUTCOME, YEAR, WHOLE)[0]
    )


def test_a_weight_of_two_is_a_row_twice() -> None:
    weights = CHANCE.integers(0, 3, N).astype(float)
    rows = np.repeat(np.arange(N), weights.astype(int))
    again = np.ones((1, len(rows)))
    for measure in (told.stratified_auc, told.average_precision):
        assert measure(SCORE, OUTCOME, YEAR, weights[np.newaxis, :])[0] == pytest.approx(
            measure(SCORE[rows], OUTCOME[rows], YEAR[rows], again)[0]
        )
    for measure in (told.precision_at, told.recall_at):
        assert measure(SCORE, OUTCOME, YEAR, weights[np.newaxis, :], 7)[0] == pytest.approx(
            measure(SCORE[rows], OUTCOME[rows], YEAR[rows], again, 7)[0]
        )


def test_the_highest_ten_of_each_year_by_hand() -> None:
    score = np.arange(N, dtype=float)[::-1]
    top = np.concatenate([np.flatnonzero(year == YEAR)[:10] for year in range(6)])
    assert told.precision_at(score, OUTCOME, YEAR, WHOLE, 10)[0] == OUTCOME[top].mean()
    assert told.recall_at(score, OUTCOME, YEAR, WHOLE, 10)[0] == pytest.approx(
        OUTCOME[top].sum() / OUTCOME.sum()
    )


def test_equal_scores_are_taken_as_their_middle_and_chance_finds_its_share() -> None:
    flat = np.zeros(N)
    assert told.precision_at(flat, OUTCOME, YEAR, WHOLE, 10)[0] == pytest.approx(
        np.mean([OUTCOME[year == YEAR].mean() for year in range(6)])
    )
    assert told.recall_at(flat, OUTCOME, YEAR, WHOLE, 10)[0] == pytest.approx(0.25)
    assert told.stratified_auc(flat, OUTCOME, YEAR, WHOLE)[0] == 0.5


def test_forecasts_against_reference_forms() -> None:
    chance = np.clip(0.3 + 0.1 * SCORE, 0.05, 0.95)
    base = np.full(N, OUTCOME.mean())
    skill = 1 - brier_score_loss(OUTCOME, chance) / brier_score_loss(OUTCOME, base)
    assert told.brier_skill(chance, OUTCOME, base, WHOLE)[0] == pytest.approx(skill)
    logit = np.log(chance / (1 - chance))[:, np.newaxis]
    slope = LogisticRegression(C=np.inf, tol=1e-10).fit(logit, OUTCOME).coef_[0, 0]
    assert told.calibration_slope(chance, OUTCOME, WHOLE)[0] == pytest.approx(slope, abs=1e-5)
    assert told.observed_over_expected(chance, OUTCOME, WHOLE)[0] == pytest.approx(
        OUTCOME.sum() / chance.sum()
    )


def test_no_finite_slope_is_none() -> None:
    sure = np.array([0.1, 0.2, 0.8, 0.9])
    assert np.isnan(told.calibration_slope(sure, np.array([0, 0, 1, 1.0]), np.ones((1, 4)))[0])


def test_whole_clusters_are_drawn() -> None:
    draws = told.cluster_draws(CLUSTER, 50, seed=3)
    assert (draws[0] == 1).all()
    assert np.array_equal(draws, told.cluster_draws(CLUSTER, 50, seed=3))
    for cluster in np.unique(CLUSTER):
        assert (np.ptp(draws[:, cluster == CLUSTER], axis=1) == 0).all()
    many = len(np.unique(CLUSTER))
    first = [np.flatnonzero(cluster == CLUSTER)[0] for cluster in np.unique(CLUSTER)]
    assert (draws[1:, first].sum(axis=1) == many).all()


@examples(20)
@given(st.lists(st.tuples(st.floats(-3, 3).map(lambda x: round(x, 1)), st.booleans(),
                          st.integers(0, 2)), min_size=2, max_size=40))  # fmt: skip
def test_the_order_of_rows_and_any_rising_scale_change_nothing(
    rows: list[tuple[float, bool, int]],
) -> None:
    score, outcome, year = (np.array(part, dtype=float) for part in zip(*rows, strict=True))
    order = np.random.default_rng(len(rows)).permutation(len(rows))
    whole = np.ones((1, len(rows)))
    for measure, more in (
        (told.stratified_auc, ()), (told.average_precision, ()), (told.precision_at, (3,)),
        (told.recall_at, (3,)),
    ):  # fmt: skip
        own = measure(score, outcome, year, whole, *more)[0]
        shuffled = measure(score[order], outcome[order], year[order], whole, *more)[0]
        stretched = measure(np.exp(score), outcome, year, whole, *more)[0]
        assert own == pytest.approx(shuffled, nan_ok=True)
        assert own == pytest.approx(stretched, nan_ok=True)
        assert np.isnan(own) or 0 <= own <= 1


def test_where_most_have_the_lowest_score_a_quarter_of_them_is_the_lowest_quarter() -> None:
    score = np.array([0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 4, 5.0])
    outcome = np.array([1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1.0])
    same, whole = np.zeros(12), np.ones((1, 12))
    assert told.rate_of_highest(score, outcome, same, whole, 0.25)[0] == pytest.approx(1.0)
    assert told.rate_of_highest(-score, outcome, same, whole, 0.25)[0] == pytest.approx(2 / 8)
    flat = np.zeros(12)
    assert told.rate_of_highest(flat, outcome, same, whole, 0.25)[0] == pytest.approx(5 / 12)


def test_a_quarter_without_ties_is_the_rows_of_that_quarter() -> None:
    score = CHANCE.normal(size=N)
    outcome = (CHANCE.random(N) < 0.3).astype(float)
    quarter = told.quarters(score, YEAR)
    whole = np.ones((1, N))
    for side, own in ((1, 3), (-1, 0)):
        rate = told.rate_of_highest(side * score, outcome, YEAR, whole, 0.25)[0]
        assert rate == pytest.approx(outcome[quarter == own].mean())


def test_quarters_are_quarters_of_each_year() -> None:
    score = CHANCE.normal(size=N)
    quarter = told.quarters(score, YEAR)
    for year in range(6):
        own = quarter[year == YEAR]
        assert [int((own == q).sum()) for q in range(4)] == [10, 10, 10, 10]
        assert score[year == YEAR][own == 3].min() > score[year == YEAR][own == 2].max()
