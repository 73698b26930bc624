"""An inspection with two grades: named by both its rows or lists, and never settled in silence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from earlywarning.errors import SourceError
from earlywarning.run import doubts
from earlywarning.sources import contradictions, inspections, ofsted
from earlywarning.sources.refused import RefusedRows
from tests.unit.sources.test_ofsted import (
    HISTORY,
    SUMMARY,
    history,
    read,
    rows_of,
    sheet,
    summary,
)

TODAY = dt.date(2026, 4, 30)


def one_list(*rows: list[str]) -> tuple[pd.DataFrame, RefusedRows]:
    refused = RefusedRows()
    frame = rows_of(ofsted.history_row, HISTORY, list(rows), refused)
    return contradictions.without_contradictions(frame, refused), refused


def test_of_two_rows_of_one_inspection_the_worse_stands_and_both_are_named() -> None:
    other = history(old_la_code="806", overall="Good")
    for first, second, refused_row in (("Good", "Inadequate", 2), ("Inadequate", "Good", 4)):
        found, refused = one_list(history(overall=first), other, history(overall=second))
        grades = found[found["judgement"] == "overall"].set_index("old_la_code")["grade"]
        assert grades.to_dict() == {"805": "Inadequate", "806": "Good"}
        [told] = refused.rows
        assert (told.row, told.rule, told.old_la_code) == (refused_row, "two_grades", "805")
        assert f"{first!r} in row 2, {second!r} in row 4" in told.why


def test_a_row_twice_with_one_grade_is_no_contradiction() -> None:
    found, refused = one_list(history(), history(overall="inadequate "))
    assert refused.rows == []
    assert set(found["grade"]) == {"Inadequate"}


def test_an_inspection_of_another_year_has_a_grade_of_its_own() -> None:
    found, refused = one_list(history(), history(publication_date="2018-03-01", overall="Good"))
    assert (len(found), refused.rows) == (2, [])


def test_two_sheets_of_a_workbook_that_disagree_are_named_by_sheet() -> None:
    book = sheet({}) | {"Latest": sheet({"Overall effectiveness": "Inadequate"})["History"]}
    refused = RefusedRows()
    frame = ofsted.from_workbook(book, {"E06000001": "805"}, refused)
    kept = contradictions.without_contradictions(frame, refused)
    assert set(kept.loc[kept["judgement"] == "overall", "grade"]) == {"Inadequate"}
    [told] = refused.rows
    assert "sheet History, row 4" in told.why
    assert "sheet Latest, row 4" in told.why


def test_the_sectors_summary_is_held_to_the_same_rule() -> None:
    refused = RefusedRows()
    rows = [summary(grade="good"), summary(grade="inadequate"), summary(code="371")]
    frame = rows_of(ofsted.summary_row, SUMMARY, rows, refused)
    kept = contradictions.without_contradictions(frame, refused)
    assert set(kept.loc[kept["old_la_code"] != "371", "grade"]) >= {"Inadequate"}
    assert {one.row for one in refused.rows} == {2}


@pytest.mark.parametrize("word", ["Goood", "Adequat", "=#REF!", "4"])
def test_a_word_that_is_no_grade_refuses_its_row(word: str) -> None:
    found, refused = one_list(history(overall=word), history(old_la_code="806"))
    assert set(found["old_la_code"]) == {"806"}
    assert [(one.row, one.rule) for one in refused.rows] == [(2, "grade")]
    assert f"overall is {word!r}, which is no grade" in refused.rows[0].why


def test_a_list_of_nothing_but_such_words_is_refused() -> None:
    with pytest.raises(SourceError, match="2 of 2 rows"):
        one_list(history(overall="A"), history(overall="B", old_la_code="806"))


def listed(grade: str, release: str, **given: Any) -> pd.DataFrame:
    about = {"release": release, "release_published": None, "rank": 0} | given
    return read({"Overall effectiveness": grade}).assign(**about)


def settled(*parts: pd.DataFrame) -> tuple[dict[str, str], list[contradictions.Clash]]:
    kept, clashes = contradictions.settled(list(parts), TODAY)
    found, _ = inspections.combine(kept, TODAY)
    return dict(zip(found["judgement"], found["grade"], strict=True)), clashes


DAY = dt.date(2025, 9, 25)


def test_of_two_lists_of_one_day_ofsteds_own_workbook_stands_and_both_are_named() -> None:
    book = listed("Good", "a_book", release_published=DAY, rank=1)
    other = listed("Inadequate", "z_list", release_published=DAY)
    for parts in ((book, other), (other, book)):
        grades, [clash] = settled(*parts)
        assert grades["overall"] == "Good"
        assert (clash.used, clash.releases) == ("a_book", ("a_book", "z_list"))
        assert clash.grades == ("Good", "Inadequate")


def test_a_list_without_a_day_never_speaks_against_one_with_a_day_in_silence() -> None:
    grades, [clash] = settled(
        listed("Inadequate", "undated"), listed("Good", "dated", release_published=DAY)
    )
    assert (grades["overall"], clash.used) == ("Good", "dated")
    [told] = doubts.two_grades([clash])
    assert told.severity == "info"
    assert "'Good' in dated, 'Inadequate' in undated; dated ranks higher" in told.message


def test_of_two_lists_of_one_rank_that_disagree_the_worse_stands_and_is_told() -> None:
    grades, [clash] = settled(listed("Good", "one"), listed("Inadequate", "two"))
    assert grades == {"overall": "Inadequate", "leaders": "Outstanding"}
    assert settled(listed("Inadequate", "one"), listed("Good", "two"))[0] == grades
    [told] = doubts.two_grades([clash])
    assert (told.severity, told.old_la_code, told.rule) == ("warning", "805", "two_grades")
    assert "the worse stands until a list is mended" in told.message


def test_a_later_list_that_gives_another_grade_is_a_revision_and_no_disagreement() -> None:
    first = listed("Good", "2024", release_published=dt.date(2024, 9, 25), rank=1)
    grades, clashes = settled(first, listed("Inadequate", "2025", release_published=DAY, rank=1))
    assert (grades["overall"], clashes) == ("Inadequate", [])
