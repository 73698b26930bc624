"""The two-year clock tells once; dates keep clear of an inspection where they can."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from earlywarning.definitions.ladder import InspectionPolicy
from earlywarning.period import after_working_days, working_day
from earlywarning.review import clock
from earlywarning.review.inspecting import Window, proposed, windows
from tests.support.evidence import DEFINITIONS

POLICY = DEFINITIONS.policy
HOLIDAYS = DEFINITIONS.bank_holidays
COLUMNS = ["old_la_code", "review_type", "asked_on", "held_on", "status", "led_by_old_la_code"]
HELD = dt.date(2023, 11, 14)
OVER = dt.date(2025, 11, 14)


def reviews(*rows: tuple[str, str, dt.date | None, dt.date | None, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


HISTORY = reviews(("801", "whole_service", HELD, HELD, "held", "802"))


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (OVER - dt.timedelta(days=200), "within two years"),
        (OVER - dt.timedelta(days=91), "due this quarter"),
        (OVER - dt.timedelta(days=1), "due this quarter"),
        (OVER, "overdue"),
        (OVER + dt.timedelta(days=900), "overdue"),
    ],
)
def test_the_clock_runs_two_years_from_the_last_review(day: dt.date, state: str) -> None:
    row = clock.clock(HISTORY, ["801"], day, POLICY).iloc[0]
    assert (row["state"], row["due_on"]) == (state, OVER)


def test_overdue_is_one_event_with_one_day_however_often_it_is_looked_at() -> None:
    told = []
    for day in pd.date_range("2025-10-01", "2027-10-01", freq="7D").date:
        found = clock.events(HISTORY, clock.clock(HISTORY, ["801"], day, POLICY))
        assert len(found) == (day >= OVER)
        told += [(row.happened_on, row.is_news) for row in found.itertuples()]
    assert {day for day, _ in told} == {OVER}
    assert sum(news for _, news in told) == 13  # a quarter of weekly looks, and never again


def test_without_a_register_nobody_is_overdue_and_with_one_a_gap_is_named() -> None:
    nothing = clock.clock(reviews(), ["801", "802"], OVER, POLICY)
    assert set(nothing["state"]) == {"not known"}
    some = clock.clock(HISTORY, ["801", "802"], OVER, POLICY).set_index("old_la_code")
    assert some.loc["802", "state"] == "none on record"


def test_a_refusal_counts_until_a_review_is_held_and_keeps_its_source() -> None:
    refused = ("801", "whole_service", dt.date(2025, 12, 1), None, "refused", "")
    later = ("801", "front_door", dt.date(2026, 1, 5), dt.date(2026, 2, 3), "held", "803")
    given = pd.concat([HISTORY, reviews(refused)]).assign(source=["", "letter of the director"])
    day = dt.date(2026, 3, 1)
    clocks = clock.clock(given, ["801"], day, POLICY)
    assert clocks.iloc[0]["refused_on"] == dt.date(2025, 12, 1)
    event = clock.events(given, clocks).query("event == 'refused'").iloc[0]
    assert (event["source"], bool(event["is_news"])) == ("letter of the director", True)
    answered = clock.clock(pd.concat([given, reviews(later)]), ["801"], day, POLICY).iloc[0]
    assert answered["refused_on"] is None
    assert answered["last_held"] == dt.date(2026, 2, 3)


def test_what_is_asked_later_is_not_known_yet() -> None:
    planned = ("801", "front_door", dt.date(2026, 5, 1), None, "planned", "802")
    given = pd.concat([HISTORY, reviews(planned)])
    before, after = (
        clock.clock(given, ["801"], day, POLICY).iloc[0]["planned_type"]
        for day in (dt.date(2026, 4, 30), dt.date(2026, 5, 1))
    )
    assert (before, after) == (None, "front_door")


def inspected(grade: str, *kinds: str) -> pd.DataFrame:
    day = dt.date(2023, 6, 15)
    return pd.DataFrame(
        [("801", kind, day, judgement, grade) for kind in kinds for judgement in ("leaders",)],
        columns=["old_la_code", "inspection_type", "published", "judgement", "grade"],
    )


def test_an_inspection_is_likely_half_a_year_round_the_third_year() -> None:
    window = windows(inspected("Good", "short"), dt.date(2026, 1, 1), POLICY.ladder.inspection)
    assert window["801"] == Window(
        dt.date(2023, 6, 15), dt.date(2025, 12, 15), dt.date(2026, 12, 15), inadequate=False
    )
    policy = InspectionPolicy(years=3, months_either_side=6, inadequate_months=24)
    poor = windows(inspected("Inadequate", "short"), dt.date(2026, 1, 1), policy)["801"]
    assert poor.inadequate
    assert poor.ends == dt.date(2025, 6, 15)


WINDOW = Window(dt.date(2023, 6, 15), dt.date(2026, 6, 1), dt.date(2026, 9, 30), inadequate=False)


@pytest.mark.parametrize(
    ("earliest", "latest", "begins", "ends", "word"),
    [
        ("2026-01-05", "2026-03-31", "2026-01-05", "2026-03-31", ""),
        ("2026-05-05", "2026-07-31", "2026-05-05", "2026-05-29", "before"),
        ("2026-08-03", "2026-11-30", "2026-10-01", "2026-11-30", "after"),
        ("2026-06-08", "2026-08-28", "2026-06-08", "2026-08-28", "cannot wait"),
        ("2026-12-01", "2027-01-15", "2026-12-01", "2027-01-15", "any day"),
    ],
)
def test_days_keep_clear_of_an_inspection_where_they_can(
    earliest: str, latest: str, begins: str, ends: str, word: str
) -> None:
    first, last = dt.date.fromisoformat(earliest), dt.date.fromisoformat(latest)
    found = proposed(first, last, WINDOW, HOLIDAYS)
    assert (found.begins.isoformat(), found.ends.isoformat()) == (begins, ends)
    assert word in found.note
    assert bool(word) == bool(found.note)


def test_days_are_days_on_which_people_work() -> None:
    easter = proposed(dt.date(2026, 4, 3), dt.date(2026, 5, 4), None, HOLIDAYS)
    assert (easter.begins, easter.ends) == (dt.date(2026, 4, 7), dt.date(2026, 5, 1))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-04-01", 10, "2026-04-17"),  # Good Friday and Easter Monday between
        ("2026-04-20", 10, "2026-05-05"),  # the early May bank holiday between
        ("2025-12-22", 10, "2026-01-08"),  # Christmas, Boxing Day and New Year between
        ("2026-06-05", 10, "2026-06-19"),  # from a Friday, nothing between
        ("2028-04-10", 10, "2028-04-26"),  # Easter 2028
    ],
)
def test_ten_working_days_by_hand(day: str, count: int, expected: str) -> None:
    given = dt.date.fromisoformat(day)
    assert after_working_days(given, count, HOLIDAYS).isoformat() == expected


def test_a_working_day_is_found_both_ways() -> None:
    saturday = dt.date(2026, 5, 2)
    assert working_day(saturday, HOLIDAYS) == dt.date(2026, 5, 5)
    assert working_day(saturday, HOLIDAYS, forward=False) == dt.date(2026, 5, 1)
