"""What is put together for a quarter, and what is chosen of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from earlywarning.definitions.loader import Definitions
from earlywarning.review.case import Case
from earlywarning.review.known import OfferInputs
from earlywarning.review.programme.able import Supporter, is_fragile, possible_supporters
from earlywarning.review.programme.candidates import Candidate, open_offers, sorted_out
from earlywarning.review.programme.pairs import Pairs, pairs
from earlywarning.review.programme.posing import pose
from earlywarning.review.programme.sending import Sent, send
from earlywarning.review.programme.solving import Problem, Solution, solve
from earlywarning.review.recommend import DraftOffer


@dataclass(frozen=True, slots=True)
class Made:
    """What was put together and chosen."""

    wanting: list[Candidate]
    others: dict[str, str]
    able: dict[str, Supporter]
    found: Pairs
    problem: Problem
    best: Solution
    sent: Sent
    names: dict[str, str]
    regions: dict[str, str]
    cases: list[Case]

    def name(self, code: str) -> str:
        """Return what an authority is called."""
        return self.names.get(code, code)


def choose(
    made: list[DraftOffer],
    known: OfferInputs,
    definitions: Definitions,
    capacity: int | None,
    as_of: dt.date,
) -> Made:
    """Put candidates, supporters and pairs together, and solve."""
    cases = [one.case for one in made]
    places = known.authorities
    names, regions = (
        {} if places.empty else dict(zip(places["old_la_code"], places[column], strict=True))
        for column in ("la_name", "region")
    )
    regions = {code: name for code, name in regions.items() if isinstance(name, str) and name}
    wanting, others = sorted_out(made, definitions, open_offers(known.made, as_of))
    able = possible_supporters(cases, known, definitions)
    found = pairs(wanting, able, known, definitions, as_of)
    barred = {case.code for case in cases if is_fragile(case, definitions)}
    barred |= {code for code, supporter in able.items() if supporter.rule == "slipping"}
    wished = definitions.policy.programme.capacity if capacity is None else capacity
    problem, people = pose(
        wanting, able, found, known.reviewers, regions, barred, wished, definitions, as_of
    )
    best = solve(problem)
    assert best is not None  # nothing is forced, so the empty programme is always there
    sent = send(problem, best, people, regions)
    return Made(wanting, others, able, found, problem, best, sent, names, regions, cases)
