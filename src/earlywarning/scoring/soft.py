"""How much each piece of soft intelligence counts today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from earlywarning.definitions import Policy, SoftFlag

COLUMNS = [
    "item", "old_la_code", "flag", "heard_on", "source_kind", "reliability", "credibility",
    "recorded_by", "review_by", "weight_now", "expires",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """What one flag amounts to for one authority."""

    flag: str
    points: float
    sources: int
    items: int
    newest: dt.date
    hard_trigger: bool


def weigh(
    items: pd.DataFrame, flags: dict[str, SoftFlag], policy: Policy, as_of: dt.date
) -> pd.DataFrame:
    """Return the entries known on a day with `weight_now`: grade times age; expired ones at 0."""
    known = items[items["heard_on"] <= as_of].copy() if len(items) else items.copy()
    if known.empty:
        return pd.DataFrame(columns=COLUMNS)
    soft = policy.soft_intelligence
    grade = known["reliability"].map(soft.reliability) * known["credibility"].astype(str).map(
        soft.credibility
    )
    age = known["heard_on"].map(lambda day: (as_of - day).days)
    half_life = known["flag"].map(lambda flag: flags[flag].half_life_days)
    fresh = known["review_by"].map(lambda day: day >= as_of)
    known["weight_now"] = (grade * 0.5 ** (age / half_life)).where(fresh, 0.0)
    known["expires"] = known["review_by"]
    return known[COLUMNS].sort_values("item", ignore_index=True)


def heard_about(items: pd.DataFrame, flags: dict[str, SoftFlag]) -> list[Heard]:
    """Sum up one authority's weighted entries by flag.

    Entries of one flag add up to the flag's points at most; from one kind of source only, to
    its uncorroborated cap. Reassurance comes back negative.
    """
    out = []
    for name, rows in items[items["weight_now"] > 0].groupby("flag"):
        flag = flags[str(name)]
        sources = int(rows["source_kind"].nunique())
        limit = flag.points if sources > 1 else min(flag.points, flag.uncorroborated_cap)
        points = min(limit, flag.points * float(rows["weight_now"].sum()))
        trusted = rows["reliability"].isin(["A", "B"]).any()
        out.append(
            Heard(
                flag=str(name),
                points=points if flag.reading == "concern" else -points,
                sources=sources,
                items=len(rows),
                newest=max(rows["heard_on"]),
                hard_trigger=bool(flag.hard_trigger and trusted),
            )
        )
    return out
