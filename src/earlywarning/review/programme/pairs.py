"""Which supporter goes with which authority, how well, and which rule keeps two apart."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, cast

import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.review.clock import day_of
from earlywarning.review.known import OfferInputs
from earlywarning.review.programme.able import RULES, Supporter
from earlywarning.review.programme.candidates import Candidate

APART = {
    "conflict": "has a conflict of interest with it",
    "met_lately": "met it in a review lately",
}
# Which judgement speaks for a stage of the journey; leaders for the rest.
JUDGEMENT = {
    "front_door": "help_and_protection", "assessment": "help_and_protection",
    "child_protection": "help_and_protection", "looked_after": "in_care",
}  # fmt: skip
# Two that fit equally well are told apart by a number that follows no order.
BETWEEN_EQUALS = 1e-4


@dataclass(frozen=True, slots=True)
class Pair:
    """A supporter that may go to an authority, and how well the two fit, 0 to 1."""

    code: str
    supporter: str
    value: float
    words: str


@dataclass(slots=True)
class Pairs:
    """Every allowed pair, best first for each authority, and why the others are not."""

    allowed: dict[str, list[Pair]] = field(default_factory=dict)
    kept_apart: dict[str, Counter[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ties:
    """What binds and what separates two authorities."""

    region: dict[str, str]
    closeness: dict[tuple[str, str], float]
    met: set[frozenset[str]]
    conflicts: set[frozenset[str]]
    skilled: set[tuple[str, str]]


def pairs(
    wanting: list[Candidate], able: dict[str, Supporter], known: OfferInputs,
    definitions: Definitions, as_of: dt.date,
) -> Pairs:  # fmt: skip
    """Return the allowed pairs of every candidate, at most the declared number for each."""
    ties = _ties(known, definitions, as_of)
    out = Pairs()
    for one in wanting:
        found, apart = [], Counter[str]()
        for supporter in able.values():
            if supporter.code == one.code:
                continue
            rule = supporter.rule or _apart(one.code, supporter.code, ties)
            if rule:
                apart[rule] += 1
            else:
                found.append(_pair(one, supporter, ties, definitions, as_of))
        found.sort(key=lambda pair: -pair.value)
        out.allowed[one.code] = found[: definitions.policy.programme.pairs_considered]
        out.kept_apart[one.code] = apart
    return out


def chance(as_of: dt.date, code: str) -> float:
    """Return a number from 0 to 1 that breaks ties: fixed for a day, and not in any order."""
    digest = hashlib.sha256(f"{as_of}:{code}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def _apart(code: str, other: str, ties: Ties) -> str:
    both = frozenset((code, other))
    if both in ties.conflicts:
        return "conflict"
    return "met_lately" if both in ties.met else ""


def _pair(
    one: Candidate, supporter: Supporter, ties: Ties, definitions: Definitions, as_of: dt.date
) -> Pair:
    policy = definitions.policy.programme
    there = ties.region.get(one.code)
    near = float(there is not None and there == ties.region.get(supporter.code))
    alike = max(
        ties.closeness.get((one.code, supporter.code), 0.0),
        ties.closeness.get((supporter.code, one.code), 0.0),
    )
    judgement = JUDGEMENT.get(one.stage or "", "leaders")
    grade = supporter.grades.get(judgement) or supporter.grades.get("overall") or ""
    strong = policy.strong_grades.get(grade, 0.0)
    skilled = float((supporter.code, one.enabler) in ties.skilled)
    parts = {"near": near, "alike": alike, "strong": strong, "skilled": skilled}
    value = sum(weight * parts[name] for name, weight in policy.weights.items())
    value += BETWEEN_EQUALS * chance(as_of, one.code + supporter.code)
    words = [
        "same region" if near else "another region",
        "a statistical neighbour" if alike else "no statistical neighbour",
        f"{judgement.replace('_', ' ')} judged {grade.lower() or 'not apart'}",
        *(["has reviewers skilled in what is at stake"] if skilled else []),
    ]
    return Pair(one.code, supporter.code, value, ", ".join(words))


def _ties(known: OfferInputs, definitions: Definitions, as_of: dt.date) -> Ties:
    places = known.authorities
    region = {} if places.empty else dict(zip(places["old_la_code"], places["region"], strict=True))
    return Ties(
        region={code: name for code, name in region.items() if isinstance(name, str) and name},
        closeness=_closeness(known.neighbours, definitions),
        met=_met(known.peer_reviews, definitions, as_of),
        conflicts=_conflicts(known.conflicts, as_of),
        skilled=set()
        if known.reviewers.empty
        else set(zip(known.reviewers["old_la_code"], known.reviewers["enabler"], strict=True)),
    )


def _closeness(neighbours: pd.DataFrame, definitions: Definitions) -> dict[tuple[str, str], float]:
    """Return how alike neighbours of the newest model are, by its own words for closeness."""
    if neighbours.empty:
        return {}
    model = neighbours[neighbours["model_year"] == neighbours["model_year"].max()]
    words = model["closeness"] if "closeness" in model else pd.Series("close", index=model.index)
    worth = definitions.policy.programme.closeness
    return {
        (str(code), str(other)): worth.get(str(word).strip().casefold(), worth["close"])
        for code, other, word in zip(
            model["old_la_code"], model["neighbour_old_la_code"], words, strict=True
        )
    }


def _met(reviews: pd.DataFrame, definitions: Definitions, as_of: dt.date) -> set[frozenset[str]]:
    """Return who reviewed whom of late, or is to: neither meets the other again so soon."""
    since = as_of - dt.timedelta(
        days=round(definitions.policy.programme.recent_pairing_months * 30.44)
    )
    out = set()
    for row in cast("list[dict[str, Any]]", reviews.to_dict("records")):
        day = day_of(row["held_on"]) or day_of(row["asked_on"])
        leader = row["led_by_old_la_code"]
        if row["status"] in ("held", "planned") and leader and day is not None and day >= since:
            out.add(frozenset((str(row["old_la_code"]), str(leader))))
    return out


def _conflicts(register: pd.DataFrame, as_of: dt.date) -> set[frozenset[str]]:
    if register.empty:
        return set()
    return {
        frozenset((str(row["old_la_code"]), str(row["other_old_la_code"])))
        for row in cast("list[dict[str, Any]]", register.to_dict("records"))
        if (until := day_of(row["until"])) is None or until >= as_of
    }


def told_apart(apart: Counter[str]) -> str:
    """Return how many authorities each rule leaves out, in words."""
    words = RULES | APART
    return "; ".join(f"{apart[rule]}: {words[rule]}" for rule in words if apart[rule])
