"""Why this one, why not that one, and what one more reviewer would buy: by solving again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from earlywarning.review.programme.candidates import Candidate
from earlywarning.review.programme.pairs import Pairs, told_apart
from earlywarning.review.programme.solving import Problem, Solution, solve, with_one_more

NO_SUPPORTER, NO_TEAM, CAPACITY, SUPPORTERS = (
    "no supporter is allowed", "no team can be brought together", "capacity of the quarter",
    "supporters and reviewers are taken",
)  # fmt: skip
# More than this gained and another person buys something; less is a better match at most.
WORTH_TELLING = 1.5

Name = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an offer is not made this quarter: the rule, and the words."""

    rule: str
    words: str


def refusals(
    wanting: list[Candidate], problem: Problem, best: Solution, found: Pairs, name: Name
) -> dict[str, Refusal]:
    """Return for every candidate that is not offered which rule made it so."""
    left = [one for one in wanting if one.code not in best.supporter]
    return {one.code: _refusal(one, problem, best, found, name) for one in left}


def _refusal(one: Candidate, problem: Problem, best: Solution, found: Pairs, name: Name) -> Refusal:
    if not found.allowed.get(one.code):
        return Refusal(NO_SUPPORTER, f"No supporter. {told_apart(found.kept_apart[one.code])}.")
    if solve(_alone(problem, one.code), [one.code]) is None:
        return Refusal(NO_TEAM, _no_team(problem, one))
    forced = solve(problem, [one.code])
    if forced is None:  # it could be made alone, so something else that is fixed stands in the way
        return Refusal(NO_TEAM, _no_team(problem, one))
    gone = sorted(set(best.supporter) - set(forced.supporter), key=name)
    instead = ", ".join(name(code) for code in gone) or "nobody else's place, but a worse match"
    if len(best.supporter) >= problem.capacity:
        return Refusal(CAPACITY, f"The quarter is full. It would take the place of {instead}.")
    words = f"Those who could help are asked already. It would take the place of {instead}."
    return Refusal(SUPPORTERS, words)


def _alone(problem: Problem, code: str) -> Problem:
    return replace(problem, capacity=1, benefit={code: problem.benefit[code]})


def _no_team(problem: Problem, one: Candidate) -> str:
    skilled = {key[2] for key in problem.skilled}
    if one.enabler not in skilled:
        return f"Nobody in the register is skilled in {one.enabler.replace('_', ' ')}."
    lacking = [
        f"{count} {role.replace('_', ' ')}"
        for role, count in problem.team[one.code].items()
        if sum(there for (_, kind), there in problem.supply.items() if kind == role) < count
    ]
    what = f" Lacking: {', '.join(lacking)}." if lacking else ""
    return f"No team of {', '.join(problem.team[one.code])} can be brought together.{what}"


def one_more(problem: Problem, best: Solution, name: Name) -> list[str]:
    """Return what one more offer, and one more reviewer of each scarce role, would buy."""
    out = []
    more = solve(with_one_more(problem))
    if more is not None:
        out.append(_bought("One more offer in the quarter", best, more, name))
    for role in sorted({kind for _, kind in problem.supply}):
        gains = []
        for region in scarce(problem, best, role):
            bought = solve(with_one_more(problem, (region, role)))
            if bought is not None and bought.objective - best.objective > WORTH_TELLING:
                gains.append(_bought(f"One more {_word(role)} in {region}", best, bought, name))
        out += gains or [f"One more {_word(role)} would buy no further offer."]
    return out


def _word(role: str) -> str:
    return role.replace("_", " ")


def scarce(problem: Problem, best: Solution, role: str) -> list[str]:
    """Return the regions whose people of a role are all asked, where that holds for every region.

    While a region has people left, one more elsewhere only shortens a way.
    """
    used: dict[str, int] = {}
    for (_, region, kind), count in best.reviewers.items():
        if kind == role:
            used[region] = used.get(region, 0) + count
    there = {region: n for (region, kind), n in problem.supply.items() if kind == role}
    if any(used.get(region, 0) < n for region, n in there.items()):
        return []
    return sorted(there)[:1]  # all regions alike: any of them


def _bought(what: str, before: Solution, after: Solution, name: Name) -> str:
    added = sorted(set(after.supporter) - set(before.supporter), key=name)
    if not added:
        return f"{what} would buy no further offer."
    gone = sorted(set(before.supporter) - set(after.supporter), key=name)
    instead = f", and {', '.join(map(name, gone))} would wait" if gone else ""
    return f"{what} would buy an offer to {', '.join(map(name, added))}{instead}."
