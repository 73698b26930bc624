"""What must always hold of patterns: order, more evidence, missing evidence, later years."""

from __future__ import annotations

import dataclasses
import datetime as dt
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.definitions.pattern import Pattern, Sign
from tests.support.evidence import DEFINITIONS
from tests.support.examples import examples
from tests.support.pattern_facts import (
    OWN,
    Facts,
    World,
    found,
    found_in,
    world_of,
)

PATTERNS = DEFINITIONS.patterns
FIGURES = ("position", "movement", "movement_raw", "either")
ABSENT: dict[str, Any] = {"quiet": 3.0, "smooth": 0.0, "withheld": 0, "heard": 0.0}


def absent(sign: Sign) -> Any:
    """Return a fact by which a sign is known and not there."""
    if sign.kind in FIGURES:
        return (0.0,) * sign.within
    return {
        **ABSENT, "leads_reviews": 0, "newly_good": ((90, "Good"),),
        "good_or_better": ((90, "Inadequate"),), "below_good": ((90, "Good"),),
    }[sign.kind]  # fmt: skip


def row_of(pattern: Pattern, facts: Facts) -> pd.Series | None:
    rows = found(world_of(pattern, facts), {pattern.pattern: pattern})
    return None if rows.empty else rows.iloc[0]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Pattern, Facts, Sign]:
    """A pattern with drawn figures, and one of its figure signs."""
    pattern = draw(st.sampled_from(list(PATTERNS.values())))
    facts = dict(pattern.example.facts)
    figures = [sign for sign in pattern.sign if sign.kind in FIGURES]
    for sign in figures:
        distance = st.floats(-1, 4)
        facts[sign.sign] = draw(st.just("not known") | st.tuples(*[distance] * sign.within))
    return pattern, facts, draw(st.sampled_from(figures))


@examples(12)
@given(cases(), st.floats(1.7, 5))
def test_one_more_sign_never_lowers_matched_or_strength(
    case: tuple[Pattern, Facts, Sign], distance: float
) -> None:
    pattern, facts, sign = case
    before = row_of(pattern, facts)
    old = facts[sign.sign]
    new = tuple(max(distance, was) for was in old) if old != "not known" else None
    after = row_of(pattern, facts | {sign.sign: new or (distance,) * sign.within})
    if before is not None:
        assert after is not None
        assert after["matched"] >= before["matched"]
        assert after["strength"] >= before["strength"] - 1e-12


@examples(12)
@given(cases())
def test_a_missing_sign_never_raises_matched(case: tuple[Pattern, Facts, Sign]) -> None:
    pattern, facts, sign = case
    before = row_of(pattern, facts)
    after = row_of(pattern, facts | {sign.sign: "not known"})
    if after is not None:
        assert before is not None
        assert after["matched"] <= before["matched"]
        assert sign.name in after["not_known_signs"]


@examples(10)
@given(st.integers(0, 1000))
def test_order_of_rows_changes_nothing(seed: int) -> None:
    pattern = PATTERNS["workforce_spiral"]
    known = world_of(pattern, pattern.example.facts).known()
    shuffled = dataclasses.replace(
        known,
        comparison=known.comparison.sample(frac=1, random_state=seed),
        pathway=known.pathway.sample(frac=1, random_state=seed),
        authorities=known.authorities.sample(frac=1, random_state=seed),
    )
    pd.testing.assert_frame_equal(found_in(known), found_in(shuffled))


@pytest.mark.parametrize("name", list(PATTERNS))
def test_fewer_known_signs_than_needed_is_no_pattern(name: str) -> None:
    pattern = PATTERNS[name]
    facts = dict(pattern.example.facts)
    there = [s.sign for s in pattern.sign if s.sign in facts][: len(pattern.sign)]
    Random(name).shuffle(there)
    for sign in there[: len(there) - pattern.at_least + 1]:
        facts[sign] = "not known"
    assert row_of(pattern, facts) is None


def test_a_sign_that_is_known_to_be_absent_lowers_strength_and_a_missing_one_does_not() -> None:
    pattern = PATTERNS["front_door_strain"]
    sign = next(s for s in pattern.sign if s.sign == "caseload_up")
    missing = row_of(pattern, dict(pattern.example.facts))
    against = row_of(pattern, pattern.example.facts | {"caseload_up": absent(sign)})
    assert missing is not None
    assert against is not None
    assert against["possible"] == missing["possible"] + 1
    assert against["strength"] < missing["strength"]
    assert sign.name in missing["not_known_signs"]
    assert sign.name in against["not_there_signs"]


def test_later_years_do_not_move_what_was_said_before() -> None:
    pattern = PATTERNS["workforce_spiral"]
    world = world_of(pattern, pattern.example.facts)
    known = world.known()
    earlier = dataclasses.replace(
        known,
        comparison=known.comparison[known.comparison["time_period"] <= 2024],
        pathway=known.pathway[known.pathway["time_period"] <= 2024],
        as_of=dt.date(2025, 4, 30),
    )
    world.z = {key: distance for key, distance in world.z.items() if key[2] >= 1}
    as_then = dataclasses.replace(world.known(), as_of=dt.date(2025, 4, 30))
    cut = dataclasses.replace(
        as_then,
        comparison=as_then.comparison[as_then.comparison["time_period"] <= 2024],
        pathway=as_then.pathway[as_then.pathway["time_period"] <= 2024],
    )
    pd.testing.assert_frame_equal(found_in(earlier), found_in(cut))


def test_a_judgement_published_later_is_not_seen() -> None:
    pattern = PATTERNS["slip_back_after_progress"]
    facts = pattern.example.facts | {"newly_good": ((-2, "Good"), (50, "Inadequate"))}
    assert row_of(pattern, facts) is None


def test_old_figures_are_no_sign() -> None:
    pattern = PATTERNS["front_door_strain"]
    world = world_of(pattern, pattern.example.facts)
    world.as_of = dt.date(2028, 4, 30)
    assert found(world).empty


def test_no_overall_grade_the_lowest_of_the_others_stands_for_it() -> None:
    pattern = PATTERNS["slip_back_after_progress"]
    known = world_of(pattern, pattern.example.facts).known()
    assert known.inspections is not None
    newest = known.inspections.iloc[[0]]
    apart = pd.concat(
        [
            newest.assign(judgement="leaders", grade="Outstanding"),
            newest.assign(judgement="in_care", grade="Requires improvement to be good"),
            known.inspections.iloc[1:],
        ]
    )
    assert len(found_in(known, {"p": pattern})) == 1
    assert found_in(dataclasses.replace(known, inspections=apart), {"p": pattern}).empty


def test_it_says_since_when() -> None:
    pattern = PATTERNS["threshold_drift"]
    facts = pattern.example.facts | {"enquiries_up": (2.0, 2.0, 1.5, 0.0, 2.0)}
    row = row_of(pattern, facts)
    assert row is not None
    assert row["began_period"] == 2023
    assert row["old_la_code"] == OWN


def test_nobody_is_nothing() -> None:
    known = World().known()
    empty = dataclasses.replace(
        known,
        comparison=known.comparison.iloc[:0],
        pathway=known.pathway.iloc[:0],
        authorities=known.authorities.iloc[:0],
    )
    assert found_in(empty).empty
