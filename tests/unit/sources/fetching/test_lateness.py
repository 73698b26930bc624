"""What `doctor` says of each source: held, due, late, and when it was last tried."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.definitions.publication import Cadence
from earlywarning.sources.fetching.lateness import Held, source_states
from earlywarning.sources.fetching.record import Tried
from tests.conftest import REFERENCE

DEFINITIONS = load_definitions(REFERENCE)
CIN = Held("cin_c1", 2025, dt.date(2025, 10, 30), "c1.csv")


def line(source: str, today: str, *held: Held, tried: tuple[Tried, ...] = ()) -> str:
    states = source_states(
        DEFINITIONS, list(held), {source: list(tried)}, dt.date.fromisoformat(today)
    )
    assert len(states) == len(DEFINITIONS.sources.publications)
    return next(f"{one.state} {one.words}" for one in states if one.source == source)


@pytest.mark.parametrize(
    ("today", "mark", "words"),
    [
        ("2026-11-02", "ok", "2026 is expected by 2026-11-03"),
        ("2026-11-03", "late", "2026 was expected by 2026-11-03, 0 days late"),
        ("2026-11-25", "late", "2026 was expected by 2026-11-03, 22 days late"),
        ("2027-12-01", "late", "2026 was expected by 2026-11-03, 393 days late"),
    ],
)
def test_a_release_is_late_from_its_usual_day(today, mark, words):
    told = line("children_in_need", today, CIN)
    assert told.startswith(mark)
    assert f"newest release 2025, out 2025-10-30; {words}; never fetched here" in told


def test_the_newest_table_of_a_source_counts():
    newer = dataclasses.replace(CIN, kind="cin_d5", period=2026, published=dt.date(2026, 11, 3))
    assert line("children_in_need", "2026-11-25", newer, CIN).startswith("ok")


def test_nothing_held_is_no_reassurance():
    assert line("children_in_need", "2026-11-25").startswith("none children_in_need")


def test_what_has_no_year_or_no_set_time_is_said_to_have_none():
    workbook = Held("ofsted_outcomes", None, None, "outcomes.ods")
    assert "does not say which year" in line("ofsted", "2026-11-25", workbook)
    model = Held("neighbours", 2025, dt.date(2025, 5, 28), "sn.csv")
    assert "at no set time" in line("neighbours", "2026-11-25", model)


def test_the_last_attempt_is_told_with_the_worst_that_came_of_it():
    tried = (
        Tried("children_in_need", "a", "1.0", "2026-11-24T02:31:00+00:00", "unchanged", ""),
        Tried("children_in_need", "b", "", "2026-11-25T02:31:00+00:00", "refused", "a web page"),
    )
    told = line("children_in_need", "2026-11-25", CIN, tried=tried)
    assert told.endswith("last fetched 2026-11-25 02:31 UTC: refused (a web page)")


@pytest.mark.parametrize(("today", "year"), [("2026-03-19", 2024), ("2026-03-20", 2025)])
def test_the_newest_year_that_is_due(today, year):
    cadence = Cadence(period="at_30_september", days=171, month=3, basis="")
    assert cadence.newest_due(dt.date.fromisoformat(today)) == year
