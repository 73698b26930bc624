"""Patterns, stale figures, withdrawal, bands that hold, and the journey."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.scoring.bands import held_bands
from earlywarning.scoring.journey import journeys
from tests.support.evidence import AS_OF, CODE, DEFINITIONS, entry, pattern, scored, signal, vital

POLICY = DEFINITIONS.policy
MOVED = signal(indicator="section_47_rate", kind="movement", reading="notable", strength=0.9)


def item(contributions: pd.DataFrame, name: str) -> pd.Series:
    return contributions.set_index("item").loc[name]


def test_a_pattern_adds_for_its_signs_coming_together() -> None:
    score, parts = scored(patterns=[pattern(strength=0.5)])
    assert score["performance"] == POLICY.performance.pattern_points * 0.5
    assert item(parts, "pattern:front_door_strain")["explanation"].startswith("Front door under")
    notable = next(p for p in DEFINITIONS.patterns.values() if p.reading == "notable").pattern
    less, _ = scored(patterns=[pattern(pattern=notable, strength=0.5)])
    assert 0 < less["performance"] < score["performance"]


def test_hold_your_nerve_takes_back_a_share_of_what_movement_added_and_no_more() -> None:
    name = next(
        sign.indicators[0]
        for sign in DEFINITIONS.patterns["repair_under_way"].sign
        if sign.indicators and sign.kind.startswith("movement")
    )
    moved = signal(indicator=name, kind="movement", reading="notable", strength=1.0)
    still = signal()
    plain, _ = scored(signals=[moved, still])
    nerve = pattern(pattern="repair_under_way")
    held, parts = scored(signals=[moved, still], patterns=[nerve])
    added = item(parts, f"{name}:movement")["points"]
    assert added > 0
    assert (
        item(parts, "pattern:repair_under_way")["points"] == -POLICY.performance.hold_share * added
    )
    assert held["risk_of_decline"] == pytest.approx(
        plain["risk_of_decline"] - POLICY.performance.hold_share * added
    )
    alone, _ = scored(patterns=[nerve])
    assert alone["risk_of_decline"] == 0


@pytest.mark.parametrize("strong", [True, False])
def test_stale_figures_move_towards_the_middle_from_both_sides(strong: bool) -> None:
    names = ("caseload:position", "agency_rate:position", "vacancy_rate:position")
    many = [vital(item=name, units=4.0) for name in names] if strong else []
    fresh, _ = scored(signs=many)
    old, parts = scored(signs=many, newest=dt.date(2024, 9, 30))
    middle = POLICY.uncertainty.stale_middle
    assert abs(old["performance"] - middle) < abs(fresh["performance"] - middle)
    assert item(parts, "stale")["points"] == pytest.approx(
        POLICY.uncertainty.stale_pull * (middle - fresh["performance"])
    )
    assert old["stale"]


def test_what_is_told_of_withdrawing_is_what_withdrawing_does() -> None:
    signals = [signal(strength=0.6), signal(indicator="over_20_miles_pct", strength=0.9), MOVED]
    entries = [entry(), entry(item="S2", flag="stable_leadership", source_kind="director")]
    whole, parts = scored(signals=signals, entries=entries)
    told = {row.item: row.score_without for row in parts.itertuples() if row.item != "limit"}
    for left_out in signals:
        rest, _ = scored(signals=[one for one in signals if one is not left_out], entries=entries)
        assert told[f"{left_out['indicator']}:{left_out['kind']}"] == pytest.approx(
            rest["risk_of_decline"]
        )
    for left_out in entries:
        rest, _ = scored(signals=signals, entries=[one for one in entries if one is not left_out])
        assert told[left_out["flag"]] == pytest.approx(rest["risk_of_decline"])
    assert whole["risk_of_decline"] not in told.values()


@given(st.lists(st.sampled_from(sorted(DEFINITIONS.patterns)), max_size=6, unique=True),
       st.floats(0, 1), st.floats(0, 1))  # fmt: skip
def test_an_added_pattern_of_concern_never_lowers_the_score(
    names: list[str], before: float, strength: float
) -> None:
    some = [pattern(pattern=name, strength=before) for name in names if name != "hollow_middle"]
    more = [*some, pattern(pattern="hollow_middle", strength=strength)]
    signals = [signal(), MOVED]
    less, _ = scored(signals=signals, patterns=some)
    grown, parts = scored(signals=signals, patterns=more)
    assert grown["risk_of_decline"] >= less["risk_of_decline"] - 1e-9
    assert parts["points"].sum() == pytest.approx(grown["risk_of_decline"], abs=1e-9)
    assert grown["performance"] <= POLICY.caps["performance"]


LOOKS = [dt.date(2025, month, 1) for month in range(1, 13)]


def history(*rows: tuple[float, float]) -> pd.DataFrame:
    """Scores with the soft points among them, look by look."""
    return pd.DataFrame(
        [
            (day, CODE, score, soft, POLICY.band_of(score if soft > 0 else min(score, 54.9)))
            for day, (score, soft) in zip(LOOKS, rows, strict=False)
        ],
        columns=["looked_on", "old_la_code", "risk_of_decline", "soft_intelligence", "by_points"],
    )


def bands(*rows: tuple[float, float]) -> list[str]:
    return list(held_bands(history(*rows), POLICY)["band"])


def test_a_band_is_left_upwards_at_once_and_downwards_only_when_clearly_below() -> None:
    floor, margin = POLICY.bands["offer"], POLICY.band_margin
    assert bands((floor - 1, 0), (floor, 0), (floor - margin, 0), (floor - margin - 0.1, 0)) == [
        "watch", "offer", "offer", "watch",
    ]  # fmt: skip


def test_the_top_band_is_not_held_without_peoples_knowledge() -> None:
    top = POLICY.bands["priority"]
    assert bands((top + 1, 10), (top - 1, 10), (top - 1, 0)) == ["priority", "priority", "offer"]


def test_since_when_is_the_first_look_of_the_run() -> None:
    held = held_bands(history((36, 0), (10, 0), (36, 0), (32, 0)), POLICY)
    assert list(held["band_since"]) == [LOOKS[0], LOOKS[1], LOOKS[2], LOOKS[2]]


def test_too_little_known_forgets_what_was_held() -> None:
    rows = history((36, 0), (32, 0), (32, 0))
    rows.loc[1, "by_points"] = "not_known"
    assert list(held_bands(rows, POLICY)["band"]) == ["offer", "not_known", "watch"]


@given(st.lists(st.tuples(st.floats(0, 100), st.sampled_from([-5.0, 0.0, 12.0])), min_size=1,
                max_size=12))  # fmt: skip
def test_a_held_band_is_never_below_the_points_nor_far_above_them(
    rows: list[tuple[float, float]],
) -> None:
    given_rows = history(*rows)
    held = held_bands(given_rows.sample(frac=1, random_state=1), POLICY)
    merged = given_rows.merge(held, on=["looked_on", "old_la_code"])
    floors = POLICY.bands
    for row in merged.itertuples():
        assert floors[row.band] >= floors[row.by_points]
        if row.band != row.by_points:
            assert row.risk_of_decline >= floors[row.band] - POLICY.band_margin
    short = held_bands(given_rows.iloc[:-1], POLICY) if len(rows) > 1 else held.iloc[:0]
    before = held[held["looked_on"] < given_rows["looked_on"].max()]
    assert list(short["band"]) == list(before["band"])


def inspections(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [(CODE, "ILACS", dt.date.fromisoformat(day), *graded) for day, *graded in rows],
        columns=["old_la_code", "framework", "published", "judgement", "grade"],
    )  # fmt: skip


def stage(*rows: tuple[str, str, str], as_of: dt.date = AS_OF) -> dict[str, Any]:
    found = journeys(inspections(*rows), DEFINITIONS.journey, as_of)
    return found.iloc[0].to_dict() if len(found) else {}


RI = "Requires improvement to be good"


def test_the_journey_rests_on_the_overall_judgement_while_there_is_one() -> None:
    row = stage(("2019-05-01", "overall", "Inadequate"), ("2022-05-01", "overall", "Good"),
                ("2022-05-01", "in_care", RI), ("2024-05-01", "overall", "Good"))  # fmt: skip
    assert (row["stage"], row["since"], row["before"]) == ("good", dt.date(2022, 5, 1), "poor")
    assert row["basis"] == "overall"
    assert len(row["risks"]) >= 2


def test_without_an_overall_judgement_it_rests_on_the_weakest_part() -> None:
    day = "2025-12-01"
    row = stage(("2022-05-01", "overall", "Good"), (day, "help_and_protection", RI),
                (day, "leaders", "Good"), (day, "in_care", "Outstanding"))  # fmt: skip
    assert (row["stage"], row["basis"], row["before"]) == ("fair", "help_and_protection", "good")


def test_a_report_that_is_not_out_is_not_seen() -> None:
    rows = (("2022-05-01", "overall", "Good"), ("2025-12-01", "overall", "Inadequate"))
    assert stage(*rows, as_of=dt.date(2025, 11, 30))["stage"] == "good"
    assert stage(("2025-12-01", "overall", "Good"), as_of=dt.date(2025, 1, 1)) == {}


def test_without_any_inspection_nobody_is_on_a_stage() -> None:
    assert journeys(inspections(), DEFINITIONS.journey, AS_OF).empty


def test_stages_follow_each_other_in_the_declared_order() -> None:
    order = list(DEFINITIONS.journey.stages)
    assert order == ["poor", "fair", "good", "great"]
    assert all(one != two for one, two in pairwise(order))
