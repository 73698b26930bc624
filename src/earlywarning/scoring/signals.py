"""What is unusual, for whom, and which way it reads, from the comparison table alone."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, cast

import pandas as pd

from earlywarning.definitions import Indicator, PerformancePolicy
from earlywarning.scoring.sentence import sentence

COLUMNS = [
    "indicator", "old_la_code", "time_period", "kind", "reading", "strength", "z", "explanation",
    "began_period", "speed",
]  # fmt: skip

Row = dict[str, Any]
Reading = Literal["concern", "reassurance", "notable"]


def strength_of(z: float, policy: PerformancePolicy) -> float:
    """Return 0 at the weak distance, 1 at the strong one, straight between."""
    return min(1.0, max(0.0, (abs(z) - policy.weak_z) / (policy.strong_z - policy.weak_z)))


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
    for (name, _), rows in comparison.groupby(["indicator", "old_la_code"]):
        newest = rows[rows["is_newest"] & rows["value"].notna()]
        if len(newest) and (one := indicators.get(str(name))):
            row = cast(Row, newest.iloc[0].to_dict())
            past = rows.set_index("time_period")
            out += _of_one(one, row, past, policy, as_of, nation)
    return pd.DataFrame(out, columns=COLUMNS).sort_values(COLUMNS[:4], ignore_index=True)


def _of_one(
    indicator: Indicator,
    row: Row,
    past: pd.DataFrame,
    policy: PerformancePolicy,
    as_of: dt.date,
    nation: str,
) -> list[tuple[object, ...]]:
    found = _readings(indicator, row, policy)
    newest = int(row["time_period"])
    far = _far(past["position_z"], row["position_z"], newest, policy)
    if found and found[0][0] == "position" and sum(far) >= policy.sustained_at_least:
        found.append(("sustained", found[0][1], row["position_z"]))
    years = (sum(far), policy.sustained_of)
    return [
        (
            indicator.indicator, row["old_la_code"], newest, kind, reading,
            strength_of(z, policy), z, sentence(indicator, row, kind, years, as_of, nation),
            _began(past, kind, z, newest, policy), row["speed"],
        )
        for kind, reading, z in found
    ]  # fmt: skip


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


def _far(z: pd.Series, newest_z: float, newest: int, policy: PerformancePolicy) -> list[bool]:
    """Tell for each of the last periods whether it was far on the side of the newest."""
    periods = range(newest - policy.sustained_of + 1, newest + 1)
    before = z.reindex(periods)
    return [bool(old * newest_z > 0 and abs(old) >= policy.signal_z) for old in before]


def _began(past: pd.DataFrame, kind: str, z: float, newest: int, policy: PerformancePolicy) -> int:
    """Return the first period of the run that ends with the newest; a gap ends a run."""
    column = past["movement_z" if kind == "movement" else "position_z"]
    began = newest
    while began - 1 in column.index:
        before = column[began - 1]
        if not (before * z > 0 and abs(before) >= policy.signal_z):
            break
        began -= 1
    return began
