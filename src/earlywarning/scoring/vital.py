"""The vital signs: how far each authority lies on the worse side, sign by sign, with one weight."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.vital_signs import VitalSign
from earlywarning.scoring.evidence import Item
from earlywarning.scoring.sentence import chance_of, vital_sentence

COLUMNS = ["old_la_code", "indicator", "kind", "units", "explanation", "chance"]
ORDINARY = "vital:ordinary"
CHANCE = "vital:chance"
# The mean of the positive half of a standard normal: what chance alone gives each side of a sign.
CHANCE_UNITS = 0.398942


def vital_signs(
    comparison: pd.DataFrame, definitions: Definitions, as_of: dt.date, nation: str
) -> pd.DataFrame:
    """Return each authority's vital signs in standard units, the worse side up.

    A sign that has no value, or nothing to be held against, has no row: what is not known is
    neither good nor bad.

    Args:
        comparison: the comparison table.
        definitions: which signs, which side is worse, how far counts at most.
        as_of: day of the run, for the age of the data.
        nation: name of the nation in sentences.
    """
    signs = definitions.vital_signs
    newest = comparison[comparison["is_newest"].astype(bool) & comparison["value"].notna()]
    by_indicator = dict(tuple(newest.groupby("indicator")))
    out: list[tuple[object, ...]] = []
    for sign in signs.sign:
        rows = by_indicator.get(sign.indicator)
        if rows is not None:
            out += _of_sign(sign, rows, definitions, as_of, nation)
    return pd.DataFrame(out, columns=COLUMNS)


def _of_sign(
    sign: VitalSign, rows: pd.DataFrame, definitions: Definitions, as_of: dt.date, nation: str
) -> list[tuple[object, ...]]:
    indicator, most = definitions.indicators[sign.indicator], definitions.vital_signs.most_units
    told = rows[rows[sign.column].notna()]
    return [
        (
            row["old_la_code"],
            sign.indicator,
            sign.kind,
            min(most, max(-most, sign.direction * float(row[sign.column]))),
            vital_sentence(indicator, row, sign, as_of, nation),
            chance_of(float(row[sign.column])),
        )
        for row in cast("list[dict[str, Any]]", told.to_dict("records"))
    ]


def vital_items(own: pd.DataFrame | None, definitions: Definitions, *, trusted: bool) -> list[Item]:
    """Return the points of one authority's vital signs; they add up to what the signs add.

    A sign on its worse side adds by its distance; on its better side it takes away the policy's
    share of that, and nothing where the returns are not `trusted`: poor data never reassures. What
    so many signs would add by chance alone is taken off: a missing sign stands where an ordinary
    one does. Signs near to what is expected are told in one item.
    """
    if own is None:
        return []
    signs, share = definitions.vital_signs, definitions.policy.performance.reassurance_share
    far: list[Item] = []
    near: list[float] = []
    for name, kind, units, words, chance in own[COLUMNS[1:]].itertuples(index=False):
        worth = 1.0 if units > 0 else share if trusted else 0.0
        points = signs.points * worth * units
        if abs(units) < signs.ordinary_units:
            near.append(points)
            continue
        doubted = units < 0 and not trusted
        words = f"{words} Not counted: the returns are doubtful." if doubted else words
        far.append(
            Item("performance", f"{name}:{kind}", points, words, "indicator", name, kind, chance)
        )
    return [*far, *_ordinary(near), _chance(len(own), signs.points * (1 - share))]


def _ordinary(near: list[float]) -> list[Item]:
    if not near:
        return []
    many = "One vital sign lies" if len(near) == 1 else f"{len(near)} vital signs lie"
    words = f"{many} as near to what is expected as half of all authorities; together this."
    return [Item("performance", ORDINARY, sum(near), words, "sum")]


def _chance(many: int, points: float) -> Item:
    words = f"Taken off: what chance alone would add to {many} vital sign{'s' * (many > 1)}."
    return Item("performance", CHANCE, -points * CHANCE_UNITS * many, words, "sum")
