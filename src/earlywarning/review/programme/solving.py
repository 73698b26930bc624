"""The choice itself: which offers, with whose help, by an exact solver (HiGHS through scipy).

Variables: one for each offer, one for each allowed pair, and how many reviewers of a role a region
sends (and how many of them are skilled in what is at stake). More capacity only loosens the rules,
so it never makes the best programme worse.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from earlywarning.errors import EarlyWarningError
from earlywarning.review.programme.pairs import Pair

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One quarter's choice, all of it in order of code.

    benefit: by authority. pairs: allowed. room: by supporter. team: roles each offer needs beside
    its supporter. supply: people by (region, role). skilled: by (region, role, enabler). own: what
    an authority's own people add to (region, role), who cannot review at home. enabler: at stake.
    """

    capacity: int
    benefit: dict[str, float]
    pairs: dict[str, list[Pair]]
    pair_worth: float
    room: dict[str, int]
    team: dict[str, dict[str, int]] = field(default_factory=dict)
    supply: dict[tuple[str, str], int] = field(default_factory=dict)
    skilled: dict[tuple[str, str, str], int] = field(default_factory=dict)
    own: dict[tuple[str, str], int] = field(default_factory=dict)
    region: dict[str, str] = field(default_factory=dict)
    enabler: dict[str, str] = field(default_factory=dict)
    near_worth: float = 0.0


@dataclass(frozen=True, slots=True)
class Solution:
    """What was chosen: supporter by authority, reviewers by (authority, region, role)."""

    objective: float
    supporter: dict[str, str]
    reviewers: dict[tuple[str, str, str], int]


class _Model:
    """Rows and columns of a programme, put together piece by piece."""

    def __init__(self) -> None:
        self.worth: list[float] = []
        self.upper: list[float] = []
        self.at: dict[Key, int] = {}
        self.rows: list[tuple[list[tuple[int, float]], float, float]] = []

    def variable(self, key: Key, worth: float, upper: float) -> int:
        self.at[key] = len(self.worth)
        self.worth.append(worth)
        self.upper.append(upper)
        return self.at[key]

    def limit(self, parts: Iterable[tuple[int, float]], lower: float, upper: float) -> None:
        found = list(parts)
        if found:
            self.rows.append((found, lower, upper))


def solve(problem: Problem, forced: Iterable[str] = ()) -> Solution | None:
    """Return the best programme, or None where an offer that is forced cannot be made.

    Raises:
        EarlyWarningError: if the solver gives up, which no input should bring about.
    """
    if not problem.benefit:
        return Solution(0.0, {}, {})
    model = _model(problem)
    lower = np.zeros(len(model.worth))
    for code in forced:
        lower[model.at["offer", code]] = 1.0
    entries = [(r, c, v) for r, (parts, *_) in enumerate(model.rows) for c, v in parts]
    rows, columns, values = (np.array(part) for part in zip(*entries, strict=True))
    matrix = csr_array((values, (rows, columns)), shape=(len(model.rows), len(model.worth)))
    found = milp(
        -np.array(model.worth),
        integrality=np.ones(len(model.worth)),
        bounds=Bounds(lower, np.array(model.upper)),
        constraints=LinearConstraint(
            matrix, np.array([r[1] for r in model.rows]), np.array([r[2] for r in model.rows])
        ),
        options={"mip_rel_gap": 0.0},
    )
    if found.status == 2:
        return None
    if found.x is None or found.status != 0:
        raise EarlyWarningError(f"the programme could not be solved: {found.message}")
    return _read(model, np.rint(found.x))


def _read(model: _Model, chosen: np.ndarray) -> Solution:
    supporter, reviewers = {}, {}
    for key, place in model.at.items():
        if key[0] == "pair" and chosen[place] > 0:
            supporter[key[1]] = key[2]
        elif key[0] == "team" and chosen[place] > 0:
            reviewers[key[1], key[2], key[3]] = int(chosen[place])
    objective = float(np.dot(model.worth, chosen))
    return Solution(objective, supporter, reviewers)


def _model(problem: Problem) -> _Model:
    model = _Model()
    for code, benefit in problem.benefit.items():
        model.variable(("offer", code), benefit, 1.0 if problem.pairs.get(code) else 0.0)
    offers = [model.at["offer", code] for code in problem.benefit]
    model.limit(((place, 1.0) for place in offers), 0, problem.capacity)
    _add_pairs(model, problem)
    if problem.supply:
        _add_team(model, problem)
    return model


def _add_pairs(model: _Model, problem: Problem) -> None:
    carried: dict[str, list[int]] = {}
    for code in problem.benefit:
        own = []
        for pair in problem.pairs.get(code, []):
            place = model.variable(
                ("pair", code, pair.supporter), problem.pair_worth * pair.value, 1.0
            )
            own.append((place, 1.0))
            carried.setdefault(pair.supporter, []).append(place)
        if own:
            model.limit([*own, (model.at["offer", code], -1.0)], 0, 0)
    for supporter in sorted(carried):
        model.limit(((p, 1.0) for p in carried[supporter]), 0, problem.room[supporter])
    for kind, code, other, *_ in [key for key in model.at if key[0] == "pair"]:
        back = model.at.get((kind, other, code))
        if back is not None and code < other:  # nobody returns the visit in the same quarter
            model.limit([(model.at[kind, code, other], 1.0), (back, 1.0)], 0, 1)


def _add_team(model: _Model, problem: Problem) -> None:
    used: dict[Key, list[int]] = {}
    for code in problem.benefit:
        expert: list[tuple[int, float]] = []
        for role, count in problem.team.get(code, {}).items():
            places = _of_role(model, problem, code, role, count, used, expert)
            model.limit([*places, (model.at["offer", code], -float(count))], 0, 0)
        # One of the team knows what is at stake; where nobody does, the offer cannot be made.
        model.limit([*expert, (model.at["offer", code], -1.0)], 0, np.inf)
    for key in sorted(used):
        there = problem.supply[key] if len(key) == 2 else problem.skilled[key]  # type: ignore[index]
        model.limit(((place, 1.0) for place in used[key]), 0, there)


def _of_role(
    model: _Model, problem: Problem, code: str, role: str, count: int,
    used: dict[Key, list[int]], expert: list[tuple[int, float]],
) -> list[tuple[int, float]]:  # fmt: skip
    """Add who of a role may come from which region; nobody reviews at home."""
    out = []
    enabler = problem.enabler.get(code, "")
    for (region, kind), there in problem.supply.items():
        if kind != role:
            continue
        home = region == problem.region.get(code)
        most = there - (problem.own.get((code, role), 0) if home else 0)
        near = problem.near_worth if home else 0.0
        place = model.variable(("team", code, region, role), near, min(count, max(0, most)))
        out.append((place, 1.0))
        used.setdefault((region, role), []).append(place)
        if problem.skilled.get((region, role, enabler)):
            skilled = model.variable(("skilled", code, region, role), 0.0, 1.0)
            model.limit([(skilled, 1.0), (place, -1.0)], -np.inf, 0)
            used.setdefault((region, role, enabler), []).append(skilled)
            expert.append((skilled, 1.0))
    return out


def with_one_more(problem: Problem, key: tuple[str, str] | None = None) -> Problem:
    """Return the problem with room for one more offer, or one more person of a region and role."""
    if key is None:
        return replace(problem, capacity=problem.capacity + 1)
    return replace(problem, supply=problem.supply | {key: problem.supply.get(key, 0) + 1})
