"""What was known of a case, and when: nothing of its own day or later, no fold taught by itself."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from earlywarning.backtest.cases import PANDEMIC, Cases, ahead
from earlywarning.backtest.seen import Timeline
from tests.support.backtest import past


@pytest.fixture(scope="module")
def whole() -> tuple[Cases, Timeline]:
    return past()


def test_what_is_known_came_out_strictly_before_the_day(whole: tuple[Cases, Timeline]) -> None:
    cases, _ = whole
    known = cases.known["newest_published"]
    assert known.notna().sum() > 500
    for out, day in zip(known, cases.table["day"], strict=True):
        assert out is None or pd.isna(out) or out < day


def test_a_look_on_the_very_day_is_not_used(whole: tuple[Cases, Timeline]) -> None:
    _, timeline = whole
    day = dt.date(2019, 12, 1)
    code = next(iter(timeline.rows[0]))
    on, after = timeline.before([code, code], [day, day + dt.timedelta(days=1)])["newest_published"]
    assert on == dt.date(2018, 12, 1)
    assert after == day


def test_further_ahead_less_is_known(whole: tuple[Cases, Timeline]) -> None:
    cases, timeline = whole
    later = ahead(cases, timeline, 24).known["newest_published"]
    now = cases.known["newest_published"]
    both = later.notna() & now.notna()
    assert (later[both] < now[both]).all()


def test_without_the_gate_the_newest_ended_period_is_known(whole: tuple[Cases, Timeline]) -> None:
    cases, timeline = whole
    code = cases.table["old_la_code"].iloc[-1]
    day = dt.date(2019, 6, 1)
    gated = timeline.before([code], [day]).iloc[0]
    free = timeline.without_gate([code], [day]).iloc[0]
    # The year to March 2019 had ended; it came out in December.
    out_later = timeline.before([code], [dt.date(2019, 12, 2)]).iloc[0]
    assert free["caseload:position"] == out_later["caseload:position"]
    assert free["caseload:position"] != gated["caseload:position"]


def test_training_holds_nothing_reported_after_the_fold_began(
    whole: tuple[Cases, Timeline],
) -> None:
    cases, _ = whole
    for fold in cases.folds():
        rows = cases.training(fold, "any_part_down")
        assert all(day < dt.date(fold, 4, 1) for day in cases.table.loc[rows, "published"])
    assert cases.training(2024, "any_part_down").sum() > 50


def test_no_pandemic_year_is_tested_and_no_panel_without_its_two_years(
    whole: tuple[Cases, Timeline],
) -> None:
    cases, _ = whole
    tested = cases.table[cases.tested("decline")]
    assert not set(tested["fold"]) & set(PANDEMIC)
    springs = set(cases.table.loc[cases.whole_panel(), "day"])
    assert springs == {dt.date(year, 3, 31) for year in range(2018, 2024)}
    assert dt.date(2025, 3, 31) in set(cases.table.loc[cases.panel(), "day"])


def test_a_hit_is_the_next_inspection_within_two_years(whole: tuple[Cases, Timeline]) -> None:
    cases, _ = whole
    table = cases.table
    events = table[cases.inspections()]
    for row in table[cases.whole_panel()].itertuples():
        end = (pd.Timestamp(row.day) + pd.DateOffset(months=24)).date()
        own = events[events["old_la_code"] == row.old_la_code]
        after = own[(own["day"] > row.day) & (own["day"] <= end)].sort_values("day")
        assert row.inspected == float(len(after) > 0)
        assert row.hit == float(len(after) > 0 and after.iloc[0]["decline"] == 1)


def test_positions_have_the_worse_side_up(whole: tuple[Cases, Timeline]) -> None:
    cases, _ = whole
    low = cases.known["assessments_45_days_pct:position"]
    high = cases.known["caseload:position"]
    assert np.corrcoef(low.dropna(), high[low.notna()])[0, 1] > 0.2
    assert low.abs().max() <= 4
