"""Whose offer needs people from elsewhere this quarter, and what it is worth to make it now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.review.clock import DUE, IN_TIME, NONE, NOT_KNOWN, OVERDUE, day_of
from earlywarning.review.ladder import key_words
from earlywarning.review.recommend import DraftOffer
from earlywarning.review.scope import at_stake

CONVERSATION, PLANNED, NOT_DUE, OPEN = (
    "conversation", "planned already", "not due", "offer open",
)  # fmt: skip
OVER = ("closed", "withdrawn")
DUE_STATES = (DUE, OVERDUE, NONE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One offer as the programme sees it. `benefit` is in points that nobody is shown."""

    offer: DraftOffer
    benefit: float
    waited_days: int
    stage: str | None
    enabler: str
    why: str
    team: tuple[tuple[str, int], ...]

    @property
    def code(self) -> str:
        """Return the authority."""
        return self.offer.code


def sorted_out(
    made: list[DraftOffer], definitions: Definitions, still_open: Collection[str] = ()
) -> tuple[list[Candidate], dict[str, str]]:
    """Return the candidates in order of code, and for everybody else what happens instead.

    `still_open` are authorities whose last offer has not come to its end: they get no second.
    """
    wanting, others = [], {}
    for offer in sorted(made, key=lambda one: one.code):
        instead = OPEN if offer.code in still_open else _instead(offer)
        if instead:
            others[offer.code] = instead
        else:
            wanting.append(_candidate(offer, definitions))
    return wanting, others


def open_offers(made: pd.DataFrame, as_of: dt.date) -> set[str]:
    """Return who has an offer that is still to be answered, decided, held or reported."""
    out = set()
    for row in cast("list[dict[str, Any]]", made.to_dict("records")):
        until = day_of(row["deferred_until"])
        put_off = row["state"] == "decided" and row["decision"] == "deferred"
        ended = row["state"] in OVER or (
            row["state"] == "decided" and row["decision"] == "declined"
        )
        if not ended and not (put_off and until is not None and until <= as_of):
            out.add(str(row["old_la_code"]))
    return out


def _instead(offer: DraftOffer) -> str:
    """Return why no reviewers are wanted now: a talk, a review that is planned, or time left."""
    state = offer.case.clock["state"]
    if offer.step == "commissioned_support":
        return ""
    if offer.case.clock["planned_type"]:
        return PLANNED
    if offer.step == "targeted_review":
        return ""
    if offer.step == "supportive_conversation":
        return "" if state in DUE_STATES else CONVERSATION
    return NOT_DUE if state == IN_TIME else ""


def _candidate(offer: DraftOffer, definitions: Definitions) -> Candidate:
    stake = at_stake(offer.case, definitions)
    stages = [line.stage for line in offer.lines if line.stage]
    points, why = _worth(offer, definitions)
    return Candidate(
        offer=offer,
        benefit=points,
        waited_days=_waited(offer),
        stage=offer.kind.stages[0] if offer.kind.stages else next(iter(stages), None),
        enabler=stake[0] if stake else next(iter(offer.kind.enablers), ""),
        why=why,
        team=tuple(offer.kind.team.items()),
    )


def _waited(offer: DraftOffer) -> int:
    """Return days since anybody from outside looked: a peer review, an inspection or a visit."""
    case = offer.case
    return (case.as_of - case.looked.day).days if case.looked else 10_000


def _worth(offer: DraftOffer, definitions: Definitions) -> tuple[float, str]:
    """Return the benefit of an offer, and what it consists of in words without a number."""
    policy = definitions.policy.programme.benefit
    case = offer.case
    band = policy.band[case.band]
    if offer.step == "targeted_review":  # opened by a pattern and a worry, whatever the band
        band = max(band, policy.band["offer"])
    points = band * policy.confidence[offer.confidence]
    told = " and ".join(key_words(case.score, definitions).values())
    words = [f"{told or 'nothing stands out'}, confidence {offer.confidence}"]
    if case.rise() >= policy.rising_from:
        points += policy.rising
        words.append("rose within a year")
    if case.score.get("stale") is True:
        points += policy.stale
        words.append("figures are old")
    state = case.clock["state"]
    if state == OVERDUE:
        late = _months_late(day_of(case.clock["due_on"]), case.as_of)
        points += policy.overdue * min(late, policy.overdue_most_months)
        words.append(f"the two years are over since {day_of(case.clock['due_on'])}")
    elif state == DUE:
        words.append(f"the two years are over on {day_of(case.clock['due_on'])}")
    elif state == NONE:
        points += policy.none_on_record
        words.append("no peer review on record")
    elif state == NOT_KNOWN:
        words.append("no register says when the last review was")
    return points, "; ".join(words)


def _months_late(due: dt.date | None, as_of: dt.date) -> float:
    return 0.0 if due is None else max(0.0, (as_of - due).days / 30.44)
