"""A quarter's programme as tables: tables in, tables out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.review.known import OfferInputs
from earlywarning.review.programme.candidates import (
    CONVERSATION,
    NOT_DUE,
    OPEN,
    PLANNED,
)
from earlywarning.review.programme.chosen import Made, choose
from earlywarning.review.programme.explaining import Refusal, refusals
from earlywarning.review.programme.groups import groups
from earlywarning.review.programme.notes import notes
from earlywarning.review.programme.pairs import Pair
from earlywarning.review.programme.sending import Sent
from earlywarning.review.recommend import DraftOffer
from earlywarning.tables import offers
from earlywarning.tables.declare import columns_of

OFFERED, NOT_OFFERED = "offered", "not this quarter"
INSTEAD = {
    CONVERSATION: "A conversation needs nobody from elsewhere.",
    PLANNED: "A review is planned already.",
    OPEN: "The last offer has not come to its end: see `review list`.",
    NOT_DUE: "The two years are not over in this quarter.",
}


@dataclass(frozen=True, slots=True)
class QuarterProgramme:
    """One quarter: a row for every authority, notes on the whole, small groups.

    `supporters` names, for every authority that could be offered something, who could help: the
    one asked first, then those in reserve, nobody more often than the cap.
    """

    rows: pd.DataFrame
    notes: pd.DataFrame
    groups: pd.DataFrame
    supporters: dict[str, list[str]]


def quarter_of(day: dt.date) -> str:
    """Return the quarter of a day, as 2026-Q2."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def plan(
    made: list[DraftOffer],
    known: OfferInputs,
    definitions: Definitions,
    capacity: int | None = None,
) -> QuarterProgramme:
    """Choose a quarter's offers and explain the choice.

    Args:
        made: an offer for every authority.
        known: the tables they rest on.
        definitions: policy and menu.
        capacity: offers that need people from elsewhere; the policy's where it is not given.
    """
    if not made:
        rows, said, shared = (
            pd.DataFrame(columns=columns_of(kind))
            for kind in (offers.Programme, offers.ProgrammeNote, offers.ProgrammeGroup)
        )
        return QuarterProgramme(rows, said, shared, {})
    as_of = made[0].case.as_of
    whole = choose(made, known, definitions, capacity, as_of)
    refused = refusals(whole.wanting, whole.problem, whole.best, whole.found, whole.name)
    quarter = quarter_of(as_of)
    told = [_row(quarter, one, whole, refused, definitions) for one in made]
    found = groups([one.case for one in made], whole.able, whole.regions, definitions, as_of)
    return QuarterProgramme(
        rows=_in_order(pd.DataFrame(told, columns=columns_of(offers.Programme)), whole.names),
        notes=pd.DataFrame(
            [(quarter, as_of, n, about, words) for n, (about, words) in
             enumerate(notes(whole, refused), start=1)],
            columns=columns_of(offers.ProgrammeNote),
        ),
        groups=pd.DataFrame(
            [
                (quarter, as_of, place, group.issue, code, part, shows)
                for place, group in enumerate(found, start=1)
                for code, part, shows in [
                    *((member, "shows the issue", True) for member in group.members),
                    (group.strong, "is strong where the issue lies", False),
                ]
            ],
            columns=columns_of(offers.ProgrammeGroup),
        ),
        supporters=_supporters(whole, definitions),
    )  # fmt: skip


def _row(
    quarter: str,
    one: DraftOffer,
    whole: Made,
    refused: dict[str, Refusal],
    definitions: Definitions,
) -> tuple[object, ...]:
    code = one.code
    step = definitions.policy.ladder.step(one.step)
    start = (quarter, one.case.as_of, code)
    kind = (one.kind.review_type, one.kind.days)
    if code in whole.others:
        instead = whole.others[code]
        return (*start, instead, step.action, *kind, None, None, None, "", "", "",
                INSTEAD[instead], instead)  # fmt: skip
    candidate = next(c for c in whole.wanting if c.code == code)
    # Whoever is to be talked to first is offered the review that is due in that talk.
    talk = one.step == "supportive_conversation"
    action = f"{step.action}, and in it the review that is due" if talk else step.action
    if code in whole.best.supporter:
        supporter = whole.best.supporter[code]
        pair = _pair(whole, code, supporter)
        return (*start, OFFERED, action, *kind, one.days.begins, one.days.ends, supporter,
                pair.words, _team(whole.sent, code), candidate.why, "", "")  # fmt: skip
    refusal = refused[code]
    return (*start, NOT_OFFERED, action, *kind, None, None, None, "", "", candidate.why,
            refusal.words, refusal.rule)  # fmt: skip


def _pair(whole: Made, code: str, supporter: str) -> Pair:
    return next(pair for pair in whole.found.allowed[code] if pair.supporter == supporter)


def _team(sent: Sent, code: str) -> str:
    return "; ".join(
        f"{count} {_people(role, count)} from {region}"
        for (of, region, role), count in sorted(sent.items())
        if of == code
    )


def _people(role: str, count: int) -> str:
    words = role.replace("_", " ")
    if count == 1:
        return words
    return "heads of service" if role == "head_of_service" else f"{words}s"


def _in_order(rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Return the rows by action and name: never in an order that a score made."""
    named = rows.assign(name=rows["old_la_code"].map(names).fillna(rows["old_la_code"]))
    return named.sort_values(["action", "name"], ignore_index=True).drop(columns="name")


def _supporters(whole: Made, definitions: Definitions) -> dict[str, list[str]]:
    """Return whom to ask: the chosen one first, then a reserve, each within its cap."""
    policy = definitions.policy.programme
    load = Counter(whole.best.supporter.values())
    out = {code: [name] for code, name in whole.best.supporter.items()}
    # Whose turn comes last must not depend on its number.
    for one in sorted(whole.wanting, key=lambda c: -whole.problem.benefit[c.code]):
        named = out.setdefault(one.code, [])
        for pair in whole.found.allowed.get(one.code, []):
            if len(named) >= policy.supporters_offered:
                break
            if (
                pair.supporter not in named
                and load[pair.supporter] < whole.able[pair.supporter].room
            ):
                named.append(pair.supporter)
                load[pair.supporter] += 1
    return out
