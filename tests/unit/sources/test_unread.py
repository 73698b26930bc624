"""A report whose row was refused reassures nobody: what its other cells say is kept."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from earlywarning.sources import inspections, ofsted
from earlywarning.sources.refused import RefusedRows, Unread
from tests.unit.sources.test_ofsted import CODE_OF, HISTORY, history, rows_of, sheet

POOR = "Inadequate"


def refused_row(**given: str) -> Unread:
    refused = RefusedRows()
    old = history(overall="Good", publication_date="2012-03-01", inspection_date="2012-01-11")
    rows_of(ofsted.history_row, HISTORY, [old, history(**given)], refused)
    [one] = refused.unread
    return one


@pytest.mark.parametrize(
    ("given", "day", "grade"),
    [
        ({"overall": "Inadequat", "leaders": POOR, "in_care": "Good"}, "2016-03-01", POOR),
        ({"overall": "Good", "leaders": POOR, "in_care": "x"}, "2016-03-01", "Good"),
        ({"publication_date": "31/02/2016"}, "2016-01-11", POOR),
        ({"inspection_date": "2116-01-11"}, "2016-03-01", POOR),
        ({"publication_date": "x", "inspection_date": "y", "overall": ""}, None, ""),
    ],
)
def test_what_can_be_read_of_a_refused_row_is_kept(
    given: dict[str, str], day: str | None, grade: str
) -> None:
    found = refused_row(**given)
    assert found == Unread(3, "805", dt.date.fromisoformat(day) if day else None, grade)


def test_a_workbooks_row_is_kept_as_a_lists_and_a_visit_has_no_judgement() -> None:
    refused = RefusedRows()
    bad = {"Overall effectiveness": "Goood", "Inspection date": "soon"}
    visit = {"Inspection type": "Focused visit", "Publication date": "soon"}
    ofsted.from_workbook(sheet({}, {}, {}, bad, visit), CODE_OF, refused)
    assert len(refused.rows) == 2
    assert refused.unread == [Unread(7, "805", dt.date(2025, 3, 3), "Outstanding")]


def test_only_a_report_after_the_last_that_could_be_read_is_missed() -> None:
    found = pd.DataFrame(
        {"old_la_code": ["805", "805"], "judgement": ["overall", "theme"],
         "published": [dt.date(2022, 3, 1), dt.date(2025, 3, 1)]}
    )  # fmt: skip
    days = {
        1: dt.date(2022, 4, 1), 2: dt.date(2024, 3, 1), 3: dt.date(2024, 5, 1),
        4: dt.date(2026, 1, 1),
    }  # fmt: skip
    told = [("list.csv", Unread(row, "805", day, "Good")) for row, day in days.items()]
    told.append(("list.csv", Unread(5, "806", None, "")))
    kept = inspections.unread(told, found, dt.date(2025, 6, 1))
    assert list(zip(kept["old_la_code"], kept["row_number"], strict=True)) == [
        ("805", 3),
        ("806", 5),
    ]
