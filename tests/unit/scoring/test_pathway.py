"""The pathway as flows: conversions, what is expected, and what cannot be true together."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest

from earlywarning.definitions.pathway import Step
from earlywarning.scoring.pathway import flows
from earlywarning.scoring.pathway_inputs import pathway_findings
from earlywarning.statistics.funnel import funnel_proportion, funnel_ratio
from tests.support.evidence import DEFINITIONS

STEPS = {
    name: DEFINITIONS.pathway.steps[name]
    for name in ("section_47_to_conference", "conference_to_plan", "plan_to_looked_after")
}
OWN = "801"
YEARS = range(2018, 2026)
Given = dict[tuple[str, int], dict[str, Any]]


def counts(own: Given | None = None, years: range = YEARS, others: int = 40) -> pd.DataFrame:
    """Forty steady authorities and 801, whose counts are given by step and year."""
    rows = []
    for step in STEPS:
        for at in range(others + 1):
            for year in years:
                wobble = Random(f"{step} {at} {year}").randint(-30, 30)
                row = {
                    "step": step,
                    "old_la_code": str(801 + at),
                    "time_period": year,
                    "period_end": pd.Timestamp(dt.date(year, 3, 31)),
                    "from_count": 1000.0 + 10 * at,
                    "to_count": 400.0 + wobble,
                    "status": "ok",
                    "opened": pd.Timestamp("2009-04-01"),
                    "is_small": False,
                }
                told = (own or {}).get((step, year), {}) if at == 0 else {}
                rows.append(row | told)
    return pd.DataFrame(rows)


def row_of(frame: pd.DataFrame, step: str, year: int = 2025, code: str = OWN) -> pd.Series:
    found = frame[
        (frame["step"] == step) & (frame["time_period"] == year) & (frame["old_la_code"] == code)
    ]
    assert len(found) == 1
    return found.iloc[0]


def told(own: Given) -> pd.DataFrame:
    return flows(counts(own), STEPS)


def test_there_is_a_row_for_each_authority_step_and_year_in_the_order_of_the_way() -> None:
    frame = told({})
    assert len(frame) == 41 * 3 * 5
    assert sorted(frame["time_period"].unique()) == [2021, 2022, 2023, 2024, 2025]
    own = frame[(frame["old_la_code"] == OWN) & (frame["time_period"] == 2025)]
    assert own["step"].tolist() == list(STEPS)


@pytest.mark.parametrize("step", list(STEPS))
def test_a_conversion_is_set_in_the_funnel_of_its_kind(step: str) -> None:
    given = counts({(step, 2025): {"from_count": 1000.0, "to_count": 600.0}})
    year = given[(given["step"] == step) & (given["time_period"] == 2025)]
    begin, to = year["from_count"].to_numpy(), year["to_count"].to_numpy()
    middle = float(np.median(to / begin))
    if STEPS[step].part:
        expected = funnel_proportion(to, begin, target=middle).z_adjusted[0]
    else:
        expected = funnel_ratio(to, begin * middle).z_adjusted[0]
    row = row_of(flows(given, STEPS), step)
    assert row["conversion"] == 0.6
    assert row["expected"] == pytest.approx(middle)
    assert row["position_z"] == pytest.approx(expected)
    assert row["position_z"] > 3
    assert row["movement_z"] > 3


def test_more_plans_than_conferences_cannot_be_and_move_nobody() -> None:
    wrong = told({("conference_to_plan", 2025): {"from_count": 1000.0, "to_count": 1300.0}})
    gone = told({("conference_to_plan", 2025): {"to_count": np.nan, "status": "suppressed"}})
    row = row_of(wrong, "conference_to_plan")
    assert row["possible"] is False
    assert np.isnan(row["position_z"])
    assert row["conversion"] == 1.3
    other = row_of(wrong, "conference_to_plan", code="805")
    assert other["position_z"] == row_of(gone, "conference_to_plan", code="805")["position_z"]


def test_more_in_care_than_plans_can_be() -> None:
    row = row_of(
        told({("plan_to_looked_after", 2025): {"from_count": 100.0, "to_count": 300.0}}),
        "plan_to_looked_after",
    )
    assert row["possible"] is True
    assert row["position_z"] > 0


def test_a_missing_count_keeps_its_reason_and_is_neither_possible_nor_not() -> None:
    row = row_of(
        told({("section_47_to_conference", 2025): {"to_count": np.nan, "status": "suppressed"}}),
        "section_47_to_conference",
    )
    assert row["status"] == "suppressed"
    assert row["possible"] is None
    assert np.isnan(row["conversion"])


def test_few_are_shown_with_care_and_not_compared() -> None:
    row = row_of(
        told({("section_47_to_conference", 2025): {"from_count": 12.0, "to_count": 9.0}}),
        "section_47_to_conference",
    )
    assert row["conversion"] == 0.75
    assert row["caution"].startswith("small numbers")
    assert np.isnan(row["position_z"])


def test_later_years_and_the_order_of_rows_change_nothing() -> None:
    whole = flows(counts(), STEPS, periods=8)
    cut = flows(counts(years=range(2018, 2025)), STEPS, periods=7)
    before = whole[whole["time_period"] <= 2024].reset_index(drop=True)
    pd.testing.assert_frame_equal(before, cut)
    shuffled = flows(counts().sample(frac=1, random_state=3), STEPS, periods=8)
    pd.testing.assert_frame_equal(whole, shuffled)


def test_nothing_known_is_no_pathway() -> None:
    assert flows(counts().assign(to_count=np.nan), STEPS).empty


def test_a_contradiction_is_told_once_and_for_the_newest_year_only() -> None:
    impossible = {"from_count": 1000.0, "to_count": 1300.0}
    frame = told(
        {
            ("conference_to_plan", 2025): impossible,
            ("conference_to_plan", 2024): impossible,
            ("section_47_to_conference", 2025): impossible,  # a rule on the file tells this one
        }
    )
    found = pathway_findings(frame, DEFINITIONS)
    assert [(f.old_la_code, f.series, f.time_period, f.severity) for f in found] == [
        (OWN, "cp_plans_started", 2025, "info")
    ]
    assert "1,300 come out of 1,000" in found[0].message


def test_a_step_that_cannot_be_more_says_why() -> None:
    step = next(iter(STEPS.values())).model_dump() | {"at_most": True, "if_more": ""}
    with pytest.raises(ValueError, match="say what it means"):
        Step.model_validate(step)
