"""From candidates, pairs and the register of reviewers to the problem that is solved."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any, cast

import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.review.clock import day_of
from earlywarning.review.programme.able import Supporter
from earlywarning.review.programme.candidates import Candidate
from earlywarning.review.programme.pairs import Pairs, chance
from earlywarning.review.programme.solving import Problem

# Between equals, whoever waited longest goes first, then a number that follows no order.
LONGEST_WAIT, BY_CHANCE = 1e-3, 1e-4
MOST_DAYS = 4000
# The supporter itself brings one of the team: who leads it.
LEADS = ("director", "head_of_service")


def pose(
    wanting: list[Candidate], able: dict[str, Supporter], found: Pairs, reviewers: pd.DataFrame,
    regions: dict[str, str], barred: set[str], capacity: int, definitions: Definitions,
    as_of: dt.date,
) -> tuple[Problem, dict[tuple[str, str, str], int]]:  # fmt: skip
    """Return the problem of a quarter, and the people by (region, role, enabler).

    `barred` are authorities that lend nobody now.
    """
    people = _people(reviewers, regions, barred, as_of)
    roles = {key[0]: count for key, count in _sum(people, ("role",)).items()}
    policy = definitions.policy.programme
    problem = Problem(
        capacity=capacity,
        benefit={one.code: one.benefit + tie_break(one, as_of) for one in wanting},
        pairs=found.allowed,
        pair_worth=policy.benefit.pair,
        room={code: supporter.room for code, supporter in sorted(able.items())},
        team={one.code: team_of(one) for one in wanting},
        supply=roles,
        skilled=_sum(people, ("role", "enabler")),
        own=_sum(people, ("old_la_code", "role", "enabler")),
        enabler={one.code: one.enabler for one in wanting},
    )
    return problem, _sum(people, ("region", "role", "enabler"))


def tie_break(one: Candidate, as_of: dt.date) -> float:
    """Return what decides between equals: the wait, then a hash of day and code."""
    waited = min(one.waited_days, MOST_DAYS) / MOST_DAYS
    return LONGEST_WAIT * waited + BY_CHANCE * chance(as_of, one.code)


def team_of(one: Candidate) -> dict[str, int]:
    """Return who is needed beside the one whom the supporter brings."""
    team = dict(one.team)
    lead = next((role for role in LEADS if role in team), None)
    if lead:
        team[lead] -= 1
    return {role: count for role, count in team.items() if count > 0}


def _people(
    reviewers: pd.DataFrame, regions: dict[str, str], barred: set[str], as_of: dt.date
) -> list[dict[str, Any]]:
    out = []
    for row in cast("list[dict[str, Any]]", reviewers.to_dict("records")):
        until = day_of(row["until"])
        code = str(row["old_la_code"])
        if code in regions and code not in barred and (until is None or until >= as_of):
            out.append({**row, "region": regions[code]})
    return out


def _sum(people: list[dict[str, Any]], by: tuple[str, ...]) -> dict[Any, int]:
    """Return how many people there are by a few of their properties, in order."""
    count: Counter[tuple[str, ...]] = Counter()
    for one in people:
        count[tuple(str(one[name]) for name in by)] += int(one["reviewers"])
    return {key: count[key] for key in sorted(count)}
