"""From which region the reviewers of each chosen offer come: the shorter way, nobody at home."""

from __future__ import annotations

import numpy as np

from earlywarning.review.programme.solving import Problem, Solution

People = dict[tuple[str, str, str], int]
Sent = dict[tuple[str, str, str], int]


def send(problem: Problem, best: Solution, people: People, region: dict[str, str]) -> Sent:
    """Return how many reviewers of a role a region sends to an offer: (authority, region, role).

    Args:
        problem: the quarter's.
        best: its solution.
        people: by (region, role, enabler).
        region: of each authority.
    """
    wanted = [
        (code, role, count, best.expert.get(code) == role)
        for code in sorted(best.supporter)
        for role, count in problem.team.get(code, {}).items()
        if problem.supply
    ]
    routes = [
        (place, key)
        for place, (_, role, *_) in enumerate(wanted)
        for key in sorted(people)
        if key[1] == role
    ]
    if not routes:
        return {}
    found = _solved(problem, wanted, routes, people, region)
    out: Sent = {}
    for (place, (where, role, _)), count in zip(routes, found, strict=True):
        if count > 0:
            key = (wanted[place][0], where, role)
            out[key] = out.get(key, 0) + int(count)
    return out


def _solved(
    problem: Problem, wanted: list[tuple[str, str, int, bool]],
    routes: list[tuple[int, tuple[str, str, str]]], people: People, region: dict[str, str],
) -> np.ndarray:  # fmt: skip
    """Return the number sent on each route; all needs are met, by people who are there."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    rows, low, high = [], [], []
    for place, (code, _, count, expert) in enumerate(wanted):
        own = np.array([float(p == place) for p, _ in routes])
        rows.append(own)
        low.append(count)
        high.append(count)
        if expert:
            rows.append(own * [float(k[2] == problem.enabler[code]) for _, k in routes])
            low.append(1)
            high.append(count)
    for key in sorted(people):
        rows.append(np.array([float(k == key) for _, k in routes]))
        low.append(0)
        high.append(people[key])
    cost = [0.0 if region.get(wanted[p][0]) == key[0] else 1.0 for p, key in routes]
    most = [_most(problem, wanted[p][0], key, people, region) for p, key in routes]
    limits = LinearConstraint(np.array(rows), np.array(low), np.array(high))
    found = milp(
        np.array(cost), integrality=np.ones(len(routes)), constraints=limits,
        bounds=Bounds(np.zeros(len(routes)), np.array(most)), options={"mip_rel_gap": 0.0},
    )  # fmt: skip
    return np.zeros(len(routes)) if found.x is None else np.rint(found.x)


def _most(
    problem: Problem, code: str, key: tuple[str, str, str], people: People, region: dict[str, str]
) -> float:
    """Return how many may come from a region: its people without the host's own."""
    where, role, enabler = key
    own = problem.own.get((code, role, enabler), 0) if region.get(code) == where else 0
    return float(people[key] - own)
