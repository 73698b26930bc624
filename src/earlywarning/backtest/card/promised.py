"""What was promised beforehand, what came out, and what the pillar rests on."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from earlywarning.backtest.card.blocks import Block, heading, table, words
from earlywarning.backtest.card.figures import Figures, percent
from earlywarning.backtest.card.given import (
    CAN_FALL,
    DEPRIVATION,
    NOISE,
    PILLAR,
    PRODUCT,
    TARGET,
    VITAL,
    Given,
)


@dataclass(frozen=True, slots=True)
class Floor:
    """One line of what was promised before: where the figure stands, and its floor and aim."""

    name: str
    where: tuple[str, str]
    measure: str
    part: str
    baseline: str
    floor: float
    aim: float
    timed: bool = False
    sure: float = 0.0


FLOORS = (
    Floor("AUC, overall grade lower, within year", ("inspections", "decline"), "auc", "",
          DEPRIVATION, 0.67, 0.72, sure=0.90),
    Floor("AUC, some part judged lower", ("inspections", "any_part_down"), "auc", "",
          "prior_grade", 0.68, 0.72),
    Floor("AUC, newly Inadequate", ("inspections", "newly_inadequate"), "auc", "",
          "deprivation_grade", 0.70, 0.76),
    Floor("Of declines within two years, reached by 20 reviews a year, with timing",
          ("panel", "decline"), "recall_at_20", CAN_FALL, DEPRIVATION, 0.40, 0.46, timed=True),
    Floor("Of the ten highest each year, how many fell", ("inspections", "decline"),
          "precision_at_10", "", DEPRIVATION, 0.33, 0.40),
    Floor("Brier skill against the trailing rate, overall grade lower",
          ("inspections", "decline"), "brier_skill", "", DEPRIVATION, 0.07, 0.13),
)  # fmt: skip


ANSWER = "The pillar rests on levels, and not on the simplest sum"
CHOSEN_ON = ("any_part_down", "decline")
# What a stricter and a laxer meaning of "clearly" would have chosen.
OTHER_SHARES = (0.90, 0.975)


def _behind(f: Figures, name: str, target: str) -> pd.Series:
    """Return the row that says in how many draws the best is ahead of a contender."""
    t = f.table
    found = t[(t["section"] == "choice") & (t["target"] == target) & (t["contender"] == name)]
    return found.iloc[0]


def floors(f: Figures, tried: pd.DataFrame, names: dict[str, str]) -> list[Block]:
    """Return what was promised beside what came out."""
    contenders = [str(one) for one in tried.loc[tried["kind"] == "contender", "name"]]
    rows = []
    for one in FLOORS:
        suffix = "_timed" if one.timed else ""
        own = [f"{name}{suffix}" for name in contenders]
        best = f.best(*one.where, one.measure, own, one.part)
        title = names[best.removesuffix("_timed")]
        told = [
            f.told(*one.where, f"{name}{suffix}", one.measure, one.part)
            for name in (one.baseline, PRODUCT, VITAL)
        ]
        told[0] = f"{names[one.baseline]}: {told[0]}"
        rows.append(
            [one.name, told[0], told[1], told[2],
             f"{title}: {f.told(*one.where, best, one.measure, one.part)}",
             f"{one.floor:g}", f"{one.aim:g}", _met(f, one, f"{PRODUCT}{suffix}"),
             _met(f, one, best)]
        )  # fmt: skip
    return [
        heading("What was promised, and what came out"),
        table(
            "Floors and aims were set before this back-test was built",
            ["measure", "a baseline to beat", "the score as people see it", "vital signs alone",
             "best of all tried", "floor", "aim", "the score", "the best"],
            rows,
        ),
        words(
            "The best of so many is flattered by being the best; it is named, and nothing rests "
            "on it. A floor for the overall grade asks also that deprivation is beaten in nine "
            "draws of ten."
        ),
    ]  # fmt: skip


def _met(f: Figures, one: Floor, name: str) -> str:
    value = f.value(*one.where, name, one.measure, one.part)
    sure = one.sure == 0.0 or f.value(*one.where, name, "beats_deprivation", one.part) >= one.sure
    if value < one.floor:
        return "missed"
    if not sure:
        return "floor reached, not surely above deprivation"
    return "aim reached" if value >= one.aim else "floor reached"


def chosen(f: Figures, given: Given, names: dict[str, str]) -> list[Block]:
    """Return what the performance pillar rests on, by which rule."""
    able = given.tried[given.tried["simplicity"].notna()].sort_values("simplicity")
    behind = {str(name): [_behind(f, str(name), target) for target in CHOSEN_ON]
              for name in able["name"]}  # fmt: skip
    rows = [
        [names[name], *(f"{percent(row['value'])} [{row['row']}]" for row in both)]
        for name, both in behind.items()
    ]
    other = {
        share: next(
            (names[n] for n, both in behind.items() if max(r["value"] for r in both) <= share),
            "none",
        )
        for share in OTHER_SHARES
    }
    return [
        heading("What the performance pillar rests on"),
        words(
            "Rule: the simplest contender that the best is not clearly ahead of (in more than "
            f"{NOISE:.0%} of the draws, for a part or for the overall grade). It is: "
            f"{names[given.chosen]}. The share was named after a first look. "
            + " ".join(f"At {share:.1%} it would be: {name}." for share, name in other.items())
            + " "
            + _answer(f, given.chosen, names)
        ),
        table(
            "In how many draws the best is ahead, from the simplest on",
            ["contender", *(TARGET[target] for target in CHOSEN_ON)],
            rows,
        ),
    ]


def _answer(f: Figures, chosen: str, names: dict[str, str]) -> str:
    """Return what the pillar rests on in truth, how it compares, and where that is argued."""
    if chosen == PILLAR:
        return "The pillar rests on it."
    behind = [_behind(f, PILLAR, target) for target in CHOSEN_ON]
    told = " and ".join(f"{percent(row['value'])} [{row['row']}]" for row in behind)
    clearly = max(row["value"] for row in behind) > NOISE
    return (
        f"The pillar rests on another one, {names[PILLAR]}: the best is ahead of it in {told} of "
        f"the draws, {'more' if clearly else 'no more'} than the rule allows. Why it is kept "
        f"beside the simplest is argued in DECISIONS.md, \u201c{ANSWER}\u201d."
    )
