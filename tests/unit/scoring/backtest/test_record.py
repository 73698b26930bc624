"""The machinery against a known truth: it finds what is there, nothing where nothing is, and the
canaries sing when somebody cheats."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from earlywarning.backtest import fitting
from earlywarning.backtest.canaries import (
    future_changed,
    nothing_late,
    shuffled_labels,
    without_gate,
)
from earlywarning.backtest.cases import Cases
from earlywarning.backtest.chance import chances, inspection_chance, trailing_rate
from earlywarning.backtest.contenders import contenders_of, scores_of
from earlywarning.backtest.further import choice_figures, equity_figures, lead_figures
from earlywarning.backtest.seen import Timeline
from tests.support.backtest import past
from tests.support.evidence import DEFINITIONS

TRIED = {one.name: one for one in contenders_of(DEFINITIONS)}


@pytest.fixture(scope="module")
def whole() -> tuple[Cases, Timeline]:
    return past()


def auc(cases: Cases, name: str, target: str = "any_part_down") -> float:
    figures = lead_figures({0: cases}, list(TRIED.values()), [name])
    return float(next(one.draws[0] for one in figures if one.target == target))


@pytest.mark.whole
def test_trouble_that_figures_tell_of_is_found_by_every_contender(
    whole: tuple[Cases, Timeline],
) -> None:
    cases, _ = whole
    for name in ("twelve", "vital_signs", "ridge", "picked", "trees", "ordinal_all"):
        assert auc(cases, name) > 0.6, name
    assert 0.35 < auc(cases, "deprivation") < 0.65
    assert auc(cases, "chance") == 0.5


@pytest.mark.whole
def test_figures_that_know_nothing_tell_nothing() -> None:
    cases, _ = past(told=False, seed=11)
    for name in ("twelve", "ridge", "picked"):
        assert 0.3 < auc(cases, name) < 0.7, name


@pytest.mark.whole
def test_the_same_past_gives_the_same_scores(whole: tuple[Cases, Timeline]) -> None:
    cases, _ = whole
    for one in TRIED.values():
        first, again = (scores_of(one, cases) for _ in range(2))
        assert np.array_equal(first, again, equal_nan=True), one.name


def test_a_fold_does_not_know_its_own_outcomes(whole: tuple[Cases, Timeline]) -> None:
    cases, _ = whole
    fold = 2023
    late = (cases.table["fold"] >= fold).to_numpy()
    turned = cases.table.assign(
        any_part_down=np.where(late, 1 - cases.table["any_part_down"], cases.table["any_part_down"])
    )
    here = (cases.table["fold"] == fold).to_numpy()
    for name in ("ridge", "picked", "trees"):
        honest = TRIED[name].score(cases, fold)[here]
        other = TRIED[name].score(replace(cases, table=turned), fold)[here]
        assert np.array_equal(honest, other), name


def test_ridge_holds_its_signs_and_falls_back_to_one_weight() -> None:
    chance = np.random.default_rng(3)
    x = chance.normal(size=(150, 6))
    against = (chance.random(150) < 1 / (1 + np.exp(2 * x[:, 0]))).astype(float)
    group, year = np.arange(150), np.full(150, 2018)
    training = fitting.Training(x, against, year, group)
    step = np.zeros((2, 6))
    step[1, 0] = 1.0
    low, high = fitting.signed_ridge(training, step)
    assert high >= low - 1e-12
    nothing = training._replace(y=np.zeros(150))
    assert np.array_equal(fitting.signed_ridge(nothing, x), x.sum(axis=1))


def test_chances_have_the_trailing_rate_and_follow_the_score(
    whole: tuple[Cases, Timeline],
) -> None:
    cases, _ = whole
    score = scores_of(TRIED["vital_signs"], cases)
    chance, base = chances(cases, score, "decline")
    for fold in cases.folds():
        spring = cases.panel() & (cases.table["fold"] == fold).to_numpy()
        assert chance[spring].mean() == pytest.approx(trailing_rate(cases, fold, "decline"))
        assert base[spring] == pytest.approx(chance[spring].mean())
        order = np.argsort(score[spring])
        assert (np.diff(chance[spring][order]) >= 0).all()
    flat, _ = chances(cases, np.zeros(len(score)), "decline")
    known = cases.tested("decline")
    assert flat[known] == pytest.approx(base[known])


def test_timing_knows_the_diary_only(whole: tuple[Cases, Timeline]) -> None:
    cases, _ = whole
    timing = inspection_chance(cases)
    changed = replace(cases, known=cases.known.iloc[:, :0])
    assert np.array_equal(timing, inspection_chance(changed), equal_nan=True)
    spring = cases.panel() & (cases.table["fold"] >= 2018).to_numpy()
    assert ((timing[spring] > 0) & (timing[spring] < 1)).all()


@pytest.mark.whole
def test_canaries_hold_on_an_honest_past() -> None:
    cases, _ = past(many=260)
    assert nothing_late(cases).holds
    assert all(one.holds for one in shuffled_labels(cases, TRIED["picked"]))


def test_a_canary_sings_when_a_figure_of_the_day_itself_is_used(
    whole: tuple[Cases, Timeline],
) -> None:
    cases, _ = whole
    leaking = replace(cases, known=cases.known.assign(newest_published=cases.table["day"]))
    sung = nothing_late(leaking)
    assert not sung.holds
    assert sung.found == len(cases.table)


def test_a_canary_sings_when_nothing_is_withheld(whole: tuple[Cases, Timeline]) -> None:
    cases, timeline = whole
    codes, days = cases.table["old_la_code"].tolist(), cases.table["day"].tolist()
    open_gate = replace(cases, known=timeline.without_gate(codes, days))
    assert not without_gate(open_gate, timeline, TRIED["twelve"]).holds


def test_a_canary_sings_when_training_sees_the_test(whole: tuple[Cases, Timeline]) -> None:
    cases, _ = whole

    def cheating(given: Cases, _fold: int) -> np.ndarray:
        return given.table["any_part_down"].fillna(0).to_numpy(dtype=float)

    cheat = replace(TRIED["picked"], score=cheating)
    assert not all(one.holds for one in shuffled_labels(cases, cheat))


def test_a_canary_sings_when_the_future_changes_the_past(whole: tuple[Cases, Timeline]) -> None:
    frame = pd.DataFrame({"indicator": ["caseload"], "old_la_code": ["801"], "value": [1.0],
                          "position_z": [0.5], "movement_z": [np.nan],
                          "neighbour_z": [0.1]})  # fmt: skip
    day = whole[1].days[0]
    assert future_changed(day, frame, frame).holds
    assert not future_changed(day, frame, frame.assign(value=3.0)).holds
    assert not future_changed(day, frame.iloc[:0], frame.iloc[:0]).holds


@pytest.mark.whole
def test_the_simplest_that_is_not_clearly_behind_is_chosen(whole: tuple[Cases, Timeline]) -> None:
    cases, _ = whole
    good = scores_of(TRIED["twelve"], cases)
    noise = np.random.default_rng(1).normal(size=len(good))
    able = [one for one in TRIED.values() if one.simplicity]
    scores = {one.name: good + 0.01 * noise for one in able}
    chosen, figures = choice_figures(cases, able, scores)
    assert chosen == min(able, key=lambda one: one.simplicity or 0).name
    scores[chosen] = noise
    assert choice_figures(cases, able, scores)[0] != chosen
    assert {one.target for one in figures} == {"any_part_down", "decline"}


@pytest.mark.whole
def test_groups_and_figures_of_equity_are_by_hand(whole: tuple[Cases, Timeline]) -> None:
    cases, _ = whole
    scores = {one.name: scores_of(one, cases) for one in TRIED.values()}
    figures = equity_figures(cases, scores)
    one = next(f for f in figures if (f.contender, f.measure, f.part, f.target)
               == ("vital_signs", "false_alarms", "london", "decline"))  # fmt: skip
    rows = cases.tested("decline")
    table = cases.table[rows]
    from earlywarning.statistics.discrimination import quarters

    flagged = quarters(scores["vital_signs"][rows], table["fold"].to_numpy()) == 3
    held = (table["decline"] == 0).to_numpy() & table["london"].to_numpy(dtype=bool)
    assert one.draws[0] == pytest.approx(flagged[held].mean())
    assert one.n == held.sum()
