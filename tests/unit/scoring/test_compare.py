"""The comparison table: what a value is held against, and what is left out of its past."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.scoring.comparing.compare import compare
from earlywarning.statistics.comparison import weighted_median
from tests.support.evidence import DEFINITIONS
from tests.support.quiet import OWN, POLICY, YEARS, Nation, comparison, neighbours, signals

NO_MARKS = pd.DataFrame(columns=["old_la_code", "indicator", "time_period", "reason"])
CASELOAD = {"caseload": DEFINITIONS.indicators["caseload"]}


def row_of(found: pd.DataFrame, year: int = 2025) -> pd.Series:
    return found[(found["old_la_code"] == OWN) & (found["time_period"] == year)].iloc[0]


def with_neighbours(rows: pd.DataFrame, near: pd.DataFrame) -> pd.DataFrame:
    return compare(rows, near, NO_MARKS, CASELOAD, POLICY.performance)


def test_all_four_benchmarks_stand_side_by_side_and_say_whether_they_agree() -> None:
    rows = Nation(own={2025: 24.0}).rows()
    mine = (rows["old_la_code"] == OWN) & (rows["time_period"] == 2025)
    rows.loc[mine, ["geographical_median", "past_median"]] = [25.0, 20.0]
    row = row_of(comparison(rows))
    assert (row["compared"], row["above"], row["below"]) == (4, 3, 1)
    assert row["agreement"] == "disagree"
    rows.loc[mine, "geographical_median"] = 22.0
    assert row_of(comparison(rows))["agreement"] == "all_above"
    rows.loc[mine, ["geographical_median", "past_median", "neighbour_median"]] = np.nan
    assert row_of(comparison(rows))["agreement"] == "too_few"


def test_a_value_equal_to_a_benchmark_as_published_is_on_neither_side() -> None:
    rows = Nation(own={2025: 20.04}).rows()
    row = row_of(comparison(rows))
    assert (row["compared"], row["above"], row["below"]) == (2, 0, 0)
    assert row["agreement"] == "partly_level"


def test_expected_is_the_closeness_weighted_median_of_the_neighbours() -> None:
    rows = Nation(own={2025: 24.0}).rows()
    near = neighbours(rows)
    mine = near["old_la_code"] == OWN
    near.loc[mine, "weight"] = [1.0, 0.9, 0.9, 0.75, 0.75, 0.5, 0.5, 0.25, 0.25, 0.25]
    now = rows[rows["time_period"] == 2025].set_index("old_la_code")["value"]
    others = near.loc[mine, "neighbour_old_la_code"].map(now)
    row = row_of(with_neighbours(rows, near))
    assert row["expected"] == pytest.approx(weighted_median(others, near.loc[mine, "weight"]))
    assert row["position_method"] == "neighbours"
    assert row["poor_matches"] == [f"Place {n}" for n in range(6, 11)]


def test_a_poor_match_moves_what_is_expected_less_than_a_close_one() -> None:
    rows = Nation(own={2025: 24.0}).rows()
    codes = [str(802 + step) for step in range(10)]
    moved = rows["old_la_code"].isin(codes[:4]) & (rows["time_period"] == 2025)
    rows.loc[moved, "value"] = 60.0
    near = neighbours(rows)
    first_four = (near["old_la_code"] == OWN) & (near["position"] <= 4)
    close, poor = near.copy(), near.copy()
    close.loc[first_four, "weight"] = 1.0
    poor.loc[first_four, "weight"] = 0.25
    assert (
        row_of(with_neighbours(rows, poor))["expected"]
        < row_of(with_neighbours(rows, close))["expected"]
    )


@pytest.mark.parametrize(("known", "placed"), [(4, False), (5, True)])
def test_too_few_neighbours_with_a_value_give_no_position(known: int, placed: bool) -> None:
    rows = Nation(own={2025: 30.0}).rows()
    silent = [str(802 + step) for step in range(known, 10)]
    rows.loc[rows["old_la_code"].isin(silent) & (rows["time_period"] == 2025), "value"] = np.nan
    row = row_of(comparison(rows))
    assert bool(row["position_z"] == row["position_z"]) is placed
    assert row["not_placed"] == ("" if placed else "too_few_neighbours")


def test_a_marked_year_has_no_movement_into_or_out_of_it_and_keeps_its_position() -> None:
    rows = Nation(own={2024: 30.0, 2025: 31.0}).rows()
    plain, marked = comparison(rows), comparison(rows, marked=((OWN, 2024),))
    assert abs(row_of(plain, 2024)["movement_z"]) > 3
    for year in (2024, 2025):
        assert np.isnan(row_of(marked, year)["movement_z"])
        assert row_of(marked, year)["position_z"] == row_of(plain, year)["position_z"]
    assert row_of(marked)["trend_periods"] == row_of(plain)["trend_periods"] - 1
    assert row_of(marked, 2024)["contaminated"] == "a move to another case system"


def test_a_trend_names_the_marked_years_it_leaves_out_and_what_the_newest_did() -> None:
    own = {year: 20.0 + year - YEARS[0] for year in YEARS} | {2024: 40.0, 2025: 15.0}
    row = row_of(comparison(Nation(own=own).rows(), marked=((OWN, 2024), (OWN, 2025))))
    assert row["trend"] == "increasing"
    assert list(row["trend_left_out"]) == [2024, 2025]
    assert row["lately"] == pytest.approx(15.0 - own[2023])
    gap = Nation(own=own | {2023: np.nan}).rows()
    gone = row_of(comparison(gap, marked=((OWN, 2023),)))
    assert np.isnan(gone["lately"])
    assert list(gone["trend_left_out"]) == [], "what has no value is missing, not left out"


def test_a_signal_of_a_marked_year_says_so() -> None:
    rows = Nation(own=dict.fromkeys(YEARS, 30.0)).rows()
    found = signals(rows, marked=((OWN, 2025),)).query("old_la_code == @OWN")
    assert list(found["kind"]) == ["position", "sustained"]
    assert found["explanation"].str.contains("marked: a move to another case system").all()


def test_a_signal_says_since_when_and_how_fast() -> None:
    own = dict.fromkeys((2021, 2023, 2024, 2025), 30.0)
    row = signals(Nation(own=own).rows()).query("old_la_code == @OWN").set_index("kind")
    assert row.loc["position", "began_period"] == 2023
    assert row.loc["sustained", "explanation"].count("3 of the last 3 years") == 1
    jump = comparison(Nation(own={2025: 30.0}).rows())
    assert row_of(jump)["speed"] == pytest.approx(
        row_of(jump)["position_z"] - row_of(jump, 2024)["position_z"]
    )


def test_an_authority_without_a_newest_value_keeps_its_row_and_its_reason() -> None:
    row = row_of(comparison(Nation(own={2025: None}).rows()))
    assert row["is_newest"]
    assert row["not_placed"] == "no_value"
    assert np.isnan(row["position_z"])


@pytest.mark.parametrize("indicator", ["caseload", "rereferral_pct", "section_47_rate"])
def test_a_later_year_moves_nothing_that_was_said_of_an_earlier_one(indicator: str) -> None:
    nation = Nation(indicator=indicator, own={2024: 30.0, 2025: 5.0})
    whole = nation.rows()
    before = comparison(whole[whole["time_period"] <= 2024])
    after = comparison(whole)
    said = ["old_la_code", "time_period", "position_z", "expected", "change", "movement_z"]
    for year in (2022, 2023, 2024):
        one, two = (f[f["time_period"] == year][said] for f in (before, after))
        pd.testing.assert_frame_equal(one.reset_index(drop=True), two.reset_index(drop=True))


@given(
    times=st.sampled_from([0.5, 2.0, 8.0]),
    plus=st.sampled_from([0.0, 16.0, -4.0]),
    seed=st.integers(0, 9),
)
def test_units_and_order_change_no_distance(times: float, plus: float, seed: int) -> None:
    rows = Nation(own={2025: 26.0}).rows()
    other = rows.assign(value=rows["value"] * times + plus).sample(frac=1, random_state=seed)
    names = ["position_z", "movement_z", "speed"]
    one, two = comparison(rows)[names], comparison(other)[names]
    np.testing.assert_allclose(one, two, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(("withheld", "expected"), [(2, 20.0), (8, 14.0)])
def test_where_many_small_counts_are_withheld_the_nation_is_what_is_expected(
    withheld: int, expected: float
) -> None:
    rows = Nation(indicator="rereferral_pct", own={}).rows().assign(england=14.0)
    low = [str(802 + step) for step in range(withheld)]
    hidden = rows["old_la_code"].isin(low) & (rows["time_period"] == 2025)
    rows.loc[hidden, ["value", "numerator"]] = np.nan
    rows.loc[hidden, "status"] = "suppressed"
    assert row_of(comparison(rows))["expected"] == pytest.approx(expected, abs=0.5)


def test_a_child_or_two_is_no_movement() -> None:
    few = Nation(indicator="cp_over_2_years_pct", middle=3.0, own={2024: 0.0, 2025: 3.0}).rows()
    mine = few["old_la_code"] == OWN
    assert abs(row_of(comparison(few))["movement_z"]) > 3
    few.loc[mine, "denominator"] = 60.0
    few.loc[mine, "numerator"] = few.loc[mine, "value"] * 0.6
    assert abs(row_of(comparison(few))["movement_z"]) < 1.28
