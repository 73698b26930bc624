"""Lead time, equity, and the choice of what the performance pillar rests on."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from earlywarning.backtest.cases import Cases
from earlywarning.backtest.contenders import Contender, scores_of
from earlywarning.backtest.results import DRAWS, RIVAL, SEED, Measured, beats
from earlywarning.statistics import discrimination as told
from earlywarning.statistics.numeric import BoolArray, FloatArray

LEADS = (0, 3, 6, 12, 18, 24)
PRIMARY = ("any_part_down", "decline")
# A simpler score is as good as the best unless the best is ahead in more draws than this.
NOISE = 0.95
FLAGGED_QUARTER = 3
EQUITY_OF = ("vital_signs", "product", RIVAL)
CORRELATED = ("signed_mean", "vital_signs", "product")
GROUPS = {
    "deprived": "most deprived fifth",
    "rural": "predominantly rural",
    "small": "fifth with the fewest children",
    "restructured": "opened since 2010, or judged on a predecessor's report",
    "london": "London",
}
SIZES = ("fewest", "middle", "most")


def lead_figures(
    by_lead: dict[int, Cases], contenders: list[Contender], names: Iterable[str]
) -> list[Measured]:
    """Return how well a score told apart so many months before the inspection began."""
    tried = {one.name: one for one in contenders}
    out = []
    for months, cases in by_lead.items():
        for name in names:
            score = scores_of(tried[name], cases)
            out += [_lead(cases, name, score, target, months) for target in PRIMARY]
    return out


def _lead(cases: Cases, name: str, score: FloatArray, target: str, months: int) -> Measured:
    rows = cases.tested(target)
    table = cases.table[rows]
    y = table[target].to_numpy(dtype=float)
    weights = told.cluster_draws(table["old_la_code"], DRAWS, SEED)
    auc = told.stratified_auc(score[rows], y, table["fold"].to_numpy(), weights)
    return Measured("lead", target, name, "auc", str(months), auc, len(y), float(y.sum()))


def equity_figures(cases: Cases, scores: dict[str, FloatArray]) -> list[Measured]:
    """Return false alarms and misses by kind of authority, and each less that of all others.

    Flagged is the highest quarter of a year's inspections. A false alarm is one flagged of which
    nothing came; a miss one not flagged that fell.
    """
    out = []
    for target in PRIMARY:
        rows = cases.tested(target)
        table = cases.table[rows]
        weights = told.cluster_draws(table["old_la_code"], DRAWS, SEED)
        fell = table[target].to_numpy(dtype=float) == 1
        for name in EQUITY_OF:
            flagged = told.quarters(scores[name][rows], table["fold"].to_numpy()) == FLAGGED_QUARTER
            for group in GROUPS:
                here = table[group].to_numpy(dtype=bool)
                for measure, wrong, of in (
                    ("false_alarms", flagged, ~fell),
                    ("misses", ~flagged, fell),
                ):
                    own = _share_of(wrong, of & here, weights)
                    rest = _share_of(wrong, of & ~here, weights)
                    many = int((of & here).sum())
                    hits = float((wrong & of & here).sum())
                    kind = ("equity", target, name)
                    out.append(Measured(*kind, measure, group, own, many, hits))
                    out.append(Measured(*kind, f"{measure}_gap", group, own - rest, many, hits))
    return out


def _share_of(wrong: BoolArray, of: BoolArray, weights: FloatArray) -> FloatArray:
    many = weights[:, of].sum(axis=1)
    nothing = np.full(len(weights), np.nan)
    share = np.divide(weights[:, of] @ wrong[of].astype(float), many, where=many > 0, out=nothing)
    return np.asarray(share)


def correlation_figures(cases: Cases, scores: dict[str, FloatArray]) -> list[Measured]:
    """Return each score's correlation with deprivation, the mean over the springs.

    `signed_mean` is without any benchmark: what the figures say before each authority is held
    against those like it.
    """
    out = []
    rows = cases.panel()
    table = cases.table[rows]
    weights = told.cluster_draws(table["old_la_code"], DRAWS, SEED)
    poor = table["deprivation"].astype(float)
    x = poor.fillna(poor.median()).to_numpy()
    for name in CORRELATED:
        years = []
        for fold in sorted(table["fold"].unique()):
            here = (table["fold"] == fold).to_numpy()
            years.append(_correlation(x[here], scores[name][rows][here], weights[:, here]))
        mean = np.mean(years, axis=0)
        out.append(Measured("equity", "", name, "correlation_with_deprivation", "", mean,
                          int(rows.sum()), 0.0))  # fmt: skip
    return out


def _correlation(x: FloatArray, y: FloatArray, weights: FloatArray) -> FloatArray:
    total = weights.sum(axis=1)
    mx, my = weights @ x / total, weights @ y / total
    both = weights @ (x * y) / total - mx * my
    spread = np.sqrt((weights @ x**2 / total - mx**2) * (weights @ y**2 / total - my**2))
    return np.asarray(both / spread)


def choice_figures(
    cases: Cases, contenders: list[Contender], scores: dict[str, FloatArray]
) -> tuple[str, list[Measured]]:
    """Return the contender that the performance pillar is to rest on, and the comparison.

    The simplest one that the best is not clearly ahead of: for any part down and for the overall
    grade, the best is ahead of it in no more than `NOISE` of the draws of authorities.
    """
    able = sorted((c for c in contenders if c.simplicity), key=lambda c: c.simplicity or 0)
    figures: list[Measured] = []
    clearly_behind: set[str] = set()
    for target in PRIMARY:
        rows = cases.tested(target)
        table = cases.table[rows]
        y, fold = table[target].to_numpy(dtype=float), table["fold"].to_numpy()
        weights = told.cluster_draws(table["old_la_code"], DRAWS, SEED)
        auc = {c.name: told.stratified_auc(scores[c.name][rows], y, fold, weights) for c in able}
        best = max(auc, key=lambda name: float(auc[name][0]))
        for one in able:
            ahead = beats(auc[best], auc[one.name])
            figures.append(Measured("choice", target, one.name, "best_is_ahead", best, ahead,
                                  len(y), float(y.sum())))  # fmt: skip
            if ahead[0] > NOISE:
                clearly_behind.add(one.name)
    return next(one.name for one in able if one.name not in clearly_behind), figures


def groups_of(authorities: pd.DataFrame) -> pd.DataFrame:
    """Return authorities with one column of true or false for each of `GROUPS`, and their size.

    Args:
        authorities: old_la_code, opened, region, rural_urban, children, deprivation, of_another.
    """
    poor, children = authorities["deprivation"].astype(float), authorities["children"].astype(float)
    opened = pd.to_datetime(authorities["opened"])
    return authorities.assign(
        deprived=poor >= poor.quantile(0.8),
        rural=authorities["rural_urban"].eq("Predominantly Rural"),
        small=children <= children.quantile(0.2),
        restructured=(opened >= pd.Timestamp(2010, 1, 1)) | authorities["of_another"],
        london=authorities["region"].astype(str).str.contains("London"),
        size=pd.cut(children.rank(pct=True), [0, 1 / 3, 2 / 3, 1], labels=list(SIZES)).astype(str),
    )
