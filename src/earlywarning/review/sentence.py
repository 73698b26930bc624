"""The one sentence of each authority: what the evidence says and what comes next."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple, cast

import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.review.clock import day_of
from earlywarning.review.ladder import FAR, HELD
from earlywarning.review.offer_today import FORMAL, Row, Stands

ROUTINE, UNKNOWN = "routine", "not_known"
LONGEST = 30
SHORT_WORDS = {
    "figures": "figures", "people": "people", "alert": "an alert", "published": "inspectors",
}  # fmt: skip


class Evidence(NamedTuple):
    """What the sentence tells of: keys in words, and rows of level, journey, offer and report."""

    where: str
    keys: dict[str, str]
    levels: pd.DataFrame | None
    journey: Row
    offer: Row
    unread: Row


def sentence(evidence: Evidence, stands: Stands, definitions: Definitions) -> str:
    """Return the one sentence, under thirty words."""
    told = _told(evidence, definitions)
    for words in told:
        whole = f"{words}; next: {_next(stands)}."
        if len(whole.split()) < LONGEST:
            return whole
    return f"{told[-1]}."


def _told(evidence: Evidence, definitions: Definitions) -> list[str]:
    """Return the evidence in words, the fullest first, each shorter than the one before."""
    where, keys, levels, journey, offer, unread = evidence
    if where == FORMAL:
        return [_in_formal_support(journey, unread, definitions)]
    if where == UNKNOWN:
        known = "A later report could not be read" if unread else "Too little is known to rest on"
        return [f"{known}, and that is a reason to talk", known]
    names = [definitions.indicators[name].name for name, _ in worst(levels)[:2]]
    far = names and keys.get("figures") == FAR
    fuller = keys | ({"figures": f"{FAR}, most on {_lower(names[0])}"} if far else {})
    if not keys:
        if where == ROUTINE:
            return [
                "Nothing known asks for more than the review that is due to all",
                "Nothing known asks for more than the review due to all",
            ]
        people = offer.get("opened_kind") in ("people", "pattern")
        return ["People worry, though the figures say little" if people else HELD]
    ordered = sorted(keys, key=lambda key: key != "alert")
    told = [_capital(_and(said, ordered)) for said in (fuller, keys)]
    if len(ordered) > 1:
        *before, last = [SHORT_WORDS[key] for key in ordered]
        told.append(_capital(f"{', '.join(before)} and {last} point the same way"))
    return told


def _in_formal_support(journey: Row, unread: Row, definitions: Definitions) -> str:
    if journey.get("stage") == next(iter(definitions.journey.stages)):
        day = cast(dt.date, judged_on(journey))
        return f"In formal support, judged {judgement(journey, definitions)} in {day:%B %Y}"
    if unread:
        return "In formal support, and a later report could not be read"
    return "In formal support under a published notice"


def _and(said: dict[str, str], ordered: list[str]) -> str:
    """Join what each key says; a comma closes what a part of it has opened."""
    *before, last = [said[key] for key in ordered]
    if not before:
        return last
    comma = "," if any("," in part for part in before) else ""
    return f"{' and '.join(before)}{comma} and {last}"


def _next(stands: Stands) -> str:
    if stands.due is None:
        return stands.step
    when = "on" if stands.state == "deferred" else "by"
    return f"{stands.step} {when} {stands.due.day} {stands.due:%B %Y}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def worst(levels: pd.DataFrame | None) -> list[tuple[str, float]]:
    """Return the indicators that lie clearly on their worse side, the farthest first."""
    if levels is None:
        return []
    best: dict[str, float] = {}
    columns = (levels[name] for name in ("indicator", "level", "level_sd"))
    for name, level, spread in zip(*columns, strict=True):
        if level - spread > 0:
            best[str(name)] = max(best.get(str(name), level), float(level))
    return sorted(best.items(), key=lambda pair: -pair[1])


def judgement(journey: Row, definitions: Definitions) -> str | None:
    """Return the grade of the last judgement, None where nobody has been."""
    return definitions.journey.stages[journey["stage"]].grade if journey else None


def judged_on(journey: Row) -> dt.date | None:
    """Return the day of the last judgement."""
    return day_of(journey.get("judged_on"))
