"""What counts as unusual, in which direction, and when nothing may be said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from tests.support.quiet import OWN, POLICY, YEARS, Nation, signals


def own_readings(**given: Any) -> dict[str, str]:
    found = signals(Nation(**given).rows())
    own = found[found["old_la_code"] == OWN]
    return dict(zip(own["kind"], own["reading"], strict=True))


def always(value: float) -> dict[int, float | None]:
    return dict.fromkeys(YEARS, value)


def lately(value: float | None, *years: int) -> dict[int, float | None]:
    return dict.fromkeys(years or (2025,), value)


@pytest.mark.parametrize(
    ("indicator", "value", "reading"),
    [
        ("caseload", 30.0, "concern"),
        ("caseload", 10.0, "reassurance"),
        ("assessments_45_days_pct", 30.0, "reassurance"),
        ("assessments_45_days_pct", 10.0, "concern"),
        ("rereferral_pct", 40.0, "concern"),
        ("rereferral_pct", 5.0, "reassurance"),
    ],
)
def test_polarity_decides_what_far_means(indicator: str, value: float, reading: str) -> None:
    found = own_readings(indicator=indicator, own=always(value))
    assert found == {"position": reading, "sustained": reading}


@pytest.mark.parametrize(("value", "reading"), [(30.0, "concern"), (10.0, "reassurance")])
def test_a_one_year_change_is_a_movement(value: float, reading: str) -> None:
    found = own_readings(own=lately(value))
    assert found == {"position": reading, "movement": reading}


def test_back_to_normal_is_a_movement_and_no_position() -> None:
    assert own_readings(own=lately(30.0, 2024)) == {"movement": "reassurance"}


@pytest.mark.parametrize("indicator", ["looked_after_rate", "section_47_rate"])
@pytest.mark.parametrize("far", [20.0, 180.0])
def test_a_two_sided_rate_is_notable_only_when_far_and_moving(indicator: str, far: float) -> None:
    nation = {"indicator": indicator, "middle": 80.0}
    both = own_readings(own=lately(far), **nation)
    assert both == {"position": "notable", "movement": "notable"}
    assert own_readings(own=always(far), **nation) == {}
    assert own_readings(own=lately(far, 2024), **nation) == {}


def test_a_small_place_never_signals() -> None:
    assert own_readings(own=always(90.0), is_small=True) == {}
    assert own_readings(own=lately(90.0), is_small=True) == {}


def test_a_small_place_moves_nobody_else() -> None:
    far = signals(Nation(own=always(900.0), is_small=True).rows())
    near = signals(Nation(own=always(20.0), is_small=True).rows())
    pd.testing.assert_frame_equal(far, near)


def test_no_movement_across_a_gap_year() -> None:
    own = lately(None, 2024) | lately(30.0, 2025)
    assert own_readings(own=own) == {"position": "concern"}


@pytest.mark.parametrize(
    ("opened", "moves"), [(dt.date(2023, 4, 30), False), (dt.date(2023, 3, 1), True)]
)
def test_no_movement_in_the_first_eighteen_months(opened: dt.date, moves: bool) -> None:
    # The year before the newest ends on 30 September 2024.
    found = own_readings(own=lately(30.0), opened=opened)
    assert found["position"] == "concern"
    assert ("movement" in found) is moves


def test_a_quiet_authority_has_no_signal() -> None:
    assert own_readings() == {}


def test_an_authority_without_a_newest_value_has_no_signal() -> None:
    assert own_readings(own=always(30.0) | lately(None)) == {}


@pytest.mark.parametrize(("others", "any_signal"), [(28, False), (29, True)])
def test_too_few_authorities_make_no_comparison(others: int, any_signal: bool) -> None:
    assert POLICY.performance.minimum_authorities == 30
    assert bool(own_readings(own=always(30.0), others=others)) is any_signal


@pytest.mark.parametrize(
    ("far_in", "sustained"),
    [((2025,), False), ((2024, 2025), True), ((2023, 2025), True), ((2022, 2025), False)],
)
def test_sustained_is_two_of_three_years(far_in: tuple[int, ...], sustained: bool) -> None:
    found = own_readings(own=lately(30.0, *far_in))
    assert found["position"] == "concern"
    assert ("sustained" in found) is sustained


def test_far_on_the_other_side_before_is_not_sustained() -> None:
    assert "sustained" not in own_readings(own=lately(10.0, 2024) | lately(30.0))


def test_the_order_of_rows_changes_nothing() -> None:
    rows = pd.concat(
        [
            Nation(own=lately(30.0)).rows(),
            Nation(indicator="rereferral_pct", own=always(40.0)).rows(),
            Nation(indicator="looked_after_rate", middle=80.0, own=lately(180.0)).rows(),
        ],
        ignore_index=True,
    )
    expected = signals(rows)
    assert len(expected) >= 6
    for seed in (1, 2, 3):
        shuffled = rows.sample(frac=1, random_state=seed)
        pd.testing.assert_frame_equal(signals(shuffled), expected)


def test_strength_grows_with_distance_and_stays_within_one() -> None:
    strength = [
        signals(Nation(own=always(value)).rows()).query("old_la_code == @OWN")["strength"].max()
        for value in (22.5, 23.5, 30.0, 300.0)
    ]
    assert strength == sorted(strength)
    assert 0 < strength[0] < 1
    assert strength[-1] == 1


def test_the_sentence_says_what_when_and_how_sure() -> None:
    found = signals(Nation(own=always(30.0)).rows()).query("old_la_code == @OWN")
    words = found.set_index("kind").loc["position", "explanation"]
    start = "Average caseload: 30.0 for 30 September 2025, higher than similar authorities ("
    assert words.startswith(start)
    assert "middle of 10 statistical neighbours 20.0" in words
    assert words.endswith("; data 4 months old; very unlikely to be chance alone.")


def test_a_first_year_of_figures_gives_positions_only() -> None:
    found = own_readings(own=always(30.0), years=[2025])
    assert found == {"position": "concern"}
