"""How much each piece of soft intelligence counts today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from earlywarning.definitions import Policy, SoftFlag

COLUMNS = [
    "item", "old_la_code", "flag", "heard_on", "source_kind", "reliability", "credibility",
    "recorded_by", "review_by", "weight_now", "expires", "source_area", "cases", "recorded_on",
    "disputed", "superseded",
]  # fmt: skip
# A register kept as CSV says none of this.
UNSAID: dict[str, Any] = {
    "source_area": "", "cases": None, "recorded_on": None, "disputed": False, "superseded": 0,
}  # fmt: skip


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
    """Return the entries known on a day with `weight_now`: grade, age and dispute multiplied.

    An entry past its review date weighs 0. What was recorded later than the day is not known on
    it, whenever it was heard.
    """
    known = _known(items, as_of) if len(items) else items
    if known.empty:
        return pd.DataFrame(columns=COLUMNS)
    soft = policy.soft_intelligence
    grade = known["reliability"].map(soft.reliability) * known["credibility"].astype(str).map(
        soft.credibility
    )
    age = known["heard_on"].map(lambda day: (as_of - day).days)
    half_life = known["flag"].map(lambda flag: flags[flag].half_life_days)
    fresh = known["review_by"].map(lambda day: day >= as_of)
    doubted = known["disputed"].map({True: soft.disputed_share, False: 1.0})
    known["weight_now"] = (grade * 0.5 ** (age / half_life) * doubted).where(fresh, 0.0)
    known["expires"] = known["review_by"]
    return known[COLUMNS].sort_values("item", ignore_index=True)


def _known(items: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    known = items.assign(**{c: v for c, v in UNSAID.items() if c not in items})
    recorded = known["recorded_on"].map(lambda day: pd.isna(day) or day <= as_of)
    heard = known["heard_on"].map(lambda day: day <= as_of)
    known = known[(recorded & heard).astype(bool)].copy()
    known["disputed"] = known["disputed"].map(lambda told: told is True or told == 1).astype(bool)
    known["source_area"] = known["source_area"].fillna("")
    known["superseded"] = known["superseded"].fillna(0).astype(int)
    known["cases"] = pd.to_numeric(known["cases"]).astype("Int64")
    return known


def independent_sources(kinds: pd.Series, areas: pd.Series) -> int:
    """Return how many sources are independent: pairs of kind and area.

    Two entries of one kind and area are one. Where the area is not said, independence cannot be
    told, so it adds a source only if its kind is not there yet.
    """
    by_kind: dict[str, set[str]] = {}
    for kind, area in zip(kinds, areas, strict=True):
        by_kind.setdefault(str(kind), set()).update({str(area)} - {""})
    return sum(max(1, len(own)) for own in by_kind.values())


def heard_about(items: pd.DataFrame, flags: dict[str, SoftFlag]) -> list[Heard]:
    """Sum up one authority's weighted entries by flag.

    Entries of one flag add up to the flag's points at most; from one source only, to its
    uncorroborated cap. Reassurance comes back negative. A hard trigger needs a trusted source of
    a kind that may raise it; a dispute does not stop one, because a published letter stands.
    """
    out = []
    for name, rows in items[items["weight_now"] > 0].groupby("flag"):
        flag = flags[str(name)]
        areas = rows["source_area"] if "source_area" in rows else pd.Series("", rows.index)
        sources = independent_sources(rows["source_kind"], areas.fillna(""))
        limit = flag.points if sources > 1 else min(flag.points, flag.uncorroborated_cap)
        points = min(limit, flag.points * float(rows["weight_now"].sum()))
        may = rows["source_kind"].isin(flag.raised_by)
        trusted = (rows["reliability"].isin(["A", "B"]) & may).any()
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
