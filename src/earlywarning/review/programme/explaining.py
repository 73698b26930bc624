"""Why this one, why not that one, and what one more reviewer would buy: by solving again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from earlywarning.review.programme.candidates import Candidate
from earlywarning.review.programme.pairs import Pairs, told_apart
from earlywarning.review.programme.solving import Problem, Solution, solve, with_one_more

NO_SUPPORTER, NO_TEAM, CAPACITY, SUPPORTERS = (
    "no supporter is allowed", "no team can be brought together", "this quarter is full",
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
    narrow = _among_chosen(problem, best, one.code)
    forced = solve(narrow, [one.code]) if problem.can_staff(one.code) else None
    if forced is None:
        return Refusal(NO_TEAM, _no_team(problem, one))
    gone = sorted(set(best.supporter) - set(forced.supporter), key=name)
    instead = ", ".join(name(code) for code in gone) or "nobody else's place, but a worse match"
    if len(best.supporter) >= problem.capacity:
        return Refusal(CAPACITY, f"The quarter is full. It would take the place of {instead}.")
    words = f"Those who could help are asked already. It would take the place of {instead}."
    return Refusal(SUPPORTERS, words)


def _among_chosen(problem: Problem, best: Solution, code: str) -> Problem:
    """Return the problem of those who were chosen and one more: who would give way to it."""
    kept = {*best.supporter, code}
    return replace(
        problem,
        benefit={name: worth for name, worth in problem.benefit.items() if name in kept},
        team={name: team for name, team in problem.team.items() if name in kept},
    )


def _no_team(problem: Problem, one: Candidate) -> str:
    team = problem.team[one.code]
    if not any(problem.free_skilled(one.code, role) for role in team):
        skill, roles = one.enabler.replace("_", " "), ", ".join(map(_word, team))
        return f"Nobody in the register is skilled in {skill}, of those needed ({roles})."
    lacking = [
        f"{count} {_word(role)}"
        for role, count in team.items()
        if problem.supply.get(role, 0) - problem.own_of(one.code, role) < count
    ]
    what = f" Lacking: {', '.join(lacking)}." if lacking else ""
    return f"No team of {', '.join(map(_word, team))} can be brought together.{what}"


def one_more(problem: Problem, best: Solution, name: Name) -> list[str]:
    """Return what one more offer, and one more reviewer of each scarce role, would buy."""
    out = []
    more = solve(with_one_more(problem))
    if more is not None:
        out.append(_bought("One more offer in the quarter", best, more, name))
    for role in sorted(problem.supply):
        for enabler in _lacking(problem, best, role):
            bought = solve(with_one_more(problem, role, enabler))
            if bought is not None and bought.objective - best.objective > WORTH_TELLING:
                skill = f", skilled in {_word(enabler)}," if enabler else ""
                out.append(_bought(f"One more {_word(role)}{skill}", best, bought, name))
    return out


def _word(role: str) -> str:
    return role.replace("_", " ")


def _lacking(problem: Problem, best: Solution, role: str) -> list[str]:
    """Return which skills of a role are all asked; the commonest need where the role itself is."""
    used = sum(problem.team[code].get(role, 0) for code in best.supporter)
    asked = Counter(
        problem.enabler[code] for code in best.supporter if best.expert.get(code) == role
    )
    wanted = {
        problem.enabler[code]
        for code, team in problem.team.items()
        if role in team and code not in best.supporter
    }
    out = {skill for skill in wanted if asked[skill] >= problem.skilled.get((role, skill), 0)}
    if used >= problem.supply[role] and not out and wanted:
        out = {min(wanted)}
    return sorted(out)


def _bought(what: str, before: Solution, after: Solution, name: Name) -> str:
    added = sorted(set(after.supporter) - set(before.supporter), key=name)
    if not added:
        return f"{what} would buy no further offer."
    gone = sorted(set(before.supporter) - set(after.supporter), key=name)
    instead = f", and {', '.join(map(name, gone))} would wait" if gone else ""
    return f"{what} would buy an offer to {', '.join(map(name, added))}{instead}."
