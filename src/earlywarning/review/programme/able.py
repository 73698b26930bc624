"""Who could help this quarter, and the first rule by which everybody else is left alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, cast

import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.review.case import Case
from earlywarning.review.clock import day_of
from earlywarning.review.known import OfferInputs, by_code

# In this order: the first that holds is the one that is told.
RULES = {
    "not_strong": "is not judged good or better",
    "fragile": "may need help itself",
    "slipping": "is slipping or overstretched itself",
    "new_director": "has a new director",
    "awaiting_inspection": "awaits an inspection",
    "resting": "led a review lately and rests",
    "full": "carries as much as the cap allows",
}
FREE_BANDS = ("routine",)


@dataclass(frozen=True, slots=True)
class Supporter:
    """One authority as a supporter: the rule that leaves it out, or what it can carry."""

    code: str
    rule: str
    room: int
    grades: dict[str, str] = field(default_factory=dict)


def possible_supporters(
    cases: list[Case], known: OfferInputs, definitions: Definitions
) -> dict[str, Supporter]:
    """Return every authority as a supporter, able or not."""
    grades = _grades(known.inspections)
    slipping = set() if known.slips.empty else set(known.slips["old_la_code"])
    soft = by_code(known.soft_items)
    led = _led(known.peer_reviews)
    out = {}
    for case in cases:
        code = case.code
        last, planned = led.get(code, (None, 0))
        room = definitions.policy.programme.supporter_cap - planned
        rule = _rule(
            case, grades.get(code, {}), soft.get(code), last, room, code in slipping, definitions
        )
        out[code] = Supporter(code, rule, 0 if rule else room, grades.get(code, {}))
    return out


def _grades(inspections: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return the newest grade of each judgement of each authority."""
    if inspections.empty:
        return {}
    order = inspections.sort_values(["old_la_code", "judgement", "published", "grade"])
    newest = order.groupby(["old_la_code", "judgement"], as_index=False).last()
    full = newest[newest["judgement"] != "theme"]
    return {
        code: dict(zip(rows["judgement"], rows["grade"].fillna(""), strict=True))
        for code, rows in by_code(full).items()
    }


def _led(reviews: pd.DataFrame) -> dict[str, tuple[dt.date | None, int]]:
    """Return for each leader the day it last led, and how many planned reviews it is to lead."""
    out: dict[str, tuple[dt.date | None, int]] = {}
    for row in cast("list[dict[str, Any]]", reviews.to_dict("records")):
        leader = row["led_by_old_la_code"]
        if not isinstance(leader, str) or not leader:
            continue
        last, planned = out.get(leader, (None, 0))
        held = day_of(row["held_on"]) if row["status"] == "held" else None
        days = [day for day in (last, held) if day is not None]
        out[leader] = (max(days, default=None), planned + (row["status"] == "planned"))
    return out


def is_fragile(case: Case, definitions: Definitions) -> bool:
    """Tell whether an authority may need help itself: by band, judgement or letter."""
    stands = case.band in FREE_BANDS and not case.keys
    return not stands or case.stage == "poor" or case.has_trigger(definitions)


def _rule(
    case: Case,
    grades: dict[str, str],
    soft: pd.DataFrame | None,
    last: dt.date | None,
    room: int,
    in_alert: bool,
    definitions: Definitions,
) -> str:
    policy = definitions.policy.programme
    leaders = grades.get("leaders") or grades.get("overall") or ""
    new_since = case.as_of - dt.timedelta(days=round(policy.director_months * 30.44))
    rest = dt.timedelta(days=policy.supporter_rest_days)
    holds = {
        "not_strong": leaders not in policy.strong_grades,
        "fragile": is_fragile(case, definitions),
        "slipping": in_alert or _is_slipping(case, definitions),
        "new_director": _heard_since(soft, "change_of_director", new_since),
        "awaiting_inspection": case.window is not None and case.window.is_open(case.as_of),
        "resting": last is not None and case.as_of - last < rest,
        "full": room <= 0,
    }
    return next((rule for rule in RULES if holds[rule]), "")


def _is_slipping(case: Case, definitions: Definitions) -> bool:
    """Tell whether a score rose, a pattern of concern is found, or overstretch was heard of."""
    rose = case.rise() >= definitions.policy.programme.slipping_points
    found = any(definitions.patterns[one.pattern].reading == "concern" for one in case.patterns)
    return rose or found or "overstretch_from_helping" in case.worries


def _heard_since(soft: pd.DataFrame | None, flag: str, since: dt.date) -> bool:
    if soft is None:
        return False
    days = [day_of(day) for day in soft.loc[soft["flag"] == flag, "heard_on"]]
    return any(day is not None and day >= since for day in days)
