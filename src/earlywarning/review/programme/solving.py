"""The choice itself: which offers, with whose help, by an exact solver (HiGHS through scipy).

Variables: one for each offer, one for each allowed pair, and in which role of a team somebody is
skilled in what is at stake. Anybody but the host's own people can go anywhere, so who comes from
which region is settled afterwards (`sending`). More capacity only loosens the rules, so it never
makes the best programme worse.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from earlywarning.errors import EarlyWarningError
from earlywarning.review.programme.pairs import Pair

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One quarter's choice, all of it in order of code.

    benefit: by authority. pairs: allowed. room: by supporter. team: roles each offer needs beside
    its supporter. supply: people by role. skilled: by (role, enabler). own: an authority's own
    people by (authority, role, enabler), who cannot review at home. enabler: at stake.
    """

    capacity: int
    benefit: dict[str, float]
    pairs: dict[str, list[Pair]]
    pair_worth: float
    room: dict[str, int]
    team: dict[str, dict[str, int]] = field(default_factory=dict)
    supply: dict[str, int] = field(default_factory=dict)
    skilled: dict[tuple[str, str], int] = field(default_factory=dict)
    own: dict[tuple[str, str, str], int] = field(default_factory=dict)
    enabler: dict[str, str] = field(default_factory=dict)

    def own_of(self, code: str, role: str) -> int:
        """Return how many people of a role an authority has itself."""
        return sum(n for (of, kind, _), n in self.own.items() if (of, kind) == (code, role))

    def can_staff(self, code: str) -> bool:
        """Tell whether a team could be brought together if no other offer were made."""
        if not self.supply:
            return True
        team = self.team.get(code, {})
        return all(
            self.supply.get(role, 0) - self.own_of(code, role) >= count
            for role, count in team.items()
        ) and any(self.free_skilled(code, role) for role in team)

    def free_skilled(self, code: str, role: str) -> int:
        """Return how many others of a role are skilled in what is at stake."""
        enabler = self.enabler.get(code, "")
        return self.skilled.get((role, enabler), 0) - self.own.get((code, role, enabler), 0)


@dataclass(frozen=True, slots=True)
class Solution:
    """What was chosen: supporter by authority, and in which role each team has its skill."""

    objective: float
    supporter: dict[str, str]
    expert: dict[str, str]


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
    # A quiet night plans nothing, and would wait a quarter of a second for the solver.
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

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
    supporter, expert = {}, {}
    for key, place in model.at.items():
        if key[0] == "pair" and chosen[place] > 0:
            supporter[key[1]] = key[2]
        elif key[0] == "expert" and chosen[place] > 0:
            expert[key[1]] = key[2]
    objective = float(np.dot(model.worth, chosen))
    return Solution(objective, supporter, expert)


def _model(problem: Problem) -> _Model:
    model = _Model()
    for code, benefit in problem.benefit.items():
        possible = problem.pairs.get(code) and problem.can_staff(code)
        model.variable(("offer", code), benefit, 1.0 if possible else 0.0)
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
    """Keep teams within the people of each role, with one skilled person in each."""
    skilled: dict[tuple[str, str], list[int]] = {}
    for role in sorted(problem.supply):
        needed = [
            (model.at["offer", code], float(team[role]))
            for code, team in problem.team.items()
            if role in team
        ]
        model.limit(needed, 0, problem.supply[role])
    for code in problem.benefit:
        experts = []
        for role in problem.team.get(code, {}):
            if problem.free_skilled(code, role) > 0:
                place = model.variable(("expert", code, role), 0.0, 1.0)
                skilled.setdefault((role, problem.enabler[code]), []).append(place)
                experts.append((place, 1.0))
        # One of the team knows what is at stake; where nobody does, the offer cannot be made.
        model.limit([*experts, (model.at["offer", code], -1.0)], 0, 0)
    for key in sorted(skilled):
        model.limit(((place, 1.0) for place in skilled[key]), 0, problem.skilled[key])


def with_one_more(problem: Problem, role: str = "", enabler: str = "") -> Problem:
    """Return the problem with room for one more offer, or with one more person of a role."""
    if not role:
        return replace(problem, capacity=problem.capacity + 1)
    skilled = problem.skilled | {(role, enabler): problem.skilled.get((role, enabler), 0) + 1}
    supply = problem.supply | {role: problem.supply.get(role, 0) + 1}
    return replace(problem, supply=supply, skilled=skilled)
