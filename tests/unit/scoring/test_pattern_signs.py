"""Each kind of sign: there, not there or not known, against a slow and plain twin."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import numpy as np
import pytest

from earlywarning.definitions.pattern import Sign
from earlywarning.scoring.patterns.judged import judged_of
from earlywarning.scoring.patterns.known import grid_of
from earlywarning.scoring.patterns.signs import Looker, SignFound, similar_size
from tests.support.evidence import DEFINITIONS
from tests.support.pattern_facts import CODES, INDICATORS, World, side_of

POLICY = DEFINITIONS.policy
THREE = ("vacancy_rate", "assessments_45_days_pct", "caseload")


def tell(sign: Sign, world: World) -> SignFound:
    known = world.known()
    grid = grid_of(known, POLICY.patterns)
    judged = judged_of(known.inspections, grid.codes, known.as_of)
    looker = Looker(known, grid, judged, INDICATORS, POLICY.performance, POLICY.patterns)
    return looker.tell(sign)


def state(sign: Sign, world: World) -> str:
    told = tell(sign, world)
    if told.there[0]:
        return "there"
    return "not there" if told.known[0] else "not known"


def sign_of(**given: Any) -> Sign:
    return Sign.model_validate({"sign": "s", "name": "a sign"} | given)


def twin(sign: Sign, z: dict[tuple[str, str, int], float]) -> tuple[str, float]:
    """Return the state and strength of a sign about figures, one number at a time."""
    fields = {
        "position": ["position_z"], "movement": ["movement_z"],
        "either": ["position_z", "movement_z"],
    }[sign.kind]  # fmt: skip
    least = POLICY.performance.weak_z if sign.z is None else sign.z
    weak, strong = POLICY.performance.weak_z, POLICY.performance.strong_z
    there, unsure, strengths = 0, 0, []
    for name in sign.of():
        met, open_, sizes = 0, 0, []
        for back in range(sign.within):
            distances = [side_of(sign, name) * z[name, field, back] for field in fields]
            far = [d for d in distances if not math.isnan(d) and d >= least]
            if far:
                met += 1
                sizes.append(min(1.0, max(0.0, (max(far) - weak) / (strong - weak))))
            elif any(math.isnan(d) for d in distances):
                open_ += 1
        if met >= sign.times:
            there += 1
            strengths.append(sum(sorted(sizes)[-sign.times :]) / sign.times)
        elif met + open_ >= sign.times:
            unsure += 1
    if there >= sign.in_at_least:
        return "there", sum(sorted(strengths)[-sign.in_at_least :]) / sign.in_at_least
    return ("not known" if there + unsure >= sign.in_at_least else "not there"), 0.0


@pytest.mark.parametrize("seed", range(60))
def test_figures_are_told_as_the_twin_tells_them(seed: int) -> None:
    chance = Random(seed)
    within = chance.randint(1, 3)
    sign = sign_of(
        kind=chance.choice(["position", "movement", "either"]),
        indicators=THREE,
        side=chance.choice(["worse", "better", "high", "low"]),
        z=chance.choice([None, 0.7, 2.0]),
        within=within,
        times=chance.randint(1, within),
        in_at_least=chance.randint(1, 3),
    )
    z = {
        (name, field, back): float("nan") if chance.random() < 0.2 else chance.gauss(0.5, 2)
        for name in THREE
        for field in ("position_z", "movement_z")
        for back in range(6)
    }
    told = tell(sign, World(z=z))
    expected, strength = twin(sign, z)
    assert state(sign, World(z=z)) == expected
    assert told.strength[0] == pytest.approx(strength)
    assert not told.there[1:].any()
    assert told.known[1:].all()


@pytest.mark.parametrize(
    ("z", "side", "expected"),
    [(0.5, None, "there"), (-0.5, None, "there"), (-1.5, None, "not there"),
     (-1.5, "worse", "there"), (1.5, "worse", "not there"), (float("nan"), None, "not known")],
)  # fmt: skip
def test_quiet_is_near_or_at_least_not_far_on_that_side(
    z: float, side: str | None, expected: str
) -> None:
    sign = sign_of(kind="quiet", indicators=("caseload",), side=side, z=1.0)
    assert state(sign, World(z={("caseload", "position_z", 0): z})) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [("low_reliability", "there"), ("not_returned", "there"), ("suppressed", "not there"),
     ("ok", "not there"), ("", "not known")],
)  # fmt: skip
def test_withheld_is_not_suppressed_and_not_absent(status: str, expected: str) -> None:
    sign = sign_of(kind="withheld", indicators=("caseload",))
    assert state(sign, World(status={"caseload": status})) == expected


@pytest.mark.parametrize(("still", "expected"), [(True, "there"), (False, "not there")])
def test_smooth_is_held_against_authorities_of_its_size(still: bool, expected: str) -> None:
    sign = sign_of(kind="smooth", indicators=("rereferral_pct",))
    world = World(still={"rereferral_pct"} if still else set())
    assert state(sign, world) == expected


def test_too_few_years_do_not_tell_whether_it_is_smooth() -> None:
    sign = sign_of(kind="smooth", indicators=("rereferral_pct",))
    world = World(still={"rereferral_pct"}, years=range(2023, 2026))
    assert state(sign, world) == "not known"


def test_those_of_similar_size_are_nearest_by_ratio_and_never_itself() -> None:
    children = np.array([10_000.0, 20_000.0, 39_000.0, 500_000.0, np.nan])
    assert similar_size(children, 1)[1].tolist() == [2]
    assert similar_size(children, 1)[0].tolist() == [1]
    assert 0 not in similar_size(children, 2)[0]


@pytest.mark.parametrize(
    ("soft", "expected"),
    [(None, "not known"), ({}, "not there"), ({"whistleblowing": 0.0}, "not there"),
     ({"whistleblowing": 0.3}, "there"), ({"stable_leadership": 0.3}, "not there")],
)  # fmt: skip
def test_heard_needs_a_register_and_weight(soft: dict[str, float] | None, expected: str) -> None:
    assert state(sign_of(kind="heard", flags=("whistleblowing",)), World(soft=soft)) == expected


@pytest.mark.parametrize(
    ("led", "expected"), [(None, "not known"), (1, "not there"), (2, "there"), (5, "there")]
)
def test_leading_reviews_needs_the_history(led: int | None, expected: str) -> None:
    sign = sign_of(kind="leads_reviews", months=24, at_least=2)
    assert state(sign, World(led=led)) == expected
    assert state(sign_of(kind="leads_reviews", months=2), World(led=led)) != "there"


@pytest.mark.parametrize(
    ("grades", "newly", "good", "below"),
    [
        ([(5, "Good"), (50, "Inadequate")], "there", "there", "not there"),
        ([(30, "Good"), (50, "Inadequate")], "not there", "there", "not there"),
        ([(5, "Outstanding"), (50, "Good")], "not there", "there", "not there"),
        ([(5, "Requires improvement to be good"), (9, "Good")], "not there", "not there", "there"),
        ([(5, "Good")], "not known", "there", "not there"),
        (None, "not known", "not known", "not known"),
    ],
)
def test_judgements(
    grades: list[tuple[int, str]] | None, newly: str, good: str, below: str
) -> None:
    world = World(grades=grades)
    assert state(sign_of(kind="newly_good", months=24), world) == newly
    assert state(sign_of(kind="good_or_better"), world) == good
    assert state(sign_of(kind="below_good"), world) == below


def test_a_figure_that_no_table_gives_is_not_known_for_anybody() -> None:
    sign = sign_of(kind="position", steps=("referral_to_need", "plan_held"), side="high")
    known = World().known()
    known.pathway.drop(known.pathway.index, inplace=True)
    grid = grid_of(known, POLICY.patterns)
    judged = judged_of(None, CODES, known.as_of)
    looker = Looker(known, grid, judged, INDICATORS, POLICY.performance, POLICY.patterns)
    assert not looker.tell(sign).known.any()
