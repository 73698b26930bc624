"""One nation through the back-test: figures without, with and beside what people said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from earlywarning.backtest.cases import FIRST_YEAR, Cases
from earlywarning.backtest.contenders import contenders_of, scores_of
from earlywarning.backtest.results import REVIEWS
from earlywarning.definitions.loader import Definitions
from earlywarning.statistics import discrimination as told
from earlywarning.statistics.numeric import BoolArray, FloatArray
from lab.backtest.hearing import Looks, Pillar, Standing, listen, scores_with
from lab.backtest.nation import (
    TARGETS,
    TestedNation,
    ask,
    earlier_asked,
    quality_known,
    timeline_of,
)
from lab.backtest.order import Learned, planted_order
from lab.backtest.slipping import Raised, Reached, raised_by, raised_by_truth, reached

LEADS = (0, 3, 6, 12, 18, 24)
FIGURES, TRUTH = "figures", "truth"
PLAIN = ("chance", "prior_grade", "vital_signs", "positions", "ridge")
# Years before the tested ones are learned from.
FIRST_LOOK = dt.date(FIRST_YEAR - 4, 1, 1)
LOOK_DAY = 28


@dataclass(frozen=True, slots=True)
class One:
    """A figure of one nation, or of one setting in it, with what it rests on."""

    value: float
    n: int
    happened: float


Key = tuple[str, str, str, str]  # target, contender, measure, part


@dataclass(slots=True)
class Answer:
    """What one nation answered: figures by key, slips by contender and kind, signs to learn."""

    figures: dict[Key, One] = field(default_factory=dict)
    slips: dict[tuple[str, str], Reached] = field(default_factory=dict)
    learned: Learned | None = None


def part_of(lead: int) -> str:
    """Return how a lead is written in the column `part`."""
    return f"{lead} months before"


def settings_of(registers: dict[str, pd.DataFrame]) -> dict[str, tuple[bool, str | None]]:
    """Return each setting: whether figures count, and which register is heard."""
    out: dict[str, tuple[bool, str | None]] = {FIGURES: (True, None)}
    out |= {f"figures_and_{name}": (True, name) for name in registers}
    return out | {f"{name}_alone": (False, name) for name in registers}


def look_days(until: dt.date) -> list[dt.date]:
    """Return a day in each month from the longest lead before the first test on."""
    first = pd.Timestamp(FIRST_YEAR, 4, LOOK_DAY) - pd.DateOffset(months=max(LEADS) + 1)
    return [day.date() for day in pd.date_range(first, until, freq=pd.DateOffset(months=1))]


def answer(nation: TestedNation, definitions: Definitions) -> Answer:
    """Put one nation through the back-test, at every lead and setting."""
    timeline = timeline_of(nation, definitions, FIRST_LOOK)
    days = look_days(nation.until)
    looks = listen(nation.registers, definitions, days)
    cases = ask(nation, timeline)
    out = Answer(learned=planted_order(definitions, nation.carried, cases))
    for one in contenders_of(definitions):
        if one.name in PLAIN:
            out.figures |= dict(_told(cases, one.name, scores_of(one, cases), 0))
    for lead in LEADS:
        known = earlier_asked(cases, timeline, lead)
        out.figures |= dict(_at_lead(nation, known, looks, definitions, lead))
    out.slips = _slips(nation, Standing(timeline, nation.codes(), definitions), looks, definitions)
    return out


def _at_lead(
    nation: TestedNation, cases: Cases, looks: dict[str, Looks], definitions: Definitions, lead: int
) -> Iterator[tuple[Key, One]]:
    points = Pillar(definitions).points(cases)
    for name, (figures, register) in settings_of(nation.registers).items():
        own, heard = points if figures else 0 * points, looks[register] if register else None
        yield from _told(cases, name, scores_with(cases, own, heard, definitions, lead), lead)
    yield from _told(cases, TRUTH, quality_known(nation, cases, lead), lead)


def _told(cases: Cases, name: str, score: FloatArray, lead: int) -> Iterator[tuple[Key, One]]:
    part = part_of(lead)
    for target in TARGETS:
        s, y, fold, once = _rows(cases, score, cases.tested(target), target)
        value = told.stratified_auc(s, y, fold, once)[0]
        yield (target, name, "auc", part), One(float(value), len(y), float(y.sum()))
    s, y, fold, once = _rows(cases, score, cases.whole_panel(), "hit")
    value = told.recall_at(s, y, fold, once, REVIEWS)[0]
    yield ("decline", name, "recall_at_20", part), One(float(value), len(y), float(y.sum()))


def _rows(
    cases: Cases, score: FloatArray, rows: BoolArray, target: str
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    y = cases.table[target].to_numpy(dtype=float)[rows]
    return score[rows], y, cases.table["fold"].to_numpy()[rows], np.ones((1, int(rows.sum())))


def _slips(
    nation: TestedNation, standing: Standing, looks: dict[str, Looks], definitions: Definitions
) -> dict[tuple[str, str], Reached]:
    days = look_days(nation.until)
    raised: dict[str, Raised] = {TRUTH: raised_by_truth(nation, days)}
    for name, (figures, register) in settings_of(nation.registers).items():
        heard = looks[register] if register else Looks(days, next(iter(looks.values())).heard)
        raised[name] = raised_by(
            standing, heard, definitions, figures=figures, listened=register is not None
        )
    out = {}
    for name, one in raised.items():
        out[name, "among_20"] = reached(nation, days, one.among_20)
        if name != TRUTH:
            out[name, "offer"] = reached(nation, days, one.offer)
    return out
