"""Small groups of three or four that could work on a shared issue, as the study suggests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from earlywarning.definitions.loader import Definitions
from earlywarning.review.case import Case
from earlywarning.review.programme.able import Supporter, is_fragile
from earlywarning.review.programme.pairs import JUDGEMENT, chance


@dataclass(frozen=True, slots=True)
class Group:
    """One issue, who works on it, and the strong one among them."""

    issue: str
    members: tuple[str, ...]
    strong: str


def groups(
    cases: list[Case], able: dict[str, Supporter], regions: dict[str, str],
    definitions: Definitions, as_of: dt.date,
) -> list[Group]:  # fmt: skip
    """Return groups from shared patterns, each authority in one at most.

    Two or three that show the same pattern in one region, no two of them fragile, and one of that
    region that is free and strong where the pattern lies. Patterns that say "hold your nerve" ask
    for company as much as others.
    """
    smallest, largest = definitions.policy.programme.group_size
    taken: set[str] = set()
    out = []
    for pattern in definitions.patterns.values():
        showing = [
            case for case in cases if any(f.pattern == pattern.pattern for f in case.patterns)
        ]
        for region in sorted({regions[case.code] for case in showing if case.code in regions}):
            here = [
                case
                for case in showing
                if regions.get(case.code) == region and case.code not in taken
            ]
            members = _no_two_fragile(here, definitions, as_of)[: largest - 1]
            judgement = JUDGEMENT.get(pattern.stage, "leaders")
            strong = _strong(
                able, regions, region, judgement, taken | {c.code for c in here}, as_of
            )
            if len(members) >= smallest - 1 and strong:
                out.append(Group(pattern.pattern, tuple(members), strong))
                taken |= {*members, strong}
    return out


def _no_two_fragile(here: list[Case], definitions: Definitions, as_of: dt.date) -> list[str]:
    order = sorted(here, key=lambda case: chance(as_of, case.code))
    fragile = [case.code for case in order if is_fragile(case, definitions)]
    return [*fragile[:1], *(case.code for case in order if case.code not in fragile)]


def _strong(
    able: dict[str, Supporter], regions: dict[str, str], region: str, judgement: str,
    taken: set[str], as_of: dt.date,
) -> str:  # fmt: skip
    """Return a free authority of the region that is strong where the issue lies, or nothing."""
    order = ("Outstanding", "Good")
    there = [
        one
        for one in able.values()
        if not one.rule and regions.get(one.code) == region and one.code not in taken
        and one.grades.get(judgement, one.grades.get("overall", "")) in order
    ]  # fmt: skip
    there.sort(
        key=lambda one: (
            order.index(one.grades.get(judgement, one.grades.get("overall", ""))),
            chance(as_of, one.code),
        )
    )
    return there[0].code if there else ""
