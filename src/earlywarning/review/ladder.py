"""Which step of the ladder an authority stands on, why, and what is put before people beside it."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, NamedTuple

import pandas as pd

from earlywarning.definitions.ladder import LadderStep, StepName
from earlywarning.definitions.loader import Definitions
from earlywarning.review.case import Case
from earlywarning.review.clock import OVERDUE, day_of


class Opened(NamedTuple):
    """What opened a step: the kind of evidence, and the evidence in words."""

    by: Literal["letter", "inspection", "review", "band", "pattern", "people", "alert", "clock"]
    words: str


def step_of(case: Case, definitions: Definitions) -> tuple[StepName, Opened]:
    """Return the step and the evidence that opened it."""
    ladder = definitions.policy.ladder
    band = case.band
    if band in ladder.commissioned_support.bands:
        known = diagnosed(case, definitions)
        if known:
            return "commissioned_support", known
    if band in ladder.targeted_review.bands:
        return "targeted_review", Opened("band", _turned(case, definitions))
    seen = [one.pattern for one in case.patterns if one.pattern in ladder.targeted_review.patterns]
    if seen and case.worries:
        name = definitions.patterns[seen[0]].name
        words = f"{name}, and somebody who knows the service worries."
        return "targeted_review", Opened("pattern", words)
    if band in ladder.supportive_conversation.bands:
        return "supportive_conversation", _key(case, definitions)
    return "routine_review", Opened("clock", ladder.routine_review.opens)


# What each key is, as a reason; see policy.toml, [keys].
KEYS = {
    "people": "people worry",
    "alert": "a live alert of the front-door watch stands",
    "published": "inspectors judged it lower than before",
}
FAR, HIDDEN = "figures stand out", "figures are missing or in doubt"
# Of a band that the margin holds after its keys have lapsed.
HELD = "What stood out before is only just below what counts"


def key_words(score: dict[str, Any], definitions: Definitions) -> dict[str, str]:
    """Return the keys that are turned in words, by name; what is withheld is no figure."""
    floor = list(definitions.policy.bands.values())[1]
    figures = FAR if score["performance"] >= floor else HIDDEN
    return {str(key): KEYS.get(str(key), figures) for key in score["keys"]}


def _turned(case: Case, definitions: Definitions) -> str:
    """Return the keys that are turned in words."""
    told = " and ".join(key_words(case.score, definitions).values())
    return f"{told[:1].upper()}{told[1:]}." if told else f"{HELD}."


def _key(case: Case, definitions: Definitions) -> Opened:
    """Return what opened a conversation."""
    if case.band == "not_known":
        return Opened("band", "The band is not known.")
    if not case.keys and case.score["band_by_points"] == case.band:
        return Opened("people", "People worry, though the figures say little.")
    kinds: dict[str, Literal["people", "alert", "inspection"]] = {
        "people": "people", "alert": "alert", "published": "inspection",
    }  # fmt: skip
    return Opened(kinds.get(next(iter(case.keys), ""), "band"), _turned(case, definitions))


def diagnosed(case: Case, definitions: Definitions) -> Opened | None:
    """Return which look from outside has said what is wrong, or nothing.

    A published letter; an inadequate judgement; or a peer review of a kind that looks at a pattern
    that still stands: it is followed up, not repeated.
    """
    ladder = definitions.policy.ladder
    if case.has_trigger(definitions):
        words = "A published letter of inspectors, or a notice, says what is wrong."
        return Opened("letter", words)
    since = _before(case.as_of, ladder.diagnosed_months)
    if case.stage == "poor" and case.window is not None and case.window.last >= since:
        words = f"The inspection published on {case.window.last} says what is wrong."
        return Opened("inspection", words)
    if case.band != definitions.policy.top_band():
        since = _before(case.as_of, ladder.followed_up_months)
    still = {one.pattern for one in case.patterns}
    kinds = {name for name, kind in definitions.review_types.items() if still & set(kind.patterns)}
    held = _held_of(case, kinds, since)
    if held is None:
        return None
    return Opened("review", f"A review of this was held on {held}, and the same signs stand.")


def _before(day: dt.date, months: int) -> dt.date:
    return (pd.Timestamp(day) - pd.DateOffset(months=months)).date()


def _held_of(case: Case, kinds: set[str], since: dt.date) -> dt.date | None:
    if case.reviews is None:
        return None
    days = [
        day
        for held, name, status in zip(
            case.reviews["held_on"], case.reviews["review_type"], case.reviews["status"],
            strict=True,
        )
        if status == "held" and name in kinds
        and (day := day_of(held)) is not None and since <= day <= case.as_of
    ]  # fmt: skip
    return max(days, default=None)


def to_consider(case: Case, step: StepName, definitions: Definitions) -> list[str]:
    """Return what people should consider beside the offer; mostly nothing.

    Never an action: formal support and inspection are other people's decisions.
    """
    escalation = definitions.policy.ladder.escalation
    top = ("offer", definitions.policy.top_band())
    formal = case.has_trigger(definitions) or (case.stage == "poor" and case.band in top)
    lines = []
    if formal:
        lines += ["For people to consider, before or beside the offer:", *escalation.guide]
        lines.append(escalation.caveat)
    answered = step == "commissioned_support"
    refused = case.clock["refused_on"] or case.clock["postponed_on"]
    if refused and case.clock["state"] == OVERDUE and not answered:
        lines.append(escalation.not_answered)
    if lines:
        lines.append(f"Who considers it: {escalation.people}.")
    return lines


def due_by(case: Case, name: StepName, step: LadderStep, soon: dt.date) -> dt.date:
    """Return by when the offer is to be made.

    `soon` is where an alert stands. A routine review is due by the two-year clock where one is
    known, and at once where it is over.
    """
    due = day_of(case.clock["due_on"])
    if name == "supportive_conversation" and "alert" in case.keys:
        return soon
    if name != "routine_review" or due is None:
        return case.as_of + dt.timedelta(days=step.due_days)
    soon = case.as_of + dt.timedelta(days=step.look_again_days)
    return max(due, soon)
