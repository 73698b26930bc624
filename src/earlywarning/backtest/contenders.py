"""What is tried: the baselines that a warning has to beat, and the contenders. All are listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlywarning.backtest import fitting
from earlywarning.backtest.cases import Cases
from earlywarning.definitions.loader import Definitions
from earlywarning.statistics.numeric import BoolArray, FloatArray

WORST_QUARTILE = 0.6745
# Years since the last report tell little beyond this.
LONGEST_WAIT = 6.0
LEARNED_FROM = "any_part_down"


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to order authorities by risk.

    kind: baseline or contender. simplicity: 1 is the simplest; only contenders that a performance
    pillar could be have one. spent: something in it was set by people who had read of these years.
    """

    name: str
    title: str
    kind: str
    score: Callable[[Cases, int], FloatArray]
    simplicity: int | None = None
    spent: str = ""


def contenders_of(definitions: Definitions) -> list[Contender]:
    """Return everything that is tried, baselines first."""
    signs = definitions.vital_signs
    twelve, all_signs = list(signs.fixed_before()), list(signs.items())
    weighted = definitions.weighted()
    directed = [name for name, one in weighted.items() if one.polarity != "either_way"]
    positions = [f"{name}:position" for name in directed]
    both = positions + [f"{name}:movement" for name in directed]
    study = "the last two signs were named after a study of these years"
    share = definitions.policy.performance.reassurance_share
    return [
        Contender("chance", "Chance", "baseline", _nothing),
        Contender("prior_grade", "Judgement before (a better one can fall further)", "baseline",
                  _column("prior_grade", -1)),
        Contender("years_since", "Years since the last report", "baseline",
                  _column("years_since", 1)),
        Contender("worst_quartile", "Share of indicators in the worst quartile", "baseline",
                  _worst_quartile([f"{name}:level" for name in directed])),
        Contender("signed_mean", "Mean of all indicators with a good direction, no benchmark",
                  "baseline", _sum([f"{name}:level" for name in directed], mean=True)),
        Contender("before_and_wait", "Judgement before and the wait, ridge, no figures", "baseline",
                  _fitted(fitting.signed_ridge, [], room=True)),
        Contender("deprivation", "Deprivation (IMD 2019)", "baseline", _column("deprivation", 1)),
        Contender("deprivation_grade", "Deprivation and the judgement before, one weight",
                  "baseline", _with_grade(_column("deprivation", 1))),
        Contender("twelve", "Twelve signs of the study of 2016, one weight", "contender",
                  _sum(twelve), 1),
        Contender("fourteen", "Fourteen signs, one weight", "contender", _sum(all_signs), 2, study),
        Contender("vital_signs", "Fourteen signs, one weight, a good figure counts less",
                  "contender", _sum(all_signs, reassurance=share), 3, study),
        Contender("pillar", "Fourteen signs as levels of some years: the pillar of figures",
                  "contender", _known("performance"), 4, study),
        Contender("positions", "All positions with a good direction, one weight", "contender",
                  _sum(positions), 5),
        Contender("picked", "Six signs picked inside each fold from all, one weight", "contender",
                  _fitted(fitting.picked_signs, both), 6),
        Contender("ridge", "Fourteen signs, ridge with signs held, drawn to one weight",
                  "contender", _fitted(fitting.signed_ridge, all_signs), 7, study),
        Contender("ridge_all", "All positions and movements, ridge with signs held", "contender",
                  _fitted(fitting.signed_ridge, both), 8),
        Contender("logistic_all", "All positions and movements, logistic, no signs held",
                  "contender", _fitted(fitting.free_logistic, both), 9),
        Contender("ordinal_all", "All positions and movements, cumulative logistic on the grade",
                  "contender", _fitted(fitting.ordinal_grades, both, "grade", old=True), 10),
        Contender("trees", "Fourteen signs, boosted trees with signs held", "contender",
                  _fitted(fitting.monotone_trees, all_signs), 11, study),
        Contender("ridge_room", "Fourteen signs, ridge, with the judgement before and the wait",
                  "contender", _fitted(fitting.signed_ridge, all_signs, room=True), None, study),
        Contender("vital_grade", "Fourteen signs and the judgement before, one weight: a weaker "
                  "service is nearer to the floor", "contender",
                  _with_grade(_sum(all_signs, reassurance=share)), None, study),
        Contender("product", "The score as people see it, without what people know", "contender",
                  _known("risk_of_decline"), None, study),
    ]  # fmt: skip


def listed(contenders: list[Contender]) -> pd.DataFrame:
    """Return what was tried as a table: name, title, kind, simplicity, spent."""
    columns = ["name", "title", "kind", "simplicity", "spent"]
    rows = [[getattr(one, name) for name in columns] for one in contenders]
    return pd.DataFrame(rows, columns=columns)


def _nothing(cases: Cases, _fold: int) -> FloatArray:
    return np.zeros(len(cases.table))


def _column(name: str, side: int) -> Callable[[Cases, int], FloatArray]:
    def score(cases: Cases, _fold: int) -> FloatArray:
        values = cases.table[name].astype(float)
        return np.asarray(side * values.fillna(values.median()))

    return score


def _with_grade(
    other: Callable[[Cases, int], FloatArray],
) -> Callable[[Cases, int], FloatArray]:
    """Return a score plus the judgement before, the weaker the higher, both in standard units."""

    def score(cases: Cases, fold: int) -> FloatArray:
        grade = _column("prior_grade", 1)(cases, fold)
        return _standard(other(cases, fold)) + _standard(grade)

    return score


def _standard(values: FloatArray) -> FloatArray:
    spread = float(np.std(values))
    return np.asarray((values - values.mean()) / spread if spread > 0 else values * 0.0)


def _known(name: str) -> Callable[[Cases, int], FloatArray]:
    def score(cases: Cases, _fold: int) -> FloatArray:
        return np.asarray(_features(cases, [name])[:, 0])

    return score


def _sum(
    names: list[str], *, mean: bool = False, reassurance: float = 1.0
) -> Callable[[Cases, int], FloatArray]:
    """Return a sum of features; `mean` leaves gaps out, else a gap says nothing."""

    def score(cases: Cases, _fold: int) -> FloatArray:
        """Return the sum, or the mean, of each case."""
        x = cases.known.reindex(columns=names).astype(float)
        if mean:
            return np.asarray(x.mean(axis=1).fillna(0.0))
        z = x.fillna(0.0).to_numpy()
        return np.asarray(np.where(z > 0, z, reassurance * z).sum(axis=1))

    return score


def _worst_quartile(names: list[str]) -> Callable[[Cases, int], FloatArray]:
    def score(cases: Cases, _fold: int) -> FloatArray:
        x = cases.known.reindex(columns=names).astype(float)
        worst = (x > WORST_QUARTILE).where(x.notna())
        return np.asarray(worst.astype(float).mean(axis=1).fillna(0.0))

    return score


def _fitted(
    fit: fitting.Fit, names: list[str], target: str = LEARNED_FROM, *, old: bool = False,
    room: bool = False,
) -> Callable[[Cases, int], FloatArray]:  # fmt: skip
    """Return a score learned from what was reported before the fold began.

    It learns from whether any part was judged lower: three falls in ten, where the overall grade
    has two, and the only target that will still be there.
    """

    def score(cases: Cases, fold: int) -> FloatArray:
        """Return what the model of this fold says of every case."""
        rows = cases.training(fold, target, old=old)
        x = _features(cases, names)
        if room:
            x = np.hstack([x, _room(cases)])
        group = pd.factorize(cases.table["old_la_code"], sort=True)[0]
        year = cases.table["fold"].to_numpy()
        y = cases.table[target].to_numpy(dtype=float)
        return fit(fitting.Training(x[rows], y[rows], year[rows], group[rows]), x)

    return score


def _features(cases: Cases, names: list[str]) -> FloatArray:
    return cases.known.reindex(columns=names).astype(float).fillna(0.0).to_numpy()


def _room(cases: Cases) -> FloatArray:
    """Return how far the parts could fall, and how long nobody looked, in about standard units."""
    fall = 2.5 - cases.table["prior_mean"].astype(float)
    wait = cases.table["years_since"].astype(float).clip(0, LONGEST_WAIT) / 2 - 1.5
    return np.column_stack([3.0 * fall.fillna(0.0), 3.0 * wait.fillna(0.0)])


def scores_of(contender: Contender, cases: Cases) -> FloatArray:
    """Return the contender's score of every case, each with the model of its own fold."""
    out = np.full(len(cases.table), np.nan)
    for fold in cases.folds():
        rows: BoolArray = np.asarray(cases.table["fold"] == fold, dtype=bool)
        out[rows] = contender.score(cases, fold)[rows]
    return out
