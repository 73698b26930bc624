"""A signal in one plain sentence: the figure, the comparison, the age of the data, the doubt."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any, Literal

import pandas as pd

from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.vital_signs import VitalSign
from earlywarning.period import months_between, period_end, period_words

Row = dict[str, Any]
Chance = Literal["very_unlikely", "unlikely", "possible"]
CHANCE: dict[Chance, str] = {
    "very_unlikely": "very unlikely to be chance alone",
    "unlikely": "unlikely to be chance alone",
    "possible": "could be chance",
}


def sentence(
    indicator: Indicator, row: Row, kind: str, years: tuple[int, int], as_of: dt.date, nation: str
) -> str:
    """Return the sentence of one signal.

    Args:
        indicator: the definition.
        row: one row of the comparison table.
        kind: position, movement or sustained.
        years: how many of how many years it was far, for a sustained signal.
        as_of: day of the run, for the age of the data.
        nation: name of the nation.
    """
    period = int(row["time_period"])
    when = period_words(period, indicator.period)
    age = months_between(period_end(period, indicator.period), as_of)
    start = f"{indicator.name}: {_figure(row['value'], indicator)} for {when}"
    if kind == "movement":
        body, distance = _moved(row, indicator), row["movement_z"]
    else:
        alike = indicator.comparison == "neighbours"
        body, distance = _stands(row, indicator, nation, alike=alike), row["position_z"]
    if kind == "sustained":
        body = f"{years[0]} of the last {years[1]} years {body}"
    parts = [f"{start}, {body}", f"data {age} months old", CHANCE[chance_of(distance)]]
    return "; ".join([*parts, *_reservations(row, kind)]) + "."


def vital_sentence(
    indicator: Indicator, row: Row, level: Row, sign: VitalSign, as_of: dt.date, nation: str
) -> str:
    """Return the sentence of one vital sign, near or far; the rest is as for `sentence`.

    Of chance it says two things, and both are true: whether counts of that size could differ so by
    themselves, and whether authorities commonly lie so far apart.

    Args:
        indicator: the definition.
        row: its newest row of the comparison table.
        level: its row of the table level.
        sign: as declared.
        as_of: day of the run, for the age of the data.
        nation: name of the nation.
    """
    period = int(row["time_period"])
    when = period_words(period, indicator.period)
    age = months_between(period_end(period, indicator.period), as_of)
    # The reader is told of one distance, by whichever measure the sign has.
    row = row | {"position_z": row["neighbour_z"]} if sign.kind == "neighbours" else row
    alike = sign.kind == "neighbours" or indicator.comparison == "neighbours"
    moves = sign.kind == "movement"
    body = _changed(row, indicator) if moves else _stands(row, indicator, nation, alike=alike)
    start = f"{indicator.name}: {_figure(row['value'], indicator)} for {when}"
    parts = [f"{start}, {body}", level_words(level), f"data {age} months old", *_chances(level)]
    return "; ".join([*parts, *_reservations(row, sign.kind)]) + "."


def withheld_sentence(indicator: Indicator, level: Row) -> str:
    """Return the sentence of a sign whose newest figure, or its comparison, is not there."""
    if not _known(level["time_period"]):
        return f"{indicator.name}: nothing is known of any authority; its table was refused."
    when = period_words(int(level["time_period"]), indicator.period)
    known = level["known_period"]
    if not _known(known):
        return f"{indicator.name}: nothing is known, to {when}."
    told = f"{indicator.name}: no figure to compare for {when}; told by the years to {int(known)}"
    return f"{told}: {level_words(level)}."


def level_words(level: Row) -> str:
    """Return the level in words: which side, how far, give or take how much."""
    side = "worse" if level["level"] > 0 else "better"
    far = f"{abs(level['level']):.1f} ordinary distances on the {side} side"
    return f"over three years {far}, give or take {level['level_sd']:.1f}"


def _chances(level: Row) -> list[str]:
    z, counts = level["z"], level["z_counts"]
    out = []
    if _known(counts):
        could = {"possible": "could differ so by chance", "unlikely": "seldom differ so by chance",
                 "very_unlikely": "hardly ever differ so by chance"}  # fmt: skip
        out.append(f"counts of its size {could[chance_of(counts)]}")
    if _known(z):
        out.append(commonly(z))
    return out


def commonly(z: float) -> str:
    """Return how commonly authorities lie so far from expected, either way, by a normal spread."""
    share = math.erfc(abs(z) / math.sqrt(2))
    if share > 0.4:
        return "many authorities lie so far from expected"
    return f"about one authority in {max(2, round(1 / share)):,} lies so far from expected"


def _changed(row: Row, indicator: Indicator) -> str:
    """Return a change of any size against the others' change; more down is not less up."""
    if row["change"] == 0:
        return f"unchanged in a year, {_faster(row)} than the middle authority"
    way = "up" if row["change"] > 0 else "down"
    size = f"{abs(row['change']):,.{indicator.decimals}f}"
    unit = " percentage points" if indicator.unit == "percentage" else ""
    return f"{way} {size}{unit} in a year, {_faster(row)} than the middle authority"


def _faster(row: Row) -> str:
    return "higher" if row["movement_z"] > 0 else "lower"


def _moved(row: Row, indicator: Indicator) -> str:
    way = "up" if row["change"] > 0 else "down"
    size = f"{abs(row['change']):,.{indicator.decimals}f}"
    unit = " percentage points" if indicator.unit == "percentage" else ""
    return f"{way} {size}{unit} in a year, more than authorities usually move"


def _stands(row: Row, indicator: Indicator, nation: str, *, alike: bool) -> str:
    side = "higher" if row["position_z"] > 0 else "lower"
    basis = "similar authorities" if alike else "expected"
    parts = []
    if _known(row["neighbour_n"]) and row["neighbour_n"]:
        middle = _figure(row["neighbour_median"], indicator)
        if not alike and (row["value"] - row["neighbour_median"]) * row["position_z"] < 0:
            # Expected from the counts of all: a reader beside similar places sees the contrary.
            basis = "expected among all authorities, though not than similar ones"
        many = int(row["neighbour_n"])
        near = f"statistical neighbour{'s' * (many != 1)}"
        parts.append(f"middle of {many} {near} {middle}")
    if _known(row["england"]):
        parts.append(f"{nation} {_figure(row['england'], indicator)}")
    return f"{side} than {basis}" + (f" ({'; '.join(parts)})" if parts else "")


def chance_of(z: float) -> Chance:
    """Return how far chance alone goes.

    Without a figure for the nearest class: by a normal spread it would be one in ten, but measured
    tails are heavier, and about one authority in six stands so far on an indicator.
    """
    if abs(z) >= 3.09:
        return "very_unlikely"
    return "unlikely" if abs(z) >= 1.96 else "possible"


def _reservations(row: Row, kind: str) -> list[str]:
    """Return what else a fair reader has to know."""
    out = []
    poor = list(row["poor_matches"])
    if kind != "movement" and row["position_method"] == "neighbours" and poor:
        out.append(_poor(poor))
    against = row["below"] if row["position_z"] > 0 else row["above"]
    if kind == "position" and row["agreement"] == "disagree" and against:
        out.append(f"{against} of {row['compared']} benchmarks say otherwise")
    if isinstance(row["contaminated"], str):
        out.append(f"the year is marked: {row['contaminated']}")
    return out


def _poor(names: list[str]) -> str:
    if len(names) > 3:
        return f"{len(names)} of its neighbours are poor matches and count less"
    if len(names) == 1:
        return f"{names[0]} is a poor match and counts less"
    return f"{', '.join(names[:-1])} and {names[-1]} are poor matches and count less"


def _figure(value: float, indicator: Indicator) -> str:
    text = f"{value:,.{indicator.decimals}f}"
    return f"{text}%" if indicator.unit == "percentage" else text


def _known(value: Any) -> bool:
    return bool(pd.notna(value))
