"""Inspections: every judgement a row, visits kept apart, codes that nobody carries told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from earlywarning.definitions.quality import Correction
from earlywarning.errors import SourceError
from earlywarning.run.doubts import newer_inspections
from earlywarning.settings import today
from earlywarning.sources import inspections, ofsted
from earlywarning.sources.kind import Row
from earlywarning.sources.offered import Offered
from earlywarning.sources.refused import RefusedRows

CODE_OF = {"E06000001": "805"}
KNOWN = {code: code for code in ("805", "806", "370", "371")}
HISTORY = (
    "framework", "inspection_type", "old_la_code", "inspection_date", "publication_date", "overall",
    "leaders", "help_and_protection", "in_care", "care_leavers",
)  # fmt: skip
VISITS = ("old_la_code", "event_date", "event_type", "theme", "publication_date")
HEADS = [
    "Web link", "Local authority area code", "Local authority name", "Inspection date",
    "Publication date", "Inspection type", "Overall effectiveness",
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
    return ofsted.from_workbook(sheet(*rows), CODE_OF, RefusedRows())


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


def test_a_code_that_nobody_carries_is_told_with_its_row_and_name() -> None:
    strange = {"Local authority area code": "E99999999", "Local authority name": "Barset"}
    refused = RefusedRows()
    found = ofsted.from_workbook(sheet({}, strange, {}), CODE_OF, refused)
    [told] = refused.rows
    assert (told.row, told.rule, told.old_la_code) == (5, "known_authority", "")
    assert told.why == "row 5: 'E99999999' (Barset) is no authority of the list"
    assert set(found["old_la_code"]) == {"805"}


def test_a_list_tells_a_code_that_nobody_carries_with_its_row_and_name() -> None:
    refused = RefusedRows()
    header = (*HISTORY, "la_name_published")
    rows = [[*history(), "Hartlepool"], [*history(old_la_code="999"), "Barset"]]
    found = rows_of(ofsted.history_row, header, rows, refused)
    [told] = refused.rows
    assert told.why == "row 3: '999' (Barset) is no authority of the list"
    assert set(found["old_la_code"]) == {"805"}


# Two days, so that no midnight in between makes it today.
AHEAD = today() + dt.timedelta(days=2)
LATER = f"row 3: an inspection of {AHEAD}, a day that has not come"
BEFORE = "row 3: published on 2015-03-01, before the inspection of 2016-01-11 began"


@pytest.mark.parametrize(
    ("given", "why"),
    [({"publication_date": str(AHEAD)}, LATER), ({"inspection_date": str(AHEAD)}, LATER),
     ({"publication_date": "2015-03-01"}, BEFORE)],
)  # fmt: skip
def test_a_day_on_which_no_report_can_have_come_refuses_its_row(
    given: dict[str, str], why: str
) -> None:
    refused = RefusedRows()
    rows = [history(), history(overall="Good", **given)]
    found = rows_of(ofsted.history_row, HISTORY, rows, refused)
    [told] = refused.rows
    assert (told.why, told.rule, told.old_la_code) == (why, "inspection_day", "805")
    assert list(found["grade"]) == ["Inadequate"]


def test_what_comes_out_today_has_come_out() -> None:
    assert len(read({"Publication date": today()})) == 2


@pytest.mark.parametrize("day", [AHEAD, dt.date(2025, 1, 12)])
def test_a_workbook_and_its_visits_are_held_to_the_same(day: dt.date) -> None:
    refused = RefusedRows()
    bad = {"Publication date": day}
    visited = bad | {"Inspection type": "Focused visit"}
    found = ofsted.from_workbook(sheet({}, {}, {}, bad, visited), CODE_OF, refused)
    assert [(one.row, one.rule) for one in refused.rows] == [
        (7, "inspection_day"), (8, "inspection_day")
    ]  # fmt: skip
    assert set(found["published"]) == {dt.date(2025, 3, 3)}


def test_a_listed_visit_of_tomorrow_is_refused_and_a_guessed_day_is_not_held_against_today() -> (
    None
):
    refused = RefusedRows()
    rows = [visit(event_date=str(today())), visit(event_date=str(AHEAD)), visit()]
    found = rows_of(ofsted.listed_visit, VISITS, rows, refused)
    assert [(one.row, one.rule) for one in refused.rows] == [(3, "inspection_day")]
    assert len(found) == 2


def test_empty_rows_and_rows_not_yet_published_are_left_out() -> None:
    assert read({"Local authority area code": ""}, {"Publication date": ""}).empty


def test_a_workbook_without_outcomes_has_none() -> None:
    assert ofsted.outcome_sheets({"Data": [["a", "b"]]}) == []


def test_history_leaves_out_what_was_not_judged_and_who_has_no_number() -> None:
    rows = [history(leaders="Requires improvement"), history(old_la_code="")]
    found = rows_of(ofsted.history_row, HISTORY, rows)
    assert set(found["judgement"]) == {"overall", "leaders"}
    assert set(found["framework"]) == {"SIF"}


def test_a_visit_without_a_publication_date_is_known_sixty_days_later() -> None:
    found = rows_of(ofsted.listed_visit, VISITS, [visit(), visit(publication_date="2025-03-20")])
    assert list(found["published"]) == [dt.date(2025, 4, 5), dt.date(2025, 3, 20)]


def test_a_visit_without_any_day_has_none() -> None:
    found = rows_of(ofsted.listed_visit, VISITS, [visit(event_date="")])
    assert found["published"].isna().all()
    assert combined(found, day=dt.date(2026, 1, 1))[0].empty


def test_full_inspections_among_the_visits_are_left_to_the_history() -> None:
    assert rows_of(ofsted.listed_visit, VISITS, [visit(event_type="Standard inspection")]).empty


def rows_of(
    read: Row, header: tuple[str, ...], rows: list[list[str]], refused: RefusedRows | None = None
) -> pd.DataFrame:
    numbers = list(range(2, len(rows) + 2))
    return ofsted.by_row(header, rows, numbers, refused or RefusedRows(), read, KNOWN)


def summarised(out_by: dt.date | None) -> Row:
    return lambda row, number: ofsted.summary_row(row, number, out_by)


def combined(
    *frames: pd.DataFrame, day: dt.date, released: tuple[dt.date | None, ...] = (None, None)
) -> tuple[pd.DataFrame, pd.DataFrame]:
    parts = [
        frame.assign(release=f"list_{number}", release_published=out)
        for number, (frame, out) in enumerate(zip(frames, released, strict=False))
    ]
    return inspections.combine(parts, day)


def test_every_inspection_once_and_only_what_was_out() -> None:
    first, again = read({}), read({"Overall effectiveness": "Inadequate"})
    known, _ = combined(first, again, day=dt.date(2025, 3, 3))
    assert len(known) == 2
    assert combined(first, day=dt.date(2025, 3, 2))[0].empty
    assert list(inspections.combine([], dt.date(2025, 3, 2))[0].columns) == ofsted.COLUMNS


@pytest.mark.parametrize(("day", "grade"), [((2025, 9, 1), "Good"), ((2025, 12, 1), "Inadequate")])
def test_the_newest_list_known_on_the_day_wins_and_the_change_is_told(day, grade) -> None:
    lists = (read({}), read({"Overall effectiveness": "Inadequate"}))
    out = (dt.date(2025, 8, 1), dt.date(2025, 11, 1))
    known, revised = combined(*lists, day=dt.date(*day), released=out)
    assert known.set_index("judgement").loc["overall", "grade"] == grade
    told = [tuple(row) for row in revised[["series", "old_marker", "new_marker"]].to_numpy()]
    assert told == ([("inspection.overall", "Good", "Inadequate")] if grade != "Good" else [])


def test_one_inspection_with_two_days_is_one_inspection() -> None:
    later = read({"Publication date": "2025-04-03"})
    out = (dt.date(2025, 8, 1), dt.date(2025, 11, 1))
    known, revised = combined(read({}), later, day=dt.date(2026, 1, 1), released=out)
    assert set(known["published"]) == {dt.date(2025, 4, 3)}
    assert set(revised["series"]) == {"inspection.publication_date"}


def test_a_known_error_is_put_right_and_an_outdated_one_is_told() -> None:
    part = read({}).assign(release="a", release_published=dt.date(2025, 8, 1))
    known, _ = inspections.combine([part], dt.date(2026, 1, 1))
    told = {
        "series": "inspection.overall", "area": "805", "time_period": 2025, "value": "Outstanding",
        "reason": "a test", "reported_by": "a test", "reported_on": dt.date(2025, 9, 1),
    }  # fmt: skip
    right = Correction(expect="Good", **told)
    found, outdated = inspections.corrected(known.copy(), [part], (right,))
    assert found.set_index("judgement").loc["overall", "grade"] == "Outstanding"
    assert outdated == []
    mended = Correction(expect="Inadequate", **told)
    found, outdated = inspections.corrected(known.copy(), [part], (mended,))
    assert found.set_index("judgement").loc["overall", "grade"] == "Good"
    assert outdated == [mended]


def test_a_day_that_is_no_day_is_refused_by_row() -> None:
    with pytest.raises(SourceError, match="publication_date"):
        rows_of(ofsted.history_row, HISTORY, [history(publication_date="1 Marsh 2016")])


SUMMARY = (
    "la_code", "local_authority", "inspection_framework", "inspection_start_date",
    "publication_date", "overall_effectiveness_grade", "care_leavers_grade",
)  # fmt: skip


def summary(started: str = "09/06/2025", published: str = "27/08/25", code: str = "370",
            grade: str = "requires improvement") -> list[str]:  # fmt: skip
    return [code, "barnsley", "standard", started, published, grade,
            "inspection_pre_dates_judgement"]  # fmt: skip


def listed(started: dt.date, published: dt.date, grade: str = "Good") -> pd.DataFrame:
    row = ("370", "ILACS", "ILACS Standard Inspection", started, published, "overall", grade)
    return pd.DataFrame([row], columns=ofsted.COLUMNS)


def test_the_sectors_summary_has_its_own_way_with_days_and_grades() -> None:
    found = rows_of(ofsted.summary_row, SUMMARY, [summary()])
    [row] = found.to_dict("records")
    assert (row["started"], row["published"]) == (dt.date(2025, 6, 9), dt.date(2025, 8, 27))
    assert (row["judgement"], row["grade"]) == ("overall", "Requires improvement to be good")


@pytest.mark.parametrize(
    ("out_by", "day"),
    [(None, dt.date(2026, 2, 4)), (dt.date(2025, 9, 1), dt.date(2025, 9, 1)),
     (dt.date(2026, 9, 1), dt.date(2026, 2, 4))],
)  # fmt: skip
def test_without_a_day_a_report_is_known_when_it_surely_was(
    out_by: dt.date | None, day: dt.date
) -> None:
    found = rows_of(summarised(out_by), SUMMARY, [summary(published="")])
    assert set(found["published"]) == {day}


@pytest.mark.parametrize(
    ("bad", "word"),
    [({"published": "27/08/24"}, "does not follow"), ({"grade": "goood"}, "no grade"),
     ({"started": "June 2025"}, "not a day"),
     ({"started": f"{today():%d/%m/%Y}", "published": f"{AHEAD:%d/%m/%y}"}, "has not come")],
)  # fmt: skip
def test_a_summary_with_a_cell_that_cannot_be_loses_that_row(
    bad: dict[str, str], word: str
) -> None:
    refused = RefusedRows()
    found = rows_of(ofsted.summary_row, SUMMARY, [summary(), summary(code="371", **bad)], refused)
    assert set(found["old_la_code"]) == {"370"}
    [one] = refused.rows
    assert (one.row, one.old_la_code) == (3, "371")
    assert word in one.why


AS_OF = dt.date(2026, 4, 30)
TOLD = rows_of(ofsted.summary_row, SUMMARY, [summary()])


def test_the_summary_adds_only_what_is_newer_than_ofsteds_lists() -> None:
    older = listed(dt.date(2022, 5, 2), dt.date(2022, 7, 1))
    found = inspections.with_newer(older, [TOLD, TOLD], AS_OF)
    assert list(found["listed_by"]) == ["ofsted", "sector_summary"]
    same = listed(dt.date(2025, 6, 9), dt.date(2025, 8, 26))
    assert list(inspections.with_newer(same, [TOLD], AS_OF)["listed_by"]) == ["ofsted"]
    later = listed(dt.date(2025, 11, 3), dt.date(2025, 12, 20))
    assert list(inspections.with_newer(later, [TOLD], AS_OF)["grade"]) == ["Good"]


def test_what_was_not_out_by_the_day_is_not_added() -> None:
    none = pd.DataFrame(columns=ofsted.COLUMNS)
    assert inspections.with_newer(none, [TOLD], dt.date(2025, 8, 26)).empty
    assert len(inspections.with_newer(none, [TOLD], dt.date(2025, 8, 27))) == 1


def test_a_newer_inspection_is_told_with_its_authority() -> None:
    every = inspections.with_newer(listed(dt.date(2022, 5, 2), dt.date(2022, 7, 1)), [TOLD], AS_OF)
    one = Offered(Path("s.csv"), "s.csv", "ab", kind="ofsted_summary", frame=TOLD)
    [found] = newer_inspections(one, every)
    assert (found.rule, found.old_la_code) == ("newer_inspection", "370")
    assert "2025-06-09" in found.message
    assert newer_inspections(one, every[every["listed_by"] == "ofsted"]) == []


def test_a_run_for_a_later_day_than_the_clocks_has_seen_that_day() -> None:
    to_come = today() + dt.timedelta(days=30)
    with pytest.raises(SourceError, match="a day that has not come"):
        ofsted.require_possible(None, to_come, 2)
    with ofsted.seen_from(to_come):
        ofsted.require_possible(None, to_come, 2)
    with pytest.raises(SourceError, match="a day that has not come"):
        ofsted.require_possible(None, to_come, 2)
