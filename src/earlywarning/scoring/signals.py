"""What is unusual, for whom, and which way it reads, from the comparison table alone."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any, Literal, NamedTuple, cast

import pandas as pd

from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.policy import PerformancePolicy
from earlywarning.scoring.sentence import chance_of, sentence

COLUMNS = [
    "indicator", "old_la_code", "time_period", "kind", "reading", "strength", "z", "explanation",
    "began_period", "speed", "chance", "years_far", "years_looked",
]  # fmt: skip

Row = dict[str, Any]
Reading = Literal["concern", "reassurance", "notable"]
# Position and movement by period, for one indicator of one authority.
Past = dict[int, tuple[float, float]]
NOTHING = (math.nan, math.nan)


class Signal(NamedTuple):
    """One signal before it is put in words."""

    kind: str
    reading: Reading
    z: float
    began: int
    years: int = 0


def strength_of(z: float, policy: PerformancePolicy) -> float:
    """Return 0 at the weak distance, 1 at the strong one, straight between."""
    share = (abs(float(z)) - policy.weak_z) / (policy.strong_z - policy.weak_z)
    return min(1.0, max(0.0, share))


def find_signals(
    comparison: pd.DataFrame,
    indicators: dict[str, Indicator],
    policy: PerformancePolicy,
    as_of: dt.date,
    nation: str = "England",
) -> pd.DataFrame:
    """Return the signals of every authority in each indicator's newest period.

    Position: at least `policy.signal_z` from expected. Movement: a one-year change of that size.
    Sustained: far on the same side in `sustained_at_least` of the last `sustained_of` periods. An
    indicator without a good direction reads notable, and only when far and moving.
    `began_period` is the first period of the unbroken run of periods on that side of the limit.

    Args:
        comparison: the comparison table.
        indicators: the definitions.
        policy: thresholds.
        as_of: day of the run, for the age of the data.
        nation: name of the nation in sentences.
    """
    out: list[tuple[object, ...]] = []
    past: dict[tuple[str, str], Past] = {}
    names = ["indicator", "old_la_code", "time_period", "position_z", "movement_z"]
    for name, code, period, *z in zip(*(comparison[one] for one in names), strict=True):
        past.setdefault((name, code), {})[period] = (z[0], z[1])
    newest = comparison[comparison["is_newest"] & comparison["value"].notna()]
    for row in cast("list[Row]", newest.to_dict("records")):
        one = indicators[row["indicator"]]
        found = _of_one(one, row, past[row["indicator"], row["old_la_code"]], policy)
        out += [_told(one, row, signal, policy, as_of, nation) for signal in found]
    return pd.DataFrame(out, columns=COLUMNS).sort_values(COLUMNS[:4], ignore_index=True)


def _of_one(indicator: Indicator, row: Row, past: Past, policy: PerformancePolicy) -> list[Signal]:
    newest = row["time_period"]
    found = [
        Signal(kind, reading, z, _began(past, kind, z, newest, policy))
        for kind, reading, z in _readings(indicator, row, policy)
    ]
    z = row["position_z"]
    years = sum(
        _far(past.get(period, NOTHING)[0], z, policy)
        for period in range(newest - policy.sustained_of + 1, newest + 1)
    )
    if found and found[0].kind == "position" and years >= policy.sustained_at_least:
        found.append(Signal("sustained", found[0].reading, z, found[0].began, years))
    return found


def _told(
    indicator: Indicator,
    row: Row,
    signal: Signal,
    policy: PerformancePolicy,
    as_of: dt.date,
    nation: str,
) -> tuple[object, ...]:
    years = (signal.years, policy.sustained_of)
    lasted = years if signal.kind == "sustained" else (None, None)
    return (
        indicator.indicator, row["old_la_code"], row["time_period"], signal.kind, signal.reading,
        strength_of(signal.z, policy), signal.z,
        sentence(indicator, row, signal.kind, years, as_of, nation), signal.began, row["speed"],
        chance_of(signal.z), *lasted,
    )  # fmt: skip


def _readings(
    indicator: Indicator, row: Row, policy: PerformancePolicy
) -> list[tuple[str, Reading, float]]:
    both = [("position", row["position_z"]), ("movement", row["movement_z"])]
    if indicator.polarity == "either_way":
        far = abs(row["position_z"]) >= policy.signal_z
        moving = abs(row["movement_z"]) >= policy.weak_z
        return [(kind, "notable", z) for kind, z in both] if far and moving else []
    sign = 1 if indicator.polarity == "high_is_worse" else -1
    return [
        (kind, "concern" if sign * z > 0 else "reassurance", z)
        for kind, z in both
        if abs(z) >= policy.signal_z
    ]


def _far(z: float, newest_z: float, policy: PerformancePolicy) -> bool:
    """Tell whether a period was far on the side of the newest."""
    return bool(z * newest_z > 0 and abs(z) >= policy.signal_z)


def _began(past: Past, kind: str, z: float, newest: int, policy: PerformancePolicy) -> int:
    """Return the first period of the run that ends with the newest; a gap ends a run."""
    which = 1 if kind == "movement" else 0
    began = newest
    while _far(past.get(began - 1, NOTHING)[which], z, policy):
        began -= 1
    return began
