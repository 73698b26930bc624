"""The figures of the record, one row each, with intervals from drawing whole authorities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlywarning.backtest.cases import Cases
from earlywarning.backtest.chance import chances, inspection_chance
from earlywarning.backtest.contenders import Contender
from earlywarning.backtest.events import FUTURE, TARGETS
from earlywarning.statistics import discrimination as told
from earlywarning.statistics.numeric import BoolArray, FloatArray

COLUMNS = [
    "section", "target", "contender", "measure", "part", "value", "lower", "upper", "n", "happened",
]  # fmt: skip
DRAWS = 1000
SEED = 20160
REVIEWS = 20
RIVAL = "deprivation"
TIMED_RIVAL = "deprivation_timed"


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure and its draws; the first draw is the figure itself."""

    section: str
    target: str
    contender: str
    measure: str
    part: str
    draws: FloatArray
    n: int
    happened: float
    limits: tuple[float, float] | None = None

    def row(self) -> tuple[object, ...]:
        """Return the row of the result table: value and its limits, or the middle 95 % of draws."""
        rest = self.draws[1:][np.isfinite(self.draws[1:])]
        low, high = np.quantile(rest, [0.025, 0.975]) if len(rest) else (np.nan, np.nan)
        if self.limits:
            low, high = self.limits
        return (
            self.section, self.target, self.contender, self.measure, self.part,
            float(self.draws[0]), float(low), float(high), self.n, self.happened,
        )  # fmt: skip


def beats(own: FloatArray, rival: FloatArray) -> FloatArray:
    """Return the share of draws in which one figure is above another drawn alike; a tie is half."""
    both = np.isfinite(own[1:]) & np.isfinite(rival[1:])
    gap = own[1:][both] - rival[1:][both]
    return np.array([np.mean((gap > 0) + (gap == 0) / 2)]) if both.any() else np.array([np.nan])


def inspection_figures(
    cases: Cases, contenders: list[Contender], scores: dict[str, FloatArray]
) -> list[Measured]:
    """Return how each contender told inspections apart, by target; see the measures in the card."""
    out: list[Measured] = []
    for target in (*TARGETS, *FUTURE):
        rows = cases.tested(target)
        weights = told.cluster_draws(cases.table.loc[rows, "old_la_code"], DRAWS, SEED)
        rival = _auc(cases, scores[RIVAL], target, rows, weights)
        out.append(_base_rate(cases, target, rows, weights))
        for one in contenders:
            out += _of_target(cases, one, scores[one.name], target, weights, rival)
    return out


def _auc(
    cases: Cases, score: FloatArray, target: str, rows: BoolArray, weights: FloatArray
) -> FloatArray:
    table = cases.table[rows]
    y = table[target].to_numpy(dtype=float)
    return told.stratified_auc(score[rows], y, table["fold"].to_numpy(), weights)


def _base_rate(cases: Cases, target: str, rows: BoolArray, weights: FloatArray) -> Measured:
    """Return in what part of all inspections it happened, whatever any score said."""
    y = cases.table.loc[rows, target].to_numpy(dtype=float)
    rate = _rate(y, np.ones(len(y), dtype=bool), weights)
    return Measured("inspections", target, "", "base_rate", "", rate, len(y), float(y.sum()))


def _of_target(
    cases: Cases,
    contender: Contender,
    score: FloatArray,
    target: str,
    weights: FloatArray,
    rival: FloatArray,
) -> list[Measured]:
    rows = cases.tested(target)
    table = cases.table[rows]
    s, y, fold = score[rows], table[target].to_numpy(dtype=float), table["fold"].to_numpy()
    within = fold * 10 + table["prior_level"].fillna(0).to_numpy(dtype=int)
    chance, base = (part[rows] for part in chances(cases, score, target))
    auc = told.stratified_auc(s, y, fold, weights)
    highest, lowest = (told.rate_of_highest(side * s, y, fold, weights, 0.25) for side in (1, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.where(lowest > 0, highest / lowest, np.nan)
    measures = {
        "auc": auc,
        "auc_within_grade": told.stratified_auc(s, y, within, weights),
        "beats_deprivation": beats(auc, rival),
        "average_precision": told.average_precision(s, y, fold, weights),
        "precision_at_10": told.precision_at(s, y, fold, weights, 10),
        "precision_at_20": told.precision_at(s, y, fold, weights, 20),
        "lowest_quarter": lowest,
        "highest_quarter": highest,
        "highest_over_lowest": times,
        "brier_skill": told.brier_skill(chance, y, base, weights),
        "calibration_slope": told.calibration_slope(chance, y, weights),
        "observed_over_expected": told.observed_over_expected(chance, y, weights),
    }
    return [
        Measured("inspections", target, contender.name, name, "", draws, len(y), float(y.sum()))
        for name, draws in measures.items()
    ]


def _rate(y: FloatArray, rows: BoolArray, weights: FloatArray) -> FloatArray:
    many = weights[:, rows].sum(axis=1)
    nothing = np.full(len(weights), np.nan)
    share = np.divide(weights[:, rows] @ y[rows], many, where=many > 0, out=nothing)
    return np.asarray(share)


def reliability(cases: Cases, name: str, score: FloatArray, target: str) -> list[Measured]:
    """Return what was said and what happened by fifths of what was said."""
    rows = cases.tested(target)
    y = cases.table.loc[rows, target].to_numpy(dtype=float)
    chance = chances(cases, score, target)[0][rows]
    weights = told.cluster_draws(cases.table.loc[rows, "old_la_code"], DRAWS, SEED)
    fifth = np.minimum(4, np.argsort(np.argsort(chance, kind="stable")) * 5 // len(chance))
    out = []
    for k in range(5):
        here = fifth == k
        size, many = int(here.sum()), float(y[here].sum())
        for measure, values in (("said", chance), ("happened", y)):
            draws = _rate(values, here, weights)
            out.append(
                Measured("calibration", target, name, measure, str(k + 1), draws, size, many)
            )
    return out


def panel_figures(
    cases: Cases, contenders: list[Contender], scores: dict[str, FloatArray]
) -> list[Measured]:
    """Return what twenty reviews each spring would have reached, with and without timing.

    A hit is an authority whose next inspection within two years is a decline. Timing multiplies by
    the chance of an inspection at all, which knows the inspectorate's diary and nothing of the
    service. `not_inadequate` leaves out those already judged Inadequate, who cannot fall.
    """
    timing = inspection_chance(cases)
    tried = {one.name: scores[one.name] for one in contenders}
    timed = {
        f"{one.name}_timed": chances(cases, scores[one.name], "decline")[0] * timing
        for one in contenders
    }
    out: list[Measured] = []
    everyone = cases.whole_panel()
    can_fall = everyone & (cases.table["can_fall"] == True).to_numpy()  # noqa: E712
    for part, rows in (("all", everyone), ("not_inadequate", can_fall)):
        weights = told.cluster_draws(cases.table.loc[rows, "old_la_code"], DRAWS, SEED)
        found = {
            name: _panel_of(cases, name, score, rows, weights, part)
            for name, score in (tried | timed).items()
        }
        for name, figures in found.items():
            rival = TIMED_RIVAL if name.endswith("_timed") else RIVAL
            own, other = figures[0], found[rival][0]
            share = beats(own.draws, other.draws)
            out += figures
            out.append(
                Measured("panel", "decline", name, "beats_deprivation", part, share, own.n,
                       own.happened)
            )  # fmt: skip
    return out


def _panel_of(
    cases: Cases, name: str, score: FloatArray, rows: BoolArray, weights: FloatArray, part: str
) -> list[Measured]:
    table = cases.table[rows]
    s, fold = score[rows], table["fold"].to_numpy()
    hit = table["hit"].to_numpy(dtype=float)
    inspected = table["inspected"].to_numpy(dtype=float) == 1
    new = table["newly_inadequate"].to_numpy(dtype=float)
    precision, recall = told.reached(s, hit, fold, weights, REVIEWS)
    measures: dict[str, tuple[FloatArray, FloatArray]] = {
        "recall_at_20": (recall, hit),
        "precision_at_20": (precision, hit),
        "recall_of_inadequate": (told.recall_at(s, new, fold, weights, REVIEWS), new),
        "auc_of_inspected": (
            told.stratified_auc(s[inspected], hit[inspected], fold[inspected],
                                weights[:, inspected]),
            hit[inspected],
        ),
    }  # fmt: skip
    return [
        Measured("panel", "decline", name, measure, part, draws, len(y), float(y.sum()))
        for measure, (draws, y) in measures.items()
    ]


def table_of(figures: list[Measured]) -> pd.DataFrame:
    """Return the result table: one row a figure, in the order of its making."""
    return pd.DataFrame([one.row() for one in figures], columns=COLUMNS)
