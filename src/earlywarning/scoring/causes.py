"""What stands out about each authority on each look, one row per cause."""

from __future__ import annotations

import datetime as dt
from typing import cast

import numpy as np
import pandas as pd

from earlywarning.definitions.loader import Definitions

COLUMNS = [
    "looked_on", "old_la_code", "cause", "strength", "before", "indicators", "count", "possible",
    "what", "words",
]  # fmt: skip
SENTENCES = 2
# A look, an authority and an indicator.
Seen = tuple[dt.date, str, str]


def stage_causes(
    timeline: pd.DataFrame, new: pd.DataFrame, covered: set[Seen], definitions: Definitions
) -> pd.DataFrame:
    """Return one row per look, authority and stage of the journey with anything unusual.

    `strength` is that of the strongest signal, a two-sided rate counting `notable_share`. `before`
    is the same without the indicators that nobody could compare on any earlier look: what only
    became visible is not a change. Reassurance is no cause.

    Args:
        timeline: signals with looked_on.
        new: looked_on, indicator: looks on which an indicator was first comparable.
        covered: (look, authority, indicator) that a pattern tells of already.
        definitions: indicators and policy.
    """
    share = definitions.policy.alerts.notable_share
    keys = zip(timeline["looked_on"], timeline["old_la_code"], timeline["indicator"], strict=True)
    alone = np.array([key not in covered for key in keys], dtype=bool)
    rows = timeline[(timeline["reading"] != "reassurance") & alone].copy()
    stages = {name: one.stage for name, one in definitions.weighted().items()}
    rows["cause"] = rows["indicator"].map(stages)
    rows["weight"] = rows["strength"] * rows["reading"].map({"concern": 1.0, "notable": share})
    fresh = set(zip(new["looked_on"], new["indicator"], strict=True))
    pairs = zip(rows["looked_on"], rows["indicator"], strict=True)
    known_before = np.array([pair not in fresh for pair in pairs], dtype=float)
    rows["old_weight"] = rows["weight"] * known_before
    possible = pd.Series(stages).value_counts().to_dict()
    rows = rows.sort_values(["weight", "indicator"], ascending=[False, True])
    # Together a year has thousands of groups of a row or two: as frames they would take seconds.
    groups: dict[tuple[dt.date, str, str], list[tuple[str, str, float, float]]] = {}
    keys = zip(rows["looked_on"], rows["old_la_code"], rows["cause"], strict=True)
    told = (rows[name] for name in ("indicator", "explanation", "weight", "old_weight"))
    for key, row in zip(keys, zip(*told, strict=True), strict=True):
        groups.setdefault(key, []).append(row)
    out = []
    for key, group in sorted(groups.items()):
        said: dict[str, str] = {}
        for name, words, _, _ in group:
            said.setdefault(name, words)
        levels = tuple(max(row[at] for row in group) for at in (2, 3))
        names = tuple(sorted(said))
        words = " ".join([*said.values()][:SENTENCES])
        out.append((*key, *levels, names, len(names), possible[key[2]], "indicators", words))
    return pd.DataFrame(out, columns=COLUMNS)


def pattern_causes(
    found: pd.DataFrame, new: pd.DataFrame, definitions: Definitions
) -> tuple[pd.DataFrame, set[Seen]]:
    """Return one row per look, authority and pattern found, and what these tell of.

    A pattern that is found is raised: its strength says how far above `raise_at`. One that holds
    good news in worse numbers is told as any other: it is a reason to talk.

    Args:
        found: patterns with looked_on, as `find_patterns` gives them.
        new: looked_on, indicator: looks on which an indicator was first comparable.
        definitions: patterns and policy.
    """
    floor = definitions.policy.alerts.raise_at
    fresh = set(zip(new["looked_on"], new["indicator"], strict=True))
    out: list[tuple[object, ...]] = []
    covered: set[Seen] = set()
    for row in found.itertuples():
        pattern = definitions.patterns[str(row.pattern)]
        there = set(cast("list[str]", row.matched_signs))
        signs = [sign for sign in pattern.sign if sign.name in there]
        names = tuple(sorted({name for sign in signs for name in sign.indicators}))
        day, code = row.looked_on, str(row.old_la_code)
        covered |= {(day, code, name) for name in names}  # type: ignore[misc]
        level = floor + (1 - floor) * float(str(row.strength))
        before = 0.0 if any((day, name) in fresh for name in names) else level
        counted = (row.matched, row.possible, "signs", row.explanation)
        out.append((day, code, row.pattern, level, before, names, *counted))
    return pd.DataFrame(out, columns=COLUMNS), covered
