"""Stale figures, withdrawal, bands that hold, and the journey."""

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
from earlywarning.scoring.vital import CHANCE_UNITS
from tests.support.evidence import AS_OF, CODE, DEFINITIONS, entry, scored, vital

POLICY = DEFINITIONS.policy


def test_old_figures_are_called_so_and_widen_the_interval_alone() -> None:
    signs = [vital(level=3.0), vital(item="turnover_rate:position", level=3.0)]
    fresh, _ = scored(signs=signs)
    old, parts = scored(signs=signs, newest=dt.date(2024, 9, 30))
    assert old["stale"]
    assert not fresh["stale"]
    assert old["risk_of_decline"] == fresh["risk_of_decline"]
    assert old["band"] == fresh["band"]
    points = POLICY.uncertainty.stale_points
    assert old["upper"] == pytest.approx(fresh["upper"] + points)
    assert old["lower"] == pytest.approx(fresh["lower"] - points)
    assert "stale" not in set(parts["item"])


def test_what_is_told_of_withdrawing_is_what_withdrawing_does() -> None:
    """An item withdrawn stands as if nothing were known: what chance would add stays taken off."""
    entries = [
        entry(),
        entry(item="S2", flag="stable_leadership", source_kind="director"),
        entry(item="S3", flag="effective_board", source_kind="partner_agency"),
    ]
    levels = {"caseload": 3.0, "turnover_rate": -1.5, "absence_rate": 2.0, "rereferral_pct": 1.0}
    signs = [vital(item=f"{name}:position", level=level) for name, level in levels.items()]
    whole, parts = scored(signs=signs, entries=entries)
    told = {row.item: row.score_without for row in parts.itertuples() if row.kind == "flag"}
    assert set(told) == {one["flag"] for one in entries}
    worry = [one for one in entries if one["flag"] != "whistleblowing"]
    assert told["whistleblowing"] == pytest.approx(
        scored(signs=signs, entries=worry)[0]["risk_of_decline"]
    )
    inside = [one for one in entries if one["flag"] != "stable_leadership"]
    assert told["stable_leadership"] == pytest.approx(
        scored(signs=signs, entries=inside)[0]["risk_of_decline"]
    )
    assert whole["risk_of_decline"] not in told.values()
    for left_out in signs:
        unknown = left_out | {"level": 0.0, "level_sd": 1.0}
        rest = [unknown if one is left_out else one for one in signs]
        without = parts.set_index("item").loc[f"{left_out['indicator']}:position", "score_without"]
        assert without == pytest.approx(
            scored(signs=rest, entries=entries)[0]["risk_of_decline"], abs=1e-4
        )


LOOKS = [dt.date(2025, month, 1) for month in range(1, 13)]


BANDS = list(POLICY.bands)


def history(*rows: tuple[str, str]) -> pd.DataFrame:
    """Return the band of each look alone, and what the margin more would open."""
    return pd.DataFrame(
        [(day, CODE, *both) for day, both in zip(LOOKS, rows, strict=False)],
        columns=["looked_on", "old_la_code", "by_points", "band_within_margin"],
    )


def bands(*rows: tuple[str, str]) -> list[str]:
    return list(held_bands(history(*rows), POLICY)["band"])


def test_a_band_is_left_upwards_at_once_and_downwards_only_when_clearly_below() -> None:
    assert bands(
        ("watch", "offer"), ("offer", "offer"), ("watch", "offer"), ("watch", "watch"),
        ("routine", "offer"), ("routine", "routine"), ("priority", "priority"),
    ) == ["watch", "offer", "offer", "watch", "watch", "routine", "priority"]  # fmt: skip


def test_a_fall_goes_to_what_the_look_alone_says() -> None:
    assert bands(("priority", "priority"), ("routine", "offer")) == ["priority", "routine"]


@pytest.mark.parametrize("less", [0.0, 2.9, 3.1])
def test_a_score_a_little_below_its_floor_keeps_its_band(less: float) -> None:
    wanted = POLICY.bands["watch"] - less
    chance = (1 - POLICY.performance.reassurance_share) * CHANCE_UNITS
    level = wanted / DEFINITIONS.vital_signs.points + chance + 1e-9
    low, _ = scored(signs=[vital(level=level, level_sd=0.0)])
    assert low["performance"] == pytest.approx(wanted)
    assert low["band"] == ("watch" if less == 0 else "routine")
    assert low["band_within_margin"] == ("watch" if less < POLICY.band_margin else "routine")


def test_the_top_band_is_not_held_without_peoples_knowledge() -> None:
    rows = [("priority", "priority"), ("offer", "priority"), ("watch", "offer")]
    assert bands(*rows) == ["priority", "priority", "watch"]


def test_since_when_is_the_first_look_of_the_run() -> None:
    rows = [("offer", "offer"), ("routine", "routine"), ("offer", "offer"), ("watch", "offer")]
    held = held_bands(history(*rows), POLICY)
    assert list(held["band_since"]) == [LOOKS[0], LOOKS[1], LOOKS[2], LOOKS[2]]
    assert list(held["band_since_at_latest"]) == [True, False, False, False]
    assert list(held["band_looks"]) == [1, 2, 3, 4], "one look alone holds nothing"


def test_too_little_known_forgets_what_was_held() -> None:
    rows = [("offer", "offer"), ("not_known", "offer"), ("watch", "offer")]
    assert bands(*rows) == ["offer", "not_known", "watch"]
    assert bands(("offer", "offer"), ("routine", "not_known")) == ["offer", "routine"]


alone = st.tuples(st.sampled_from(BANDS), st.sampled_from(BANDS)).map(
    lambda two: tuple(sorted(two, key=BANDS.index))
)


@given(st.lists(alone, min_size=1, max_size=12))
def test_a_held_band_is_never_below_the_look_alone_nor_above_what_the_margin_opens(
    rows: list[tuple[str, str]],
) -> None:
    given_rows = history(*rows)
    held = held_bands(given_rows.sample(frac=1, random_state=1), POLICY)
    merged = given_rows.merge(held, on=["looked_on", "old_la_code"])
    floors = POLICY.bands
    for row in merged.itertuples():
        assert floors[row.by_points] <= floors[row.band] <= floors[row.band_within_margin]
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


@pytest.mark.parametrize(
    ("judged", "milestone_until", "beyond"),
    [("2025-12-01", 6, None), ("2025-06-01", 12, None), ("2024-09-01", 24, None),
     ("2023-03-01", None, 13)],
)  # fmt: skip
def test_months_since_the_judgement_stand_beside_the_studys_times(
    judged: str, milestone_until: int | None, beyond: int | None
) -> None:
    row = stage((judged, "overall", "Inadequate"), as_of=dt.date(2026, 4, 1))
    until, past = (
        None if pd.isna(row[n]) else row[n] for n in ("milestone_until", "months_beyond")
    )
    assert (until, past) == (milestone_until, beyond)
    assert row["phase"] == "poor_to_fair"
    assert pd.isna(row["milestone"]) == (milestone_until is None)


def test_months_count_from_the_first_report_on_the_stage_and_good_has_no_time_of_its_own() -> None:
    row = stage(("2022-04-01", "overall", "Good"), ("2025-04-01", "overall", "Good"),
                as_of=dt.date(2026, 4, 1))  # fmt: skip
    assert row["months_since"] == 48
    assert pd.isna(row["months_beyond"])


def test_without_any_inspection_nobody_is_on_a_stage() -> None:
    assert journeys(inspections(), DEFINITIONS.journey, AS_OF).empty


def test_stages_follow_each_other_in_the_declared_order() -> None:
    order = list(DEFINITIONS.journey.stages)
    assert order == ["poor", "fair", "good", "great"]
    assert all(one != two for one, two in pairwise(order))
