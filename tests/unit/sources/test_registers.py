"""The consortium's own registers: every word checked, free text left behind."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from earlywarning.errors import SourceError
from earlywarning.sources import registers
from earlywarning.sources.refused import RefusedRow, RefusedRows
from tests.support.evidence import DEFINITIONS

FLAGS = set(DEFINITIONS.soft_flags)
QUIET = dict(
    zip(
        registers.SOFT_HEADER,
        ["S1", "805", "whistleblowing", "2025-11-03", "practitioner", "B", "2", "Told in private.",
         "improvement adviser", "2026-11-03"],
        strict=True,
    )
)  # fmt: skip
HELD = dict(
    zip(
        registers.REVIEW_HEADER,
        ["805", "front_door", "2025-01-10", "2025-03-10", "held", "806"],
        strict=True,
    )
)


def soft(refused: RefusedRows | None = None, **given: str) -> pd.DataFrame:
    rows = [list(QUIET.values()), list((QUIET | {"item": "S2"} | given).values())]
    refused = RefusedRows() if refused is None else refused
    return registers.soft_items(registers.SOFT_HEADER, rows, [2, 3], refused, FLAGS)


def reviews(refused: RefusedRows | None = None, **given: str) -> pd.DataFrame:
    rows = [list(HELD.values()), list((HELD | given).values())]
    refused = RefusedRows() if refused is None else refused
    return registers.peer_reviews(registers.REVIEW_HEADER, rows, [2, 5], refused)


def test_an_entry_keeps_everything_but_its_text() -> None:
    found = soft(item="S2").iloc[1]
    assert "text" not in found.index
    assert (found["item"], found["flag"], found["credibility"]) == ("S2", "whistleblowing", 2)
    assert found["heard_on"] == dt.date(2025, 11, 3)
    assert found["review_by"] == dt.date(2026, 11, 3)


def test_of_an_entry_that_stands_twice_the_first_stands_and_the_other_row_is_refused() -> None:
    refused = RefusedRows()
    found = soft(refused, item="S1", flag="partner_concern")
    assert list(found["flag"]) == ["whistleblowing"]
    assert refused.rows == [RefusedRow(3, "repeated_row", "row 3: item 'S1' stands twice", "805")]


def test_spaces_around_a_word_are_nothing() -> None:
    pd.testing.assert_frame_equal(soft(flag=" whistleblowing ", reliability="B "), soft())


@pytest.mark.parametrize(
    ("column", "word"),
    [
        ("flag", "wistleblowing"), ("old_la_code", "Hartlepool"), ("heard_on", "3/11/2025"),
        ("heard_on", ""), ("review_by", "soon"), ("source_kind", "neighbour"),
        ("reliability", "G"), ("reliability", ""), ("credibility", "7"), ("credibility", "1.0"),
    ],
)  # fmt: skip
def test_a_wrong_word_refuses_its_row_and_no_other(column: str, word: str) -> None:
    refused = RefusedRows()
    found = soft(refused, **{column: word})
    assert list(found["item"]) == ["S1"]
    whose = "" if column == "old_la_code" else "805"
    why = f"row 3: {column} is {word!r}"
    assert refused.rows == [RefusedRow(3, f"register_{column}", why, whose)]


@pytest.mark.parametrize(
    ("column", "word"),
    [("old_la_code", "80"), ("asked_on", "2025-13-01"), ("held_on", "x"), ("status", "agreed")],
)
def test_a_wrong_word_in_a_review_refuses_its_row(column: str, word: str) -> None:
    refused = RefusedRows()
    assert len(reviews(refused, **{column: word})) == 1
    assert [(one.row, one.why) for one in refused.rows] == [(5, f"row 5: {column} is '{word}'")]


def test_a_row_of_another_width_is_refused_alone() -> None:
    rows = [list(HELD.values()), [*HELD.values(), "a comma too many"]]
    refused = RefusedRows()
    found = registers.peer_reviews(registers.REVIEW_HEADER, rows, [2, 3], refused)
    assert len(found) == 1
    assert [(one.row, one.rule, one.old_la_code) for one in refused.rows] == [
        (3, "row_length", "805")
    ]


def test_a_register_that_is_mostly_wrong_is_refused_whole() -> None:
    bad = list((HELD | {"status": "agreed"}).values())
    rows = [list(HELD.values()), bad, bad]
    with pytest.raises(SourceError, match="row 3: status is 'agreed'; 2 of 3 rows"):
        registers.peer_reviews(registers.REVIEW_HEADER, rows, [2, 3, 4], RefusedRows())


def test_a_sentence_under_another_column_is_not_shown() -> None:
    refused = RefusedRows()
    soft(refused, flag="She said in private that the director is about to resign.")
    assert refused.rows[0].why == "row 3: flag is a text of 57 characters"


def test_a_register_without_a_column_is_refused_for_its_header() -> None:
    rows = [["805", "x", "", ""], ["806", "x", "", ""]]
    with pytest.raises(SourceError, match="the header lacks status"):
        registers.peer_reviews(registers.REVIEW_HEADER[:4], rows, [2, 3], RefusedRows())


def test_a_review_not_held_has_no_day() -> None:
    found = reviews(status="refused", held_on="")
    assert found["held_on"].to_list() == [dt.date(2025, 3, 10), None]


def test_an_empty_register_is_a_register() -> None:
    assert registers.soft_items(registers.SOFT_HEADER, [], [], RefusedRows(), FLAGS).empty
    assert registers.peer_reviews(registers.REVIEW_HEADER, [], [], RefusedRows()).empty
