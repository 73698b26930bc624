"""What use the score is: how often its bands were right, and what twenty reviews gain by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from earlywarning.backtest.cases import Cases
from earlywarning.backtest.chance import chances, inspection_chance
from earlywarning.backtest.events import FUTURE, GRADES
from earlywarning.backtest.further import SIZES
from earlywarning.backtest.results import DRAWS, REVIEWS, SEED, Measured
from earlywarning.definitions.policy import Policy
from earlywarning.statistics import discrimination as told
from earlywarning.statistics.numeric import BoolArray, FloatArray
from earlywarning.statistics.rates import wilson

SHOWN = "product"
HITS_OF = ("any_part_down", *FUTURE)
BENEFIT_TO = ("decline", *FUTURE)
# The diary alone is chance with timing: who is likely to be inspected, and nothing of the service.
BENEFIT_OF = (SHOWN, "deprivation", "before_and_wait", "chance")
THRESHOLDS = (0.05, 0.10, 0.15, 0.20, 0.25)
EVERYBODY, BENEFIT, AT_CAPACITY = "everybody", "net_benefit", "at_20"
# From here on nearly all that were inspected within two years had a judgement before that counts.
FUTURE_SPRINGS_FROM = 2022
AUTHORITIES = 100


def hit_figures(cases: Cases, score: FloatArray, policy: Policy) -> list[Measured]:
    """Return what happened by band, and by size and grade before: of all, and of those flagged.

    Bands are those of the points of figures alone. Flagged is what opens a conversation, the floor
    of the second band. Intervals are Wilson's: a cell of few would have none by drawing.
    """
    out = []
    flagged = score >= list(policy.bands.values())[1]
    band = np.array([policy.band_of(max(0.0, float(one))) for one in np.nan_to_num(score)])
    for target in HITS_OF:
        rows = cases.tested(target)
        y = cases.table[target].to_numpy(dtype=float)
        parts = [(f"band:{name}", rows & (band == name)) for name in policy.bands]
        for part, here in parts:
            out.append(_hits(target, "of_band", part, y[here]))
        for part, here in _groups(cases):
            out.append(_hits(target, "of_all", part, y[rows & here]))
            out.append(_hits(target, "of_flagged", part, y[rows & here & flagged]))
    return out


def _groups(cases: Cases) -> Iterator[tuple[str, BoolArray]]:
    table = cases.table
    yield "all", np.ones(len(table), dtype=bool)
    for size in SIZES:
        yield f"size:{size}", (table["size"] == size).to_numpy(dtype=bool)
    for grade, number in GRADES.items():
        yield f"before:{grade}", (table["prior_level"] == number).to_numpy(dtype=bool)


def _hits(target: str, measure: str, part: str, y: FloatArray) -> Measured:
    happened, many = float(y.sum()), len(y)
    found = wilson(happened, many) if many else (np.nan, np.nan, np.nan)
    value, low, high = (float(one) for one in found)
    kind = ("hits", target, SHOWN, measure, part)
    return Measured(*kind, np.array([value]), many, happened, (low, high))


@dataclass(frozen=True, slots=True)
class Springs:
    """Authorities in springs whose two years are known: in which year, and what was then found."""

    target: str
    fold: FloatArray
    hit: FloatArray
    weights: FloatArray

    def benefit(self, reviewed: FloatArray, threshold: float) -> FloatArray:
        """Return the net benefit for each hundred authorities a spring (Vickers and Elkin 2006).

        `reviewed`: 1 for whoever is reviewed, else 0; a share for a tie at the edge. A review for
        nothing costs the odds of the threshold: who stops there holds it to be worth that.
        """
        worth = self.hit - (1 - self.hit) * threshold / (1 - threshold)
        return np.asarray(
            AUTHORITIES * (self.weights @ (reviewed * worth)) / self.weights.sum(axis=1)
        )

    def measured(self, name: str, measure: str, part: str, draws: FloatArray) -> Measured:
        """Return one figure of these springs."""
        kind = ("benefit", self.target, name, measure, part)
        return Measured(*kind, draws, len(self.hit), float(self.hit.sum()))


def benefit_figures(cases: Cases, scores: dict[str, FloatArray]) -> list[Measured]:
    """Return the decision curve, and the net benefit where twenty reviews a spring stop.

    Chances are those of `chances` times that of an inspection within two years, for every score
    alike, so that the diary sets none apart. The threshold of twenty reviews is the chance that the
    score as shown gives the twentieth of a spring, the mean of the springs.
    """
    timing = inspection_chance(cases)
    out: list[Measured] = []
    for target in BENEFIT_TO:
        rows = _whole_springs(cases, target)
        if not rows.any():
            continue
        springs = _springs(cases, target, rows)
        chance = {
            name: (chances(cases, scores[name], target)[0] * timing)[rows] for name in BENEFIT_OF
        }
        stop = _chance_of_the_last(chance[SHOWN], springs.fold)
        out.append(springs.measured(SHOWN, "threshold", AT_CAPACITY, np.array([stop])))
        for name, own in chance.items():
            out += _curve(springs, name, own, stop)
        out += _curve(springs, EVERYBODY, None, stop)
    return out


def _curve(
    springs: Springs, name: str, chance: FloatArray | None, stop: float
) -> Iterator[Measured]:
    """Return the net benefit at capacity and by threshold; without chances of everybody."""
    everybody = np.ones(len(springs.hit))
    twenty = everybody if chance is None else _highest_of_each(chance, springs.fold)
    yield springs.measured(name, BENEFIT, AT_CAPACITY, springs.benefit(twenty, stop))
    for one in THRESHOLDS:
        reviewed = everybody if chance is None else (chance >= one).astype(float)
        yield springs.measured(name, BENEFIT, f"{one:.2f}", springs.benefit(reviewed, one))


def _whole_springs(cases: Cases, target: str) -> BoolArray:
    """Return the springs that are asked: whose two years are known, and who can still fall."""
    table = cases.table
    if target == "decline":
        return np.asarray(cases.whole_panel() & (table["can_fall"] == True).to_numpy())  # noqa: E712
    late = (table["fold"] >= FUTURE_SPRINGS_FROM).to_numpy()
    return np.asarray(cases.whole_panel() & late & table[f"hit_{target}"].notna().to_numpy())


def _springs(cases: Cases, target: str, rows: BoolArray) -> Springs:
    table = cases.table[rows]
    hit = "hit" if target == "decline" else f"hit_{target}"
    weights = told.cluster_draws(table["old_la_code"], DRAWS, SEED)
    return Springs(target, table["fold"].to_numpy(), table[hit].to_numpy(dtype=float), weights)


def _chance_of_the_last(chance: FloatArray, fold: FloatArray) -> float:
    """Return the chance of the last one who is reviewed, the mean of the springs."""
    last = [np.sort(chance[fold == one])[-REVIEWS:][0] for one in np.unique(fold)]
    return float(np.mean(last))


def _highest_of_each(chance: FloatArray, fold: FloatArray) -> FloatArray:
    """Return 1 for the highest of each spring, 0 for others, and a share for a tie at the edge."""
    out = np.zeros(len(chance))
    for one in np.unique(fold):
        rows = np.flatnonzero(fold == one)
        above = (chance[rows][:, np.newaxis] < chance[rows]).sum(axis=1)
        alike = (chance[rows][:, np.newaxis] == chance[rows]).sum(axis=1)
        out[rows] = np.clip((REVIEWS - above) / alike, 0, 1)
    return out
