"""Inspections with the judgement before them: what fell, what could not, what is compared."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from earlywarning.backtest.events import WAIT_FOR_REPORT, events_of, financial_year

GOOD, WEAK, BAD = "Good", "Requires improvement to be good", "Inadequate"
NO_CHANGES = pd.DataFrame({"old_la_code": [], "successor": []})


def report(
    code: str, started: str | None, published: str, **grades: str
) -> list[dict[str, object]]:
    framework = str(grades.pop("framework", "ILACS"))
    return [
        {"old_la_code": code, "framework": framework, "judgement": judgement, "grade": grade,
         "started": dt.date.fromisoformat(started) if started else None,
         "published": dt.date.fromisoformat(published)}
        for judgement, grade in grades.items()
    ]  # fmt: skip


def events(*reports: list[dict[str, object]], changes: pd.DataFrame = NO_CHANGES) -> pd.DataFrame:
    rows = [row for one in reports for row in one]
    return events_of(pd.DataFrame(rows), changes, {"201"})


FIRST = report("801", "2018-05-14", "2018-06-29", overall=GOOD, leaders=GOOD, in_care=WEAK)


def test_a_lower_grade_is_a_decline_and_the_first_report_is_none() -> None:
    found = events(FIRST, report("801", "2022-02-07", "2022-03-25", overall=WEAK, leaders=GOOD,
                                 in_care=WEAK))  # fmt: skip
    assert len(found) == 1
    one = found.iloc[0]
    assert (one["decline"], one["any_part_down"], one["newly_inadequate"]) == (1, 0, 0)
    assert one["below_good"] == 1
    assert one["year"] == 2021
    assert one["years_since"] == pytest.approx(
        (one["started"] - dt.date(2018, 6, 29)).days / 365.25
    )


def test_only_parts_of_the_same_name_are_compared() -> None:
    again = report("801", "2024-02-05", "2024-03-25", overall=GOOD, leaders=GOOD, in_care=WEAK,
                   care_leavers=BAD)  # fmt: skip
    assert events(FIRST, again).iloc[0]["any_part_down"] == 0
    without = report("801", "2024-02-05", "2024-03-25", overall=GOOD, help_and_protection=BAD)
    assert np.isnan(events(FIRST, without).iloc[0]["any_part_down"])


def test_who_was_inadequate_cannot_fall_but_a_part_can() -> None:
    low = report("801", "2018-05-14", "2018-06-29", overall=BAD, leaders=BAD, in_care=WEAK)
    lower = report("801", "2021-05-14", "2021-06-29", overall=BAD, leaders=BAD, in_care=BAD)
    one = events(low, lower).iloc[0]
    assert np.isnan(one["decline"])
    assert np.isnan(one["newly_inadequate"])
    assert one["any_part_down"] == 1


def test_a_report_that_was_not_out_when_the_next_inspection_began_is_not_the_one_before() -> None:
    early = report("801", "2020-01-06", "2020-03-01", overall=BAD)
    soon = report("801", "2020-02-10", "2020-04-01", overall=BAD)
    found = events(FIRST, early, soon)
    assert list(found["prior_grade"]) == [2, 2]


def test_visits_small_places_and_other_kinds_are_no_events() -> None:
    visit = report("801", "2020-01-06", "2020-03-01", theme="Front door")
    older = report("801", None, "2011-03-01", overall=GOOD, framework="SLAC")
    tiny = report("201", "2020-01-06", "2020-03-01", overall=GOOD)
    tiny_again = report("201", "2023-01-06", "2023-03-01", overall=BAD)
    found = events(FIRST, visit, older, tiny, tiny_again)
    assert list(found["framework"]) == ["ILACS"]
    assert found.iloc[0]["first_of_framework"]


def test_a_report_without_a_first_day_began_the_usual_wait_before() -> None:
    one = report("801", None, "2016-05-20", overall=GOOD, framework="SIF")
    two = report("801", None, "2018-05-20", overall=WEAK, framework="SIF")
    found = events(one, two)
    assert found.iloc[0]["started"] == dt.date(2018, 5, 20) - WAIT_FOR_REPORT


def test_a_new_authority_takes_the_newest_report_of_those_it_was_made_from() -> None:
    changes = pd.DataFrame(
        {"old_la_code": ["836", "837", "390"], "successor": ["839", "839", "390"]}
    )
    old = report("836", "2016-05-14", "2016-06-29", overall=GOOD)
    newer = report("837", "2017-05-14", "2017-06-29", overall=WEAK)
    own = report("839", "2021-12-06", "2022-02-11", overall=BAD)
    again = report("839", "2024-12-02", "2025-01-29", overall=GOOD)
    found = events(old, newer, own, again, changes=changes)
    assert list(found["of_another"]) == [True, False]
    assert list(found["prior_grade"]) == [3, 4]


@pytest.mark.parametrize(("day", "year"), [("2018-03-31", 2017), ("2018-04-01", 2018)])
def test_a_financial_year_begins_in_april(day: str, year: int) -> None:
    assert financial_year(dt.date.fromisoformat(day)) == year
