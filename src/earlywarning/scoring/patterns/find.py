"""Which patterns are found for whom, how strongly, and since when."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.pattern import Pattern, Sign
from earlywarning.definitions.policy import Policy
from earlywarning.scoring.patterns.judged import judged_of
from earlywarning.scoring.patterns.known import PatternFacts, grid_of
from earlywarning.scoring.patterns.signs import Looker, SignFound
from earlywarning.scoring.patterns.words import (
    Names,
    explanation,
    indicators_behind,
    seen_words,
)
from earlywarning.statistics.numeric import BoolArray, FloatArray, IntArray
from earlywarning.tables.declare import columns_of
from earlywarning.tables.signals import PatternMatch

COLUMNS = columns_of(PatternMatch)


class Summed(NamedTuple):
    """One pattern for every authority."""

    found: BoolArray
    matched: IntArray
    possible: IntArray
    strength: FloatArray


def find_patterns(
    known: PatternFacts, patterns: dict[str, Pattern], indicators: dict[str, Indicator],
    names: Names, policy: Policy,
) -> pd.DataFrame:  # fmt: skip
    """Return every pattern found, one row per pattern and authority, columns `COLUMNS`.

    A sign that cannot be told lowers `possible` and is never held to be absent. Strength is the
    mean strength of the `at_least` strongest signs times matched / possible: one more sign that
    is there never lowers it. `began_period` is the first period of the longest run, up to the
    newest, of a figure that stands out in it.

    Args:
        known: what was known on the day; nothing else is looked at.
        patterns: the definitions.
        indicators: the indicators that carry weight.
        names: of steps and flags, for sentences.
        policy: thresholds.
    """
    grid = grid_of(known, policy.patterns)
    if not grid.codes or not grid.place:
        return pd.DataFrame(columns=COLUMNS)
    judged = judged_of(known.inspections, grid.codes, known.as_of)
    looker = Looker(known, grid, judged, indicators, policy.performance, policy.patterns)
    told: dict[Sign, SignFound] = {}
    rows: list[tuple[object, ...]] = []
    for pattern in patterns.values():
        for sign in pattern.sign:
            if sign not in told:
                told[sign] = looker.tell(sign)
        signs = [told[sign] for sign in pattern.sign]
        summed = _summed(pattern, signs)
        rows += [
            _row(pattern, signs, summed, int(at), looker, names)
            for at in np.flatnonzero(summed.found)
        ]
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(COLUMNS[:2], ignore_index=True)


def _summed(pattern: Pattern, signs: list[SignFound]) -> Summed:
    there = np.array([one.there for one in signs])
    matched = there.sum(axis=0)
    possible = np.array([one.known for one in signs]).sum(axis=0)
    required = np.array([one.sign.sign in pattern.required for one in signs], dtype=bool)
    found = (matched >= pattern.at_least) & there[required].all(axis=0)
    strongest = np.sort([one.strength for one in signs], axis=0)[::-1][: pattern.at_least]
    share = matched / np.maximum(possible, 1)
    return Summed(found, matched, possible, strongest.mean(axis=0) * share)


def _row(
    pattern: Pattern, signs: list[SignFound], summed: Summed, at: int, looker: Looker, names: Names
) -> tuple[object, ...]:
    there = [one for one in signs if one.there[at]]
    absent = [one.sign.name for one in signs if one.known[at] and not one.there[at]]
    unknown = [one.sign.name for one in signs if not one.known[at]]
    counted = (int(summed.matched[at]), int(summed.possible[at]))
    seen = seen_words(there, unknown, counted, at, looker, names)
    return (
        pattern.pattern, looker.grid.codes[at], float(summed.strength[at]), *counted,
        explanation(pattern, seen), pattern.reading, pattern.stage, pattern.enabler,
        [one.sign.name for one in there], absent, unknown, _began(there, at, looker), seen,
        indicators_behind(there, at, looker),
    )  # fmt: skip


def _began(there: list[SignFound], at: int, looker: Looker) -> int:
    began = []
    for one in there:
        if one.periods is None:
            continue
        for item, name in enumerate(one.sign.of()):
            if not one.items[item, at]:
                continue
            seen = one.periods[item, at]
            first = int(np.argmax(seen))
            run = int(np.argmin(np.append(seen[first:], False)))
            began.append(looker.grid.period(name) - first - run + 1)
    return min(began)
