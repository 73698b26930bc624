"""Ofsted's side-by-side workbooks: a day that cannot be and a name of nobody refuse their row."""

from __future__ import annotations

import datetime as dt

from earlywarning.settings import today
from earlywarning.sources import ofsted_wide
from earlywarning.sources.refused import RefusedRows
from tests.reference.test_places import PLACES

BARSET = f"row 4: 'Barset' {PLACES.find('Barset').why}"
NEAR = f"row 5: 'Northamptonshir' {PLACES.find('Northamptonshir').why}"
# Two days, so that no midnight in between makes it today.
AHEAD = today() + dt.timedelta(days=2)
HISTORY = [ofsted_wide.NAME, "ILACS publication date", "Overall effectiveness"]
VISITS = [ofsted_wide.NAME, "Inspection/Visit date", ofsted_wide.VISIT, "Visit Theme"]


def test_a_history_row_of_tomorrow_or_of_nobody_is_refused_alone() -> None:
    rows: list[list[object]] = [
        HISTORY,
        ["Kent", dt.date(2023, 3, 3), "Good"],
        ["Medway", AHEAD, "Outstanding"],
        ["Barset", dt.date(2023, 3, 3), "Inadequate"],
        ["Northamptonshir", dt.date(2023, 3, 3), "Inadequate"],
        ["Dorset", dt.date(2018, 3, 3), "Good"],
        ["Dorset", dt.date(2023, 3, 3), "Good"],
    ]
    refused = RefusedRows()
    found = ofsted_wide.from_workbook({"History": rows}, PLACES, refused)
    assert list(found["old_la_code"]) == ["886", "835", "838"]
    assert list(found["row"]) == [2, 6, 7]
    assert [(one.row, one.rule, one.why) for one in refused.rows] == [
        (3, "inspection_day", f"row 3: an inspection of {AHEAD}, a day that has not come"),
        (4, "known_authority", BARSET),
        (5, "known_authority", NEAR),
    ]


def test_a_visit_of_tomorrow_is_refused_alone() -> None:
    rows: list[list[object]] = [
        VISITS,
        ["Kent", today(), "Focused visit", "The front door"],
        ["Medway", AHEAD, "Focused visit", "The front door"],
    ]
    refused = RefusedRows()
    found = ofsted_wide.from_workbook({"Visits": rows}, PLACES, refused)
    assert list(found["old_la_code"]) == ["886"]
    assert [(one.row, one.rule) for one in refused.rows] == [(3, "inspection_day")]
