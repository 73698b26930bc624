"""The study's brakes and the exodus: facts beside the journey, for services below good."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from earlywarning.scoring.brakes import BrakeInputs, brakes
from earlywarning.scoring.exodus import after_judgement
from tests.support.evidence import DEFINITIONS

AS_OF = dt.date(2026, 4, 30)
POOR, FAIR, GOOD = "Inadequate", "Requires improvement to be good", "Good"
INSPECTIONS = ["old_la_code", "framework", "published", "judgement", "grade"]
STEPPED_IN = ["old_la_code", "intervention", "started_on"]
REVIEWS = ["old_la_code", "review_type", "held_on", "status"]
HEARD = ["old_la_code", "flag", "weight_now"]


def inspections(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Return judgements of one authority: day, judgement, grade."""
    told = [("801", "ILACS", dt.date.fromisoformat(day), what, grade) for day, what, grade in rows]
    return pd.DataFrame(told, columns=INSPECTIONS)


def brake(
    judged: pd.DataFrame,
    stepped_in: tuple[tuple[str, str], ...] = (),
    reviews: tuple[tuple[str, str, str], ...] = (),
    heard: tuple[tuple[str, float], ...] = (),
) -> dict[str, Any]:
    """Return the one row of an authority; nothing where it has none."""
    day = dt.date.fromisoformat
    known = BrakeInputs(
        judged,
        pd.DataFrame([("801", flag, weight) for flag, weight in heard], columns=HEARD),
        pd.DataFrame([("801", k, day(on), s) for k, on, s in reviews], columns=REVIEWS),
        pd.DataFrame([("801", kind, day(on)) for kind, on in stepped_in], columns=STEPPED_IN),
    )
    found = brakes(known, DEFINITIONS.journey, DEFINITIONS.interventions, AS_OF)
    return found.iloc[0].to_dict() if len(found) else {}


def test_depth_counts_the_parts_of_the_newest_report() -> None:
    day = "2025-06-30"
    row = brake(
        inspections(
            (day, "overall", POOR),
            (day, "leaders", POOR),
            (day, "in_care", GOOD),
            (day, "help_and_protection", POOR),
        )
    )
    assert (row["parts_judged"], row["parts_lowest"], row["parts_below_good"]) == (3, 2, 2)


def test_duration_runs_from_the_first_report_below_good_and_says_if_it_may_be_longer() -> None:
    since = inspections(
        ("2019-01-15", "overall", GOOD),
        ("2021-04-30", "overall", FAIR),
        ("2023-05-01", "overall", POOR),
        ("2025-05-01", "overall", FAIR),
    )
    row = brake(since)
    assert row["below_good_since"] == dt.date(2021, 4, 30)
    assert row["months_below_good"] == 60
    assert not row["is_first_known"]
    assert brake(since.iloc[1:])["is_first_known"]


def test_each_spell_at_the_lowest_is_counted_once() -> None:
    row = brake(
        inspections(
            ("2015-01-01", "overall", POOR),
            ("2016-01-01", "overall", POOR),
            ("2018-01-01", "overall", FAIR),
            ("2020-01-01", "overall", POOR),
        )
    )
    assert row["times_lowest"] == 2
    assert row["judged_lowest_on"] == dt.date(2020, 1, 1)


def test_a_service_that_is_good_again_has_no_brakes() -> None:
    judged = (("2020-01-01", "overall", POOR), ("2024-01-01", "overall", GOOD))
    assert brake(inspections(*judged)) == {}


def test_the_first_response_is_what_came_first_after_the_fall_and_no_demand() -> None:
    judged = inspections(("2024-01-10", "overall", POOR))
    row = brake(
        judged,
        (("improvement_notice", "2024-02-01"), ("improvement_board", "2024-04-09")),
        (("front_door", "2023-12-01", "held"), ("workforce", "2024-06-01", "held")),
    )
    assert row["first_response"] == "improvement_board"
    assert (row["first_response_on"], row["first_response_days"]) == (dt.date(2024, 4, 9), 90)
    assert row["responses_from"] == dt.date(2023, 12, 1)
    reviews = (("front_door", "2023-12-01", "held"), ("front_door", "2024-02-01", "refused"))
    refused = brake(judged, reviews=reviews)
    assert refused["first_response"] is None
    assert pd.isna(refused["first_response_days"])


def test_of_a_fall_before_the_record_begins_no_response_is_known() -> None:
    judged = inspections(("2010-01-10", "overall", POOR))
    row = brake(judged, reviews=(("front_door", "2023-12-01", "held"),))
    assert (row["first_response"], row["responses_from"]) == (None, dt.date(2023, 12, 1))
    assert brake(judged)["responses_from"] is None


def test_acceptance_is_not_known_where_nobody_was_heard() -> None:
    judged = inspections(("2024-01-10", "overall", POOR))
    assert brake(judged)["contested"] is None
    assert brake(judged, heard=(("findings_contested", 0.4),))["contested"] is True
    assert brake(judged, heard=(("partner_concern", 0.4),))["contested"] is False
    assert brake(judged, heard=(("findings_contested", 0.0),))["contested"] is None


def figures(own: dict[int, float], others: dict[int, float]) -> pd.DataFrame:
    """Return turnover by September of the authority and of two that move alike."""
    rows = [
        ("turnover_rate", code, year, dt.date(year, 9, 30), value)
        for code, values in (("801", own), ("802", others), ("803", others))
        for year, value in values.items()
    ]
    return pd.DataFrame(
        rows, columns=["indicator", "old_la_code", "time_period", "period_end", "value"]
    )


def test_people_who_left_after_the_judgement_stand_beside_what_all_did() -> None:
    judged = inspections(("2022-03-01", "overall", POOR))
    known = figures(
        {2020: 9, 2021: 12, 2022: 20, 2023: 26, 2024: 40},
        {2020: 10, 2021: 11, 2022: 13, 2023: 14, 2024: 10},
    )
    row = after_judgement(known, judged, DEFINITIONS.journey, AS_OF).iloc[0]
    assert (row["before_period"], row["before"]) == (2021, 12)
    assert (row["after_period"], row["after"], row["change"]) == (2023, 26, 14)
    assert row["change_of_others"] == 3


def test_nothing_is_told_where_there_is_no_year_before_or_after() -> None:
    judged = inspections(("2022-03-01", "overall", POOR))
    for own in ({2021: 12.0}, {2022: 12.0, 2023: 13.0}):
        assert after_judgement(figures(own, {}), judged, DEFINITIONS.journey, AS_OF).empty
