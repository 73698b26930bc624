"""Who became better: a lasting change, from the less good side, of what has a good direction."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from earlywarning.scoring.improved import gone_of, improved_of
from earlywarning.scoring.seen import Seen
from tests.support.evidence import DEFINITIONS

ONE = "assessments_45_days_pct"


def level(code: str = "801", indicator: str = ONE, **given: object) -> dict[str, object]:
    usual = {
        "old_la_code": code, "indicator": indicator, "kind": "position", "time_period": 2025,
        "known_period": 2025, "level": -0.2, "level_sd": 0.3, "level_before": 1.2,
        "level_before_sd": 0.3,
    }  # fmt: skip
    return usual | given


def found(*rows: dict[str, object]) -> pd.DataFrame:
    years = [(2020, 70.0), (2021, 71.0), (2022, None), (2023, 80.0), (2024, 84.0), (2025, 88.0)]
    values = pd.DataFrame(
        [
            (row["old_la_code"], row["indicator"], year, value)
            for row in rows
            for year, value in years
        ],
        columns=["old_la_code", "indicator", "time_period", "value"],
    )
    frame = pd.DataFrame(rows)
    frame["known_period"] = frame["known_period"].astype("Int64")
    return improved_of(frame, values, DEFINITIONS)


def test_a_lasting_change_is_told_with_its_figures_and_the_year_it_began() -> None:
    (row,) = found(level()).itertuples()
    assert (row.since, row.time_period, row.value) == (2023, 2025, 88.0)
    assert (row.period_before, row.value_before) == (2021, 71.0)


@pytest.mark.parametrize(
    "given",
    [
        {"level": 1.9},  # became worse
        {"level": 0.6},  # better, but by less than both are uncertain
        {"level_before": 0.2, "level": -2.0},  # was not on the less good side
        {"level_before": None, "level_before_sd": None},  # nothing known of before
        {"known_period": 2024},  # today's figure is not there
        {"known_period": None},
    ],
)
def test_what_is_not_sure_or_no_way_back_is_not_told(given: dict[str, object]) -> None:
    assert found(level(**given), level("802"))["old_la_code"].tolist() == ["802"]


def test_a_figure_that_fell_while_others_fell_further_is_not_told() -> None:
    # Here fewer is better, and the figures go from 71 to 88.
    assert DEFINITIONS.indicators["caseload"].polarity == "high_is_worse"
    assert found(level(indicator="caseload")).empty


def test_a_rate_without_a_good_direction_has_no_better_side() -> None:
    assert DEFINITIONS.indicators["cp_plan_rate"].polarity == "either_way"
    assert found(level(indicator="cp_plan_rate")).empty


def test_nothing_at_all_gives_no_rows() -> None:
    assert found(level(level=1.9)).empty


BEFORE, SINCE, NOW = dt.date(2024, 11, 1), dt.date(2025, 11, 3), dt.date(2026, 4, 30)


def seen(day: dt.date, *codes: str, placed: str = "", reading: str = "concern") -> Seen:
    rows = [("drift_in_care", code, reading, ["absence_rate"]) for code in codes]
    found = pd.DataFrame(rows, columns=["pattern", "old_la_code", "reading", "indicators"])
    told = {(code, "absence_rate") for code in placed.split()}
    return Seen(day, pd.DataFrame(), found, pd.DataFrame(), told)


def test_a_pattern_is_gone_when_no_day_of_a_year_shows_it() -> None:
    looks = [seen(BEFORE, "801", "802"), seen(SINCE, "802"), seen(NOW, placed="801 802")]
    (row,) = gone_of(looks).itertuples()
    assert (row.pattern, row.old_la_code) == ("drift_in_care", "801")
    assert (row.last_seen, row.gone_since, row.looks) == (BEFORE, SINCE, 2)


def test_a_pattern_that_cannot_be_told_today_is_not_gone() -> None:
    assert gone_of([seen(BEFORE, "801"), seen(SINCE), seen(NOW, placed="802")]).empty


def test_what_stands_or_was_no_concern_is_not_gone() -> None:
    assert gone_of([seen(BEFORE, "801"), seen(NOW, "801", placed="801")]).empty
    repair = seen(BEFORE, "801", reading="hold_your_nerve")
    assert gone_of([repair, seen(NOW, placed="801")]).empty
