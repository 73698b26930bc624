"""From a score to a chance, and the chance of an inspection at all, learned from the past only."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from earlywarning.backtest.cases import WINDOW_MONTHS, Cases
from earlywarning.statistics.numeric import BoolArray, FloatArray

TRAILING_YEARS = 3
PSEUDO_EVENTS = 5.0
PSEUDO_RATE = {
    "decline": 0.20, "any_part_down": 0.30, "newly_inadequate": 0.15, "below_good": 0.45,
    "newly_below_good_part": 0.22, "newly_inadequate_part": 0.12,
}  # fmt: skip
# What an honest study of such figures led to expect before this one: an AUC of 0.62 to 0.70 is
# about half a unit of log-odds a standard deviation.
EXPECTED_SLOPE = 0.5
SLOPE_DOUBT = 0.25


def trailing_rate(cases: Cases, fold: int, target: str) -> float:
    """Return the share in which it happened in the three years before a fold, drawn to a usual one.

    Every inspection reported on in those years counts, of whatever framework: it is what was known.
    """
    table = cases.table
    first, last = dt.date(fold - TRAILING_YEARS, 4, 1), dt.date(fold, 4, 1)
    known = [day is not None and first <= day < last for day in table["published"]]
    happened = table.loc[
        np.array(known, dtype=bool) & cases.inspections() & table[target].notna(), target
    ]
    many = len(happened) + PSEUDO_EVENTS
    return float((happened.sum() + PSEUDO_EVENTS * PSEUDO_RATE[target]) / many)


def chances(cases: Cases, score: FloatArray, target: str) -> tuple[FloatArray, FloatArray]:
    """Return each case's chance if inspected, and the trailing rate of its fold.

    The score is set in standard units of that spring's authorities; one unit is worth a slope that
    the folds before have taught, drawn to `EXPECTED_SLOPE`; the level is re-based so that the
    spring's authorities together have the trailing national rate.
    """
    chance = np.full(len(score), np.nan)
    base = np.full(len(score), np.nan)
    z = np.full(len(score), np.nan)
    for fold in cases.folds():
        rows = _of(cases, fold)
        spring = rows & cases.panel()
        spread = np.std(score[spring])
        z[rows] = (score[rows] - np.mean(score[spring])) / spread if spread > 0 else 0.0
        rate = trailing_rate(cases, fold, target)
        earlier = cases.tested(target) & (cases.table["fold"] < fold).to_numpy()
        y = cases.table[target].to_numpy(dtype=float)
        slope = _slope(z[earlier], y[earlier], base[earlier])
        chance[rows] = _sigmoid(_level(slope * z[spring], rate) + slope * z[rows])
        base[rows] = rate
    return chance, base


def inspection_chance(cases: Cases) -> FloatArray:
    """Return each spring authority's chance of an inspection within the window.

    A logistic regression on years since the last report and the judgement before, learned from
    springs whose window had passed by then. It foretells the inspectorate's diary, not the service.
    """
    from sklearn.linear_model import LogisticRegression

    out = np.full(len(cases.table), np.nan)
    x = _timing(cases.table)
    years = WINDOW_MONTHS // 12
    for fold in cases.folds():
        rows = _of(cases, fold) & cases.panel()
        past = cases.panel() & (cases.table["fold"] <= fold - years).to_numpy()
        y = cases.table["inspected"].to_numpy(dtype=float)
        if len(np.unique(y[past])) < 2:
            # No spring's window had passed: who has waited longest is next.
            out[rows] = _waited(cases.table[rows])
            continue
        model = LogisticRegression(C=1.0, max_iter=2000).fit(x[past], y[past].astype(int))
        out[rows] = model.predict_proba(x[rows])[:, 1]
    return out


def _of(cases: Cases, fold: int) -> BoolArray:
    return np.asarray(cases.table["fold"] == fold, dtype=bool)


def _timing(table: pd.DataFrame) -> FloatArray:
    wait = table["years_since"].astype(float).fillna(0.0).clip(0, 8)
    grade = table["prior_grade"].astype(float).fillna(3.0)
    return np.column_stack([wait, wait**2 / 8, *(grade == one for one in (1, 2, 3, 4))])


def _waited(table: pd.DataFrame) -> FloatArray:
    wait = table["years_since"].astype(float).fillna(0.0).clip(0, 8)
    return np.asarray(0.1 + 0.1 * wait)


def _slope(z: FloatArray, y: FloatArray, rate: FloatArray) -> float:
    """Return the slope that earlier folds teach, drawn to the expected one (posterior mode)."""
    slope = EXPECTED_SLOPE
    if not len(z):
        return slope
    level = np.log(rate / (1 - rate))
    for _ in range(25):
        q = _sigmoid(level + slope * z)
        gradient = float(((y - q) * z).sum()) - (slope - EXPECTED_SLOPE) / SLOPE_DOUBT**2
        slope += gradient / (float((q * (1 - q) * z**2).sum()) + SLOPE_DOUBT**-2)
    return slope


def _level(lift: FloatArray, rate: float) -> float:
    """Return the level at which the mean chance is the rate."""
    low, high = -12.0, 12.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _sigmoid(middle + lift).mean() < rate else (low, middle)
    return (low + high) / 2


def _sigmoid(x: FloatArray | float) -> FloatArray:
    return np.asarray(1 / (1 + np.exp(-np.asarray(x))))
