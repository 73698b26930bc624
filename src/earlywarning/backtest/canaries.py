"""Checks that run with every back-test: each fails if the record could be fooling itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from earlywarning.backtest.cases import Cases
from earlywarning.backtest.contenders import LEARNED_FROM, Contender, scores_of
from earlywarning.backtest.seen import Timeline
from earlywarning.statistics.discrimination import stratified_auc
from earlywarning.statistics.numeric import FloatArray

PERMUTATIONS = 40
SEED = 97
# Where one shuffled run may land at this number of inspections, and where their mean may.
ONE_RUN = (0.36, 0.64)
MEAN_OF_RUNS = (0.47, 0.53)
WITHOUT_GATE = "twelve"
GATED_TARGET = "decline"
SHUFFLED = "picked"


@dataclass(frozen=True, slots=True)
class Canary:
    """One check: what was found, what it had to be, and whether it held."""

    name: str
    found: float
    wanted: str
    holds: bool
    told: str


def shuffled_labels(cases: Cases, contender: Contender) -> list[Canary]:
    """With the outcomes of each year shuffled, choosing and fitting must find nothing."""
    chance = np.random.default_rng(SEED)
    told: list[float] = []
    for _ in range(PERMUTATIONS):
        table = cases.table.copy()
        y = table[LEARNED_FROM].to_numpy(dtype=float).copy()
        for _, rows in table[cases.inspections()].groupby("fold"):
            known = rows.index[rows[LEARNED_FROM].notna()]
            y[known] = chance.permutation(y[known])
        shuffled = replace(cases, table=table.assign(**{LEARNED_FROM: y}))
        told.append(_auc(shuffled, scores_of(contender, shuffled), LEARNED_FROM))
    mean = float(np.mean(told))
    outside = sum(not ONE_RUN[0] <= one <= ONE_RUN[1] for one in told)
    return [
        Canary(
            "shuffled_mean", mean, f"{MEAN_OF_RUNS[0]} to {MEAN_OF_RUNS[1]}",
            MEAN_OF_RUNS[0] <= mean <= MEAN_OF_RUNS[1],
            f"{PERMUTATIONS} runs with each year's outcomes shuffled: mean AUC of the contender "
            "that picks its signs inside the folds",
        ),
        Canary(
            "shuffled_outside", outside, "at most 2", outside <= 2,
            f"of those runs, how many lie outside {ONE_RUN[0]} to {ONE_RUN[1]}",
        ),
    ]  # fmt: skip


def without_gate(cases: Cases, timeline: Timeline, contender: Contender) -> Canary:
    """Figures that had ended but were not out yet must tell more, or the gate withholds nothing."""
    codes, days = cases.table["old_la_code"].tolist(), cases.table["day"].tolist()
    open_gate = replace(cases, known=timeline.without_gate(codes, days))
    gated = _auc(cases, scores_of(contender, cases), GATED_TARGET)
    without = _auc(open_gate, scores_of(contender, open_gate), GATED_TARGET)
    return Canary(
        "gate_removed", without - gated, "above 0", without > gated,
        f"AUC of the twelve signs for a decline without the gate ({without:.3f}) less with it "
        f"({gated:.3f})",
    )  # fmt: skip


def nothing_late(cases: Cases) -> Canary:
    """No figure used for a case may have come out on its day or later."""
    late = sum(
        known is not None and known == known and known >= day
        for known, day in zip(cases.known["newest_published"], cases.table["day"], strict=True)
    )
    seen = int(cases.known["newest_published"].notna().sum())
    return Canary(
        "late_figures", late, "0", late == 0 and seen > 0,
        f"cases, of {seen:,}, that use a figure which came out on their day or later",
    )  # fmt: skip


def future_changed(day: dt.date, honest: pd.DataFrame, poisoned: pd.DataFrame) -> Canary:
    """What a day showed must not change when everything that came out later is falsified."""
    keys = ["indicator", "old_la_code"]
    both = honest.merge(poisoned, on=keys, how="outer", suffixes=("", "_poisoned"))
    changed = 0
    for name in ("value", "position_z", "movement_z", "neighbour_z"):
        one, other = both[name].to_numpy(float), both[f"{name}_poisoned"].to_numpy(float)
        changed += int((~np.isclose(one, other, equal_nan=True)).sum())
    return Canary(
        f"future_{day}", changed, "0", changed == 0 and len(honest) > 0,
        f"of {4 * len(both):,} numbers of {day}, how many change when all later figures are "
        "tripled",
    )  # fmt: skip


def _auc(cases: Cases, score: FloatArray, target: str) -> float:
    rows = cases.tested(target)
    table = cases.table[rows]
    y = table[target].to_numpy(dtype=float)
    whole = np.ones((1, len(y)))
    return float(stratified_auc(score[rows], y, table["fold"].to_numpy(), whole)[0])
