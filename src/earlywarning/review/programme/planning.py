"""A quarter's programme as tables: tables in, tables out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from earlywarning.definitions import Definitions
from earlywarning.review.case import Case
from earlywarning.review.known import Known
from earlywarning.review.programme.candidates import (
    CONVERSATION,
    NOT_DUE,
    OPEN,
    PLANNED,
    Candidate,
    open_offers,
    sorted_out,
)
from earlywarning.review.programme.explaining import Refusal, one_more, refusals
from earlywarning.review.programme.groups import groups
from earlywarning.review.programme.helpers import RULES, Helper, helpers, is_fragile
from earlywarning.review.programme.pairs import Pair, Pairs, pairs, told_apart
from earlywarning.review.programme.posing import pose
from earlywarning.review.programme.sending import Sent, send
from earlywarning.review.programme.solving import Problem, Solution, solve
from earlywarning.review.recommend import Offer

OFFERED, NOT_OFFERED = "offered", "not this quarter"
PROGRAMME_COLUMNS = [
    "quarter", "as_of", "old_la_code", "outcome", "action", "review_type", "days", "proposed_from",
    "proposed_to", "supporter_old_la_code", "match", "reviewers", "why", "why_not", "rule",
]  # fmt: skip
NOTE_COLUMNS = ["quarter", "as_of", "place", "about", "words"]
GROUP_COLUMNS = ["quarter", "as_of", "place", "issue", "old_la_code", "part"]
INSTEAD = {
    CONVERSATION: "A conversation needs nobody from elsewhere.",
    PLANNED: "A review is planned already.",
    OPEN: "The last offer has not come to its end: see `review list`.",
    NOT_DUE: "The two years are not over in this quarter.",
}


@dataclass(frozen=True, slots=True)
class Programme:
    """One quarter: a row for every authority, notes on the whole, small groups.

    `supporters` names, for every authority that could be offered something, who could help: the
    one asked first, then those in reserve, nobody more often than the cap.
    """

    rows: pd.DataFrame
    notes: pd.DataFrame
    groups: pd.DataFrame
    supporters: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class _Made:
    """What was put together and chosen."""

    wanting: list[Candidate]
    others: dict[str, str]
    able: dict[str, Helper]
    found: Pairs
    problem: Problem
    best: Solution
    sent: Sent
    names: dict[str, str]
    regions: dict[str, str]
    cases: list[Case]

    def name(self, code: str) -> str:
        return self.names.get(code, code)


def quarter_of(day: dt.date) -> str:
    """Return the quarter of a day, as 2026-Q2."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def plan(
    made: list[Offer], known: Known, definitions: Definitions, capacity: int | None = None
) -> Programme:
    """Choose a quarter's offers and explain the choice.

    Args:
        made: an offer for every authority.
        known: the tables they rest on.
        definitions: policy and menu.
        capacity: offers that need people from elsewhere; the policy's where it is not given.
    """
    if not made:
        rows, notes, shared = (
            pd.DataFrame(columns=c) for c in (PROGRAMME_COLUMNS, NOTE_COLUMNS, GROUP_COLUMNS)
        )
        return Programme(rows, notes, shared, {})
    as_of = made[0].case.as_of
    whole = _choose(made, known, definitions, capacity, as_of)
    refused = refusals(whole.wanting, whole.problem, whole.best, whole.found, whole.name)
    quarter = quarter_of(as_of)
    told = [_row(quarter, one, whole, refused, definitions) for one in made]
    found = groups([one.case for one in made], whole.able, whole.regions, definitions, as_of)
    return Programme(
        rows=_in_order(pd.DataFrame(told, columns=PROGRAMME_COLUMNS), whole.names),
        notes=pd.DataFrame(
            [(quarter, as_of, n, about, words) for n, (about, words) in
             enumerate(_notes(whole, refused), start=1)],
            columns=NOTE_COLUMNS,
        ),
        groups=pd.DataFrame(
            [
                (quarter, as_of, place, group.issue, code, part)
                for place, group in enumerate(found, start=1)
                for code, part in [
                    *((member, "shows the issue") for member in group.members),
                    (group.strong, "is strong where the issue lies"),
                ]
            ],
            columns=GROUP_COLUMNS,
        ),
        supporters=_supporters(whole, definitions),
    )  # fmt: skip


def _choose(
    made: list[Offer], known: Known, definitions: Definitions, capacity: int | None, as_of: dt.date
) -> _Made:
    cases = [one.case for one in made]
    places = known.authorities
    names, regions = (
        {} if places.empty else dict(zip(places["old_la_code"], places[column], strict=True))
        for column in ("la_name", "region")
    )
    regions = {code: name for code, name in regions.items() if isinstance(name, str) and name}
    wanting, others = sorted_out(made, definitions, open_offers(known.made, as_of))
    able = helpers(cases, known, definitions)
    found = pairs(wanting, able, known, definitions, as_of)
    barred = {case.code for case in cases if is_fragile(case, definitions)}
    barred |= {code for code, helper in able.items() if helper.rule == "slipping"}
    wished = definitions.policy.programme.capacity if capacity is None else capacity
    problem, people = pose(
        wanting, able, found, known.reviewers, regions, barred, wished, definitions, as_of
    )
    best = solve(problem)
    assert best is not None  # nothing is forced, so the empty programme is always there
    sent = send(problem, best, people, regions)
    return _Made(wanting, others, able, found, problem, best, sent, names, regions, cases)


def _row(
    quarter: str, one: Offer, whole: _Made, refused: dict[str, Refusal], definitions: Definitions
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


def _pair(whole: _Made, code: str, supporter: str) -> Pair:
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


def _notes(whole: _Made, refused: dict[str, Refusal]) -> list[tuple[str, str]]:
    offered = len(whole.best.supporter)
    asked = len(set(whole.best.supporter.values()))
    out = [
        ("programme", f"{offered} offers of {len(whole.wanting)} that need people from elsewhere; "
         f"capacity {whole.problem.capacity}; {asked} supporters asked."),
        ("supporters", _told_able(whole)),
    ]  # fmt: skip
    out += [("planned", words) for words in _tired_leaders(whole)]
    if not whole.problem.supply:
        out.append(
            ("reviewers", "No register of reviewers: who makes up the teams is not checked.")
        )
    out += [("one more", words) for words in one_more(whole.problem, whole.best, whole.name)]
    rules = Counter(refusal.rule for refusal in refused.values())
    out += [("not offered", f"{count}: {rule}.") for rule, count in sorted(rules.items())]
    return out


def _tired_leaders(whole: _Made) -> list[str]:
    """Return the planned reviews whose leader is by now not free to help."""
    out = []
    for case in whole.cases:
        leader = case.clock["planned_leader"]
        rule = whole.able[leader].rule if leader in whole.able else ""
        if rule in ("fragile", "slipping", "new_director"):
            out.append(
                f"{whole.name(case.code)}: the planned review is to be led by "
                f"{whole.name(leader)}, which {RULES[rule]}; ask another."
            )
    return sorted(out)


def _told_able(whole: _Made) -> str:
    rules = Counter(helper.rule for helper in whole.able.values() if helper.rule)
    free = sum(not helper.rule for helper in whole.able.values())
    return f"{free} authorities could support others now. Left alone: {told_apart(rules)}."


def _supporters(whole: _Made, definitions: Definitions) -> dict[str, list[str]]:
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
