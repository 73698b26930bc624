"""What is unusual, for whom, in which direction, said in one plain sentence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from earlywarning.definitions import Indicator, Policy
from earlywarning.period import months_between, period_end, period_words
from earlywarning.scoring.distance import movement, position

COLUMNS = [
    "indicator", "old_la_code", "time_period", "kind", "reading", "strength", "z", "explanation",
]  # fmt: skip
SUSTAINED_OF = 3
SUSTAINED_AT_LEAST = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """One indicator for one authority in the newest period."""

    old_la_code: str
    value: float
    neighbour_median: float
    neighbour_n: float
    england: float
    change: float
    position: float
    movement: float
    years_far: int


def strength_of(z: float, policy: Policy) -> float:
    """Return 0 at the weak distance, 1 at the strong one, straight between."""
    scale = policy.performance
    return min(1.0, max(0.0, (abs(z) - scale.weak_z) / (scale.strong_z - scale.weak_z)))


def find_signals(
    values: pd.DataFrame,
    indicators: dict[str, Indicator],
    policy: Policy,
    as_of: dt.date,
    nation: str = "England",
) -> pd.DataFrame:
    """Return the signals of every authority.

    Args:
        values: authority rows of indicator_value for open authorities with is_small, opened,
            neighbour_median, neighbour_n and england beside them.
        indicators: the definitions.
        policy: thresholds.
        as_of: day of the run, for the age of the data.
        nation: name of the nation in sentences.
    """
    rows: list[tuple[object, ...]] = []
    for name, indicator in indicators.items():
        own = values[(values["indicator"] == name) & ~values["is_small"]]
        known = own[own["value"].notna()]
        if known.empty:
            continue
        newest = int(known["time_period"].max())
        if (known["time_period"] == newest).sum() < policy.performance.minimum_authorities:
            continue
        for reading in _readings(indicator, own, newest, policy):
            rows += _signals(indicator, reading, newest, policy, as_of, nation)
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(COLUMNS[:4], ignore_index=True)


def _readings(
    indicator: Indicator, own: pd.DataFrame, newest: int, policy: Policy
) -> list[Reading]:
    by_year = {}
    for year in range(newest - SUSTAINED_OF + 1, newest + 1):
        rows = own[own["time_period"] == year].set_index("old_la_code")
        by_year[year] = position(indicator, rows) if len(rows) else pd.Series(dtype=float)
    moved = movement(own, newest)
    before = own[own["time_period"] == newest - 1].set_index("old_la_code")["value"]
    now = own[(own["time_period"] == newest) & own["value"].notna()].set_index("old_la_code")
    out = []
    for code, row in now.iterrows():
        z = float(by_year[newest].get(code, float("nan")))
        side = [float(series.get(code, float("nan"))) for series in by_year.values()]
        far = sum(s * z > 0 and abs(s) >= policy.performance.signal_z for s in side)
        out.append(
            Reading(
                old_la_code=str(code),
                value=row["value"],
                neighbour_median=row["neighbour_median"],
                neighbour_n=row["neighbour_n"],
                england=row["england"],
                change=row["value"] - before.get(code, float("nan")),
                position=z,
                movement=float(moved.get(code, float("nan"))),
                years_far=int(far),
            )
        )
    return out


def _signals(
    indicator: Indicator,
    reading: Reading,
    newest: int,
    policy: Policy,
    as_of: dt.date,
    nation: str,
) -> list[tuple[object, ...]]:
    found: list[tuple[str, str, float]] = []
    limit = policy.performance.signal_z
    if indicator.polarity == "either_way":
        far = abs(reading.position) >= limit
        moving = abs(reading.movement) >= policy.performance.weak_z
        if far and moving:
            found += [("position", "notable", reading.position)]
            found += [("movement", "notable", reading.movement)]
    else:
        sign = 1 if indicator.polarity == "high_is_worse" else -1
        for kind, z in (("position", reading.position), ("movement", reading.movement)):
            if abs(z) >= limit:
                found.append((kind, "concern" if sign * z > 0 else "reassurance", z))
    if reading.years_far >= SUSTAINED_AT_LEAST and found and found[0][0] == "position":
        found.append(("sustained", found[0][1], reading.position))
    return [
        (
            indicator.indicator, reading.old_la_code, newest, kind, word,
            strength_of(z, policy), z, _sentence(indicator, reading, kind, newest, as_of, nation),
        )
        for kind, word, z in found
    ]  # fmt: skip


def _figure(value: float, indicator: Indicator) -> str:
    text = f"{value:,.{indicator.decimals}f}"
    return f"{text}%" if indicator.unit == "percentage" else text


def _change(change: float, indicator: Indicator) -> str:
    text = f"{abs(change):,.{indicator.decimals}f}"
    return f"{text} percentage points" if indicator.unit == "percentage" else text


def _sentence(
    indicator: Indicator, reading: Reading, kind: str, newest: int, as_of: dt.date, nation: str
) -> str:
    when = period_words(newest, indicator.period)
    age = months_between(period_end(newest, indicator.period), as_of)
    start = f"{indicator.name}: {_figure(reading.value, indicator)} for {when}"
    if kind == "movement":
        way = "up" if reading.change > 0 else "down"
        body = (
            f"{way} {_change(reading.change, indicator)} in a year, "
            "more than authorities usually move"
        )
    else:
        side = "higher" if reading.position > 0 else "lower"
        basis = "similar authorities" if indicator.comparison == "neighbours" else "expected"
        body = f"{side} than {basis}" + _beside(indicator, reading, nation)
        if kind == "sustained":
            body = f"{reading.years_far} of the last {SUSTAINED_OF} years {body}"
    doubt = _doubt(abs(_z(reading, kind)))
    return f"{start}, {body}; data {age} months old; {doubt}."


def _doubt(distance: float) -> str:
    """Return how often chance alone goes so far, both sides counted, for a normal spread."""
    if distance >= 3.09:
        return "very unlikely to be chance"
    return "unlikely to be chance" if distance >= 1.96 else "could be chance about once in ten"


def _z(reading: Reading, kind: str) -> float:
    return reading.movement if kind == "movement" else reading.position


def _beside(indicator: Indicator, reading: Reading, nation: str) -> str:
    parts = []
    if reading.neighbour_n and reading.neighbour_n == reading.neighbour_n:
        middle = _figure(reading.neighbour_median, indicator)
        parts.append(f"middle of {int(reading.neighbour_n)} statistical neighbours {middle}")
    if reading.england == reading.england:
        parts.append(f"{nation} {_figure(reading.england, indicator)}")
    return f" ({'; '.join(parts)})" if parts else ""
