"""Which keys open which band, and which of them are turned."""

from __future__ import annotations

import dataclasses
import datetime as dt
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.scoring.blend import score_all
from earlywarning.scoring.keys import (
    ALERT,
    FIGURES,
    PEOPLE,
    PUBLISHED,
    Known,
    band_by_keys,
    judged_worse,
    turned,
)
from tests.support.evidence import AS_OF, CODE, DEFINITIONS, entry, evidence, scored, vital

POLICY = DEFINITIONS.policy
ROUTINE, CONVERSATION, TEAM, TOP = POLICY.bands
ENOUGH_FIGURES = POLICY.bands[CONVERSATION]
ENOUGH_PEOPLE = POLICY.bands[TEAM] - POLICY.bands[CONVERSATION]
KEYS = (FIGURES, PEOPLE, ALERT, PUBLISHED)
QUIET = Known(
    score=0.0, figures=0.0, people=0.0, sources=0, letter=False, alert=False, judged=False
)


def turning(keys: tuple[str, ...], **other: float) -> Known:
    figures = ENOUGH_FIGURES if FIGURES in keys else 0.0
    people = ENOUGH_PEOPLE if PEOPLE in keys else 0.0
    known = QUIET._replace(
        figures=figures, people=people, score=figures + people, sources=int(PEOPLE in keys),
        alert=ALERT in keys, judged=PUBLISHED in keys,
    )  # fmt: skip
    return known._replace(**other)


EACH = [keys for many in range(len(KEYS) + 1) for keys in combinations(KEYS, many)]


@pytest.mark.parametrize("keys", EACH, ids=["-".join(keys) or "none" for keys in EACH])
def test_one_key_opens_a_conversation_and_two_different_ones_a_team(keys: tuple[str, ...]) -> None:
    known = turning(keys)
    assert turned(known, POLICY) == list(keys)
    assert band_by_keys(known, POLICY) == [ROUTINE, CONVERSATION, TEAM, TEAM, TEAM][len(keys)]


@pytest.mark.parametrize("keys", EACH, ids=["-".join(keys) or "none" for keys in EACH])
@pytest.mark.parametrize("sources", [0, 1, 2])
@pytest.mark.parametrize("short", [0.0, 0.1])
def test_the_top_takes_two_keys_the_points_and_two_sources(
    keys: tuple[str, ...], sources: int, short: float
) -> None:
    known = turning(keys, score=POLICY.bands[TOP] - short, sources=sources)
    is_top = len(keys) > 1 and sources > 1 and not short
    assert (band_by_keys(known, POLICY) == TOP) is is_top


def test_a_letter_opens_the_top_alone() -> None:
    letter = QUIET._replace(letter=True)
    assert band_by_keys(letter, POLICY) == TOP
    assert turned(letter, POLICY) == [PEOPLE]


def test_a_key_is_turned_from_its_floor_and_not_a_point_before() -> None:
    for name, floor in (("figures", ENOUGH_FIGURES), ("people", ENOUGH_PEOPLE)):
        assert turned(QUIET._replace(**{name: floor}), POLICY) == [name]
        below = QUIET._replace(**{name: floor - 0.01})
        assert turned(below, POLICY) == []
        assert turned(below, POLICY, slack=0.01) == [name]


@pytest.mark.parametrize(("less", "band"), [(0.0, CONVERSATION), (0.01, ROUTINE)])
def test_one_ordinary_worry_of_people_opens_a_conversation_though_it_turns_no_key(
    less: float, band: str
) -> None:
    worried = QUIET._replace(people=POLICY.keys.people_conversation - less)
    assert turned(worried, POLICY) == []
    assert band_by_keys(worried, POLICY) == band
    # With another key it is still a conversation: a worry is none.
    assert band_by_keys(worried._replace(alert=True), POLICY) == CONVERSATION


def test_where_one_key_is_enough_figures_alone_open_a_team() -> None:
    keys = POLICY.keys.model_copy(update={"team": 1})
    one = POLICY.model_copy(update={"keys": keys})
    assert band_by_keys(turning((FIGURES,)), one) == TEAM
    assert band_by_keys(turning((FIGURES,)), POLICY) == CONVERSATION
    assert band_by_keys(turning(()), one) == ROUTINE
    definitions = dataclasses.replace(DEFINITIONS, policy=one)
    signs = [vital(level=3.0), vital(item="turnover_rate:position", level=3.0)]
    assert score_all(evidence(signs=signs), definitions)[0]["band"].tolist() == [TEAM]


known_things = st.builds(
    Known, score=st.floats(0, 100), figures=st.floats(0, 65), people=st.floats(-10, 35),
    sources=st.integers(0, 3), letter=st.booleans(), alert=st.booleans(), judged=st.booleans(),
)  # fmt: skip


@given(known_things, known_things)
def test_knowing_worse_of_anything_never_opens_less(one: Known, two: Known) -> None:
    worse = Known(*(max(a, b) for a, b in zip(one, two, strict=True)))
    floors = POLICY.bands
    assert floors[band_by_keys(worse, POLICY)] >= floors[band_by_keys(one, POLICY)]
    assert floors[band_by_keys(one, POLICY, 3.0)] >= floors[band_by_keys(one, POLICY)]


TWO_SIGNS = [vital(level=3.0), vital(item="turnover_rate:position", level=3.0)]
HEARD = [entry(item="1"), entry(item="2", source_kind="partner_agency")]


@pytest.mark.parametrize(
    ("case", "keys", "band"),
    [
        ({}, [], ROUTINE),
        ({"signs": TWO_SIGNS}, [FIGURES], CONVERSATION),
        ({"entries": HEARD}, [PEOPLE], CONVERSATION),
        ({"alerted": frozenset({CODE})}, [ALERT], CONVERSATION),
        ({"judged": frozenset({CODE})}, [PUBLISHED], CONVERSATION),
        ({"alerted": frozenset({"802"}), "judged": frozenset({"802"})}, [], ROUTINE),
        ({"signs": TWO_SIGNS, "entries": HEARD}, [FIGURES, PEOPLE], TEAM),
        ({"signs": TWO_SIGNS, "judged": frozenset({CODE})}, [FIGURES, PUBLISHED], TEAM),
    ],
)
def test_a_score_tells_its_keys_and_the_band_that_they_open(
    case: dict[str, object], keys: list[str], band: str
) -> None:
    score, _ = scored(**case)
    assert score["keys"] == keys
    assert score["band"] == band
    assert score["band_meaning"] == POLICY.band_meaning[band]


def test_what_is_withheld_turns_the_key_of_figures() -> None:
    names = ["caseload:position", "turnover_rate:position"]
    gone = [
        vital(item=name, level=0.0, level_sd=1.0, year_sd=0.0, withheld="not_returned")
        for name in names
    ]
    score, _ = scored(signs=gone)
    assert score["performance"] == pytest.approx(0, abs=1e-4)
    assert score["keys"] == [FIGURES]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_a_judgement_turns_its_key_while_it_is_the_lowest_or_fell_of_late() -> None:
    order = ["poor", "fair", "good", "great"]
    months = POLICY.keys.judged_months
    limit = (pd.Timestamp(AS_OF) - pd.DateOffset(months=months)).date()
    rows = [
        ("lowest", "poor", day("2015-01-01"), None),
        ("fell", "fair", limit, "good"),
        ("long_ago", "fair", limit - dt.timedelta(days=1), "good"),
        ("rose", "good", AS_OF, "fair"),
        ("first", "fair", AS_OF, None),
        ("empty", "fair", AS_OF, float("nan")),
    ]
    journeys = pd.DataFrame(rows, columns=["old_la_code", "stage", "since", "before"])
    assert judged_worse(journeys, order, months, AS_OF) == {"lowest", "fell"}
