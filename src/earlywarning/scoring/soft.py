"""How much each piece of soft intelligence counts today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from earlywarning.definitions.policy import Policy, SoftPolicy
from earlywarning.definitions.soft_flag import SoftFlag
from earlywarning.tables.declare import columns_of
from earlywarning.tables.people import SoftItem

# A register kept as CSV says none of this.
UNSAID: dict[str, Any] = {
    "source_area": "", "cases": None, "recorded_on": None, "disputed": False, "superseded": 0,
    "released": False,
}  # fmt: skip


# What weighs less is shown as no longer counting.
COUNTS = 0.005


@dataclass(frozen=True, slots=True)
class WeighedFlag:
    """What one flag amounts to for one authority.

    source: kind and area of the one it is from, where there is one only. inside: nobody from
    outside the authority. told: the authority may be told of every entry.
    """

    flag: str
    points: float
    sources: int
    items: int
    newest: dt.date
    hard_trigger: bool
    source: tuple[str, str] = ("", "")
    inside: bool = False
    told: bool = True


def weigh(
    items: pd.DataFrame, flags: dict[str, SoftFlag], policy: Policy, as_of: dt.date
) -> pd.DataFrame:
    """Return the entries known on a day with `weight_now`: grade, age and dispute multiplied.

    An entry past its review date weighs 0. What was recorded later than the day is not known on
    it, whenever it was heard.
    """
    known = _known(items, as_of) if len(items) else items
    if known.empty:
        return pd.DataFrame(columns=columns_of(SoftItem))
    soft = policy.soft_intelligence
    grade = known["reliability"].map(soft.reliability) * known["credibility"].astype(str).map(
        soft.credibility
    )
    age = known["heard_on"].map(lambda day: (as_of - day).days)
    half_life = known["flag"].map(lambda flag: flags[flag].half_life_days)
    fresh = known["review_by"].map(lambda day: day >= as_of)
    doubted = known["disputed"].map({True: soft.disputed_share, False: 1.0})
    known["weight_now"] = (grade * 0.5 ** (age / half_life) * doubted).where(fresh, 0.0)
    known["weighs"] = known["weight_now"].map(weight_word)
    if "told" not in known:  # a look back reads what was weighed before
        open_flags = known["flag"].map(lambda flag: not flags[flag].in_confidence)
        known["told"] = known["released"].map(lambda told: told is True or told == 1) | open_flags
    known["expires"] = known["review_by"]
    return known[columns_of(SoftItem)].sort_values("item", ignore_index=True)


def weight_word(weight: float) -> str:
    """Return a weight in a word: from the number a reader could work out the grade."""
    if weight < COUNTS:
        return "nothing"
    return "little" if weight < 1 / 3 else "some" if weight < 2 / 3 else "much"


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


def independent_sources(kinds: Iterable[object], areas: Iterable[object]) -> int:
    """Return how many sources are independent: pairs of kind and area.

    Two entries of one kind and area are one. Where the area is not said, independence cannot be
    told, so it adds a source only if its kind is not there yet.
    """
    by_kind: dict[str, set[str]] = {}
    for kind, area in zip(kinds, areas, strict=True):
        by_kind.setdefault(str(kind), set()).update({str(area)} - {""})
    return sum(max(1, len(own)) for own in by_kind.values())


def heard_about(
    items: pd.DataFrame, flags: dict[str, SoftFlag], policy: Policy
) -> list[WeighedFlag]:
    """Sum up one authority's weighted entries by flag.

    Entries of one flag add up to the flag's points at most; from one source only, to its
    uncorroborated cap. Reassurance comes back negative. A hard trigger needs a trusted source of
    a kind that may raise it; a dispute does not stop one, because a published letter stands.
    """
    # Row by row: a frame for each flag costs a hundred times as much, and the back-test asks often.
    by_flag: dict[str, list[_Entry]] = {}
    areas = items["source_area"].fillna("") if "source_area" in items else [""] * len(items)
    names = ("weight_now", "source_kind", "reliability", "credibility", "heard_on")
    columns = [items[c].tolist() for c in names]
    columns.append(items["told"].tolist() if "told" in items else [True] * len(items))
    for flag, area, *rest in zip(items["flag"].tolist(), areas, *columns, strict=True):
        if rest[0] > 0:
            by_flag.setdefault(str(flag), []).append(_Entry(str(area), *rest))
    soft = policy.soft_intelligence
    return [_amounts_to(name, flags[name], own, soft) for name, own in sorted(by_flag.items())]


class _Entry(NamedTuple):
    area: str
    weight: float
    kind: str
    reliability: str
    credibility: object
    heard_on: dt.date
    told: bool


def _by_weight(entry: _Entry) -> float:
    return entry.weight


def _amounts_to(name: str, flag: SoftFlag, own: list[_Entry], policy: SoftPolicy) -> WeighedFlag:
    # A whisper corroborates nobody: it adds its little weight and frees no cap.
    told = [e for e in own if e.weight >= policy.corroborates_from] or [max(own, key=_by_weight)]
    sources = independent_sources([e.kind for e in told], [e.area for e in told])
    limit = flag.points if sources > 1 else min(flag.points, flag.uncorroborated_cap)
    points = min(limit, flag.points * float(sum(e.weight for e in own)))
    stands = any(flag.is_fact(e.kind, e.reliability, e.credibility) for e in own)
    return WeighedFlag(
        flag=name,
        points=points if flag.reading == "concern" else -points,
        sources=sources,
        items=len(own),
        newest=max(e.heard_on for e in own),
        hard_trigger=stands,
        source=("", "") if sources > 1 else (told[0].kind, max(e.area for e in told)),
        inside=all(e.kind in policy.inside for e in own),
        told=all(e.told for e in own),
    )


def sources_of_concern(items: pd.DataFrame, flags: dict[str, SoftFlag], policy: Policy) -> int:
    """Return how many independent sources told of a concern of one authority, and no whisper."""
    least = policy.soft_intelligence.corroborates_from
    live = [
        (kind, area if isinstance(area, str) else "")
        for flag, weight, kind, area in zip(
            *(items[c] for c in ("flag", "weight_now", "source_kind", "source_area")), strict=True
        )
        if weight >= least and flags[flag].reading == "concern"
    ]
    return independent_sources([kind for kind, _ in live], [area for _, area in live])
