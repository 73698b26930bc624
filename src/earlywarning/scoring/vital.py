"""The vital signs: each authority's level on the worse side, sign by sign, as points."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple, cast

import numpy as np
import pandas as pd
import scipy

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.vital_signs import VitalSign
from earlywarning.scoring.evidence import Item
from earlywarning.scoring.sentence import chance_of, vital_sentence, withheld_sentence

COLUMNS = [
    "old_la_code", "indicator", "kind", "level", "level_sd", "year_sd", "persistence", "withheld",
    "explanation", "chance", "known",
]  # fmt: skip
ORDINARY = "vital:ordinary"
CHANCE = "vital:chance"
BEYOND = "vital:nothing_known"
# The mean of the positive half of a standard normal: what a sign of which nothing is known adds.
CHANCE_UNITS = 0.398942


class Told(NamedTuple):
    """One sign of one authority; units are expected standard units, a good one at its share."""

    name: str
    kind: str
    level: float
    sd: float
    year_sd: float
    persistence: float
    withheld: str
    words: str
    chance: str
    known: bool


def vital_signs(
    comparison: pd.DataFrame,
    level: pd.DataFrame,
    definitions: Definitions,
    as_of: dt.date,
    nation: str,
) -> pd.DataFrame:
    """Return each authority's levels with a sentence each.

    Args:
        comparison: the comparison table, for the figures that the sentences name.
        level: the table of that name.
        definitions: which signs, which side is worse, how far counts at most.
        as_of: day of the run, for the age of the data.
        nation: name of the nation in sentences.
    """
    signs = definitions.vital_signs.items()
    newest = comparison[comparison["is_newest"].astype(bool) & comparison["value"].notna()]
    shown = {
        (row["indicator"], row["old_la_code"]): row
        for row in cast("list[dict[str, Any]]", newest.to_dict("records"))
    }
    out = []
    for row in cast("list[dict[str, Any]]", level.to_dict("records")):
        sign = signs[f"{row['indicator']}:{row['kind']}"]
        figure = shown.get((row["indicator"], row["old_la_code"]))
        words = _words(sign, row, figure, definitions, as_of, nation)
        z = row["z_counts"] if pd.notna(row["z_counts"]) else row["z"]
        told = [row[name] for name in COLUMNS[:7]]
        withheld = row["withheld"] if isinstance(row["withheld"], str) else ""
        known = not withheld or bool(pd.notna(row["known_period"]))
        out.append((*told, withheld, words, chance_of(z) if pd.notna(z) else "possible", known))
    return pd.DataFrame(out, columns=COLUMNS)


def _words(
    sign: VitalSign,
    row: dict[str, Any],
    figure: dict[str, Any] | None,
    definitions: Definitions,
    as_of: dt.date,
    nation: str,
) -> str:
    indicator = definitions.indicators[sign.indicator]
    if figure is None or pd.isna(figure[sign.column]):
        return withheld_sentence(indicator, row)
    return vital_sentence(indicator, figure, row, sign, as_of, nation)


def told_of(vital: pd.DataFrame, most: float) -> dict[str, list[Told]]:
    """Return the signs of each authority as they are counted: no further than the most."""
    out: dict[str, list[Told]] = {}
    # Column by column: a slice of a frame for each authority costs ten times as much.
    for code, *row in zip(*(vital[name].tolist() for name in COLUMNS), strict=True):
        level = min(most, max(-most, row[2]))
        out.setdefault(code, []).append(Told(*row)._replace(level=level))
    return out


def units(level: float, sd: float, share: float) -> float:
    """Return what a level counts: its worse side whole, its better side at a share.

    The mean over all that the level may be, so that an uncertain sign counts as neither; less what
    a sign of which nothing is known would add.
    """
    worse = _worse(level, sd)
    return worse - share * (worse - level) - CHANCE_UNITS * (1 - share)


def _worse(level: float, sd: float) -> float:
    if sd <= 0:
        return max(0.0, level)
    z = level / sd
    return float(level * scipy.special.ndtr(z) + sd * np.exp(-z * z / 2) / np.sqrt(2 * np.pi))


def vital_items(told: list[Told], definitions: Definitions, *, trusted: bool) -> list[Item]:
    """Return the points of one authority's vital signs; they add up to what the signs add.

    A sign on its worse side adds by its level; on its better side it takes away the policy's share
    of that, and nothing where the returns are not `trusted` or its newest figure is withheld: poor
    data never reassures. What a sign adds of which nothing is known is taken off, so that it stands
    where an ordinary one does. Signs near to what is expected are told in one item.
    """
    signs, share = definitions.vital_signs, definitions.policy.performance.reassurance_share
    if not told:
        return []
    declared = signs.items()
    far: list[Item] = []
    near: list[tuple[float, float, float]] = []
    for one in told:
        name = f"{one.name}:{one.kind}"
        full = signs.points * declared[name].weight
        by_chance = full * CHANCE_UNITS * (1 - share)
        points = full * units(one.level, one.sd, share) + by_chance
        doubts = _doubts(one, trusted=trusted)
        if doubts:
            points = max(by_chance if one.withheld else 0.0, points)
        kept = points - by_chance if one.withheld else 0.0
        if abs(one.level) < signs.ordinary_units:
            near.append((points, by_chance, kept))
            continue
        doubted = one.level < 0 and doubts
        words = f"{one.words} Not counted: {doubts}." if doubted else one.words
        far.append(
            Item(
                "performance",
                name,
                points,
                words,
                "indicator",
                one.name,
                one.kind,
                one.chance,
                by_chance=by_chance,
                kept=kept,
            )
        )
    out = [*far, *_ordinary(near)]
    return [*out, _chance(len(told), sum(item.by_chance for item in out))]


def _doubts(one: Told, *, trusted: bool) -> str:
    """Return why a good sign is not counted, if it is not."""
    if one.withheld:
        return "the newest figure is not there"
    return "" if trusted else "the returns are doubtful"


def withheld_items(told: list[Told], definitions: Definitions) -> list[Item]:
    """Return the points of figures that are not there: as bad as a sign can be, until they come.

    Together with what earlier years say of the sign this is never less than any figure would add,
    so that a return which is kept back, late or refused never lowers a score.
    """
    signs, share = definitions.vital_signs, definitions.policy.performance.reassurance_share
    out = []
    for one in told:
        if not one.withheld:
            continue
        full = signs.points * signs.items()[f"{one.name}:{one.kind}"].weight
        # The furthest level, as uncertain as a level can be: no figure counts more.
        most = units(signs.most_units, 1.0, share)
        counted = max(units(one.level, one.sd, share), 0.0)
        points = full * (most - counted)
        name = definitions.indicators[one.name].name
        words = f"{name}: the newest figure is not there, and silence must not help. {one.words}"
        item = f"withheld:{one.name}:{one.kind}"
        out.append(
            Item(
                "transparency", item, points, words, "withheld", one.name, one.kind,
                unknown=not one.known,
            )
        )  # fmt: skip
    return out


def beyond_openness(items: list[Item], definitions: Definitions) -> list[Item]:
    """Return what openness is too full to hold of signs of which nothing at all is known.

    Of a sign with earlier years the performance pillar keeps those. Of one that is gone from every
    year it would keep nothing, so that whoever withholds much already could clear it by silence:
    what it may hide counts there instead.
    """
    openness = [item for item in items if item.pillar == "transparency"]
    unknown = sum(item.points for item in openness if item.unknown)
    over = sum(item.points for item in openness) - definitions.policy.caps["transparency"]
    points = min(unknown, over)
    if points <= 0:
        return []
    words = "Of some vital signs no year is there at all; what openness cannot hold counts here."
    return [Item("performance", BEYOND, points, words, "sum")]


def _ordinary(near: list[tuple[float, float, float]]) -> list[Item]:
    if not near:
        return []
    many = "One vital sign" if len(near) == 1 else f"{len(near)} vital signs together"
    words = f"{many}, no further from what is expected than half of all authorities are."
    points, by_chance, kept = (sum(column) for column in zip(*near, strict=True))
    return [Item("performance", ORDINARY, points, words, "sum", by_chance=by_chance, kept=kept)]


def _chance(many: int, points: float) -> Item:
    words = f"Taken off: what chance alone would add to {many} vital sign{'s' * (many > 1)}."
    return Item("performance", CHANCE, -points, words, "sum")
