"""Inspections: every judgement a row, visits kept apart, codes that nobody carries told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from earlywarning.errors import SourceError
from earlywarning.sources import ofsted

CODE_OF = {"E06000001": "805"}
HISTORY = (
    "framework", "inspection_type", "old_la_code", "inspection_date", "publication_date", "overall",
    "leaders", "help_and_protection", "in_care", "care_leavers",
)  # fmt: skip
VISITS = ("old_la_code", "event_date", "event_type", "theme", "publication_date")
HEADS = [
    "Web link", "Local authority area code", "Inspection date", "Publication date",
    "Inspection type", "Overall effectiveness",
    "The impact of leaders on social work practice with children and families",
    "The experiences and progress of children who need help and protection",
    "The experiences and progress of children in care",
    "The experiences and progress of care leavers", "Visit Theme",
]  # fmt: skip


def sheet(*rows: dict[str, Any]) -> dict[str, list[list[object]]]:
    quiet = {
        "Local authority area code": "E06000001",
        "Inspection date": dt.date(2025, 1, 13),
        "Publication date": dt.datetime(2025, 3, 3),
        "Inspection type": "ILACS standard",
        "Overall effectiveness": "Good",
        "The impact of leaders on social work practice with children and families": "Outstanding",
    }
    body = [[(quiet | row).get(head, "") for head in HEADS] for row in rows]
    cover: list[list[object]] = [["Published on:", dt.date(2025, 9, 25)]]
    return {"Cover": cover, "History": [["Title"], ["A note"], list(HEADS), *body]}


def read(*rows: dict[str, Any]) -> pd.DataFrame:
    return ofsted.from_workbook(sheet(*rows), CODE_OF)[0]


def history(**given: str) -> list[str]:
    quiet = dict.fromkeys(HISTORY, "") | {
        "framework": "SIF", "inspection_type": "SIF", "old_la_code": "805",
        "inspection_date": "2016-01-11", "publication_date": "2016-03-01", "overall": "Inadequate",
    }  # fmt: skip
    return list((quiet | given).values())


def visit(**given: str) -> list[str]:
    quiet = dict(
        zip(VISITS, ["805", "2025-02-04", "Focused visit", "The front door", ""], strict=True)
    )
    return list((quiet | given).values())


def test_a_sheet_gives_one_row_per_judgement() -> None:
    found = read({})
    assert dict(zip(found["judgement"], found["grade"], strict=True)) == {
        "overall": "Good",
        "leaders": "Outstanding",
    }
    assert set(found["published"]) == {dt.date(2025, 3, 3)}
    assert set(found["started"]) == {dt.date(2025, 1, 13)}


def test_an_inspection_without_an_overall_grade_keeps_the_others() -> None:
    assert list(read({"Overall effectiveness": ""})["judgement"]) == ["leaders"]


def test_a_visit_has_a_theme_and_no_grade() -> None:
    found = read({"Inspection type": "Focused visit", "Visit Theme": "Care leavers"}).iloc[0]
    assert (found["judgement"], found["grade"]) == ("theme", "Care leavers")


def test_codes_that_nobody_carries_are_told_once() -> None:
    strange = {"Local authority area code": "E99999999"}
    found, unknown = ofsted.from_workbook(sheet({}, strange, strange), CODE_OF)
    assert unknown == ["E99999999"]
    assert set(found["old_la_code"]) == {"805"}


def test_empty_rows_and_rows_not_yet_published_are_left_out() -> None:
    assert read({"Local authority area code": ""}, {"Publication date": ""}).empty


def test_a_workbook_without_outcomes_has_none() -> None:
    assert ofsted.outcome_sheets({"Data": [["a", "b"]]}) == []


def test_history_leaves_out_what_was_not_judged_and_who_has_no_number() -> None:
    rows = [history(leaders="Requires improvement"), history(old_la_code="")]
    found = ofsted.from_history(HISTORY, rows)
    assert list(found["judgement"]) == ["overall", "leaders"]
    assert set(found["framework"]) == {"SIF"}


def test_a_visit_without_a_publication_date_is_known_sixty_days_later() -> None:
    found = ofsted.from_visits(VISITS, [visit(), visit(publication_date="2025-03-20")])
    assert list(found["published"]) == [dt.date(2025, 4, 5), dt.date(2025, 3, 20)]


def test_a_visit_without_any_day_has_none() -> None:
    found = ofsted.from_visits(VISITS, [visit(event_date="")])
    assert found["published"].isna().all()
    assert ofsted.combine([found], dt.date(2026, 1, 1)).empty


def test_full_inspections_among_the_visits_are_left_to_the_history() -> None:
    assert ofsted.from_visits(VISITS, [visit(event_type="Standard inspection")]).empty


def test_every_inspection_once_and_only_what_was_out() -> None:
    first, again = read({}), read({"Overall effectiveness": "Inadequate"})
    known = ofsted.combine([first, again], dt.date(2025, 3, 3)).set_index("judgement")
    assert known.loc["overall", "grade"] == "Good"
    assert len(known) == 2
    assert ofsted.combine([first], dt.date(2025, 3, 2)).empty
    assert list(ofsted.combine([], dt.date(2025, 3, 2)).columns) == ofsted.COLUMNS


def test_a_day_that_is_no_day_is_refused_by_row() -> None:
    with pytest.raises(SourceError, match="publication_date"):
        ofsted.from_history(HISTORY, [history(publication_date="1 March 2016")])
