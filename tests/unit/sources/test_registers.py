"""The consortium's own registers: every word checked, free text left behind."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from earlywarning.errors import SourceError
from earlywarning.sources import registers
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


def soft(**given: str) -> pd.DataFrame:
    rows = [list(QUIET.values()), list((QUIET | {"item": "S2"} | given).values())]
    return registers.soft_items(registers.SOFT_HEADER, rows, [2, 3], FLAGS)


def reviews(**given: str) -> pd.DataFrame:
    rows = [list(HELD.values()), list((HELD | given).values())]
    return registers.peer_reviews(registers.REVIEW_HEADER, rows, [2, 5])


def test_an_entry_keeps_everything_but_its_text() -> None:
    found = soft(item="S2").iloc[1]
    assert "text" not in found.index
    assert (found["item"], found["flag"], found["credibility"]) == ("S2", "whistleblowing", 2)
    assert found["heard_on"] == dt.date(2025, 11, 3)
    assert found["review_by"] == dt.date(2026, 11, 3)


def test_an_entry_that_stands_twice_is_named_by_row() -> None:
    with pytest.raises(SourceError, match="row 3: item 'S1' stands twice"):
        soft(item="S1")


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
def test_a_wrong_word_is_named_by_row_and_column(column: str, word: str) -> None:
    with pytest.raises(SourceError) as caught:
        soft(**{column: word})
    assert str(caught.value) == f"row 3: {column} is {word!r}"
    assert (caught.value.rule, caught.value.row) == (f"register_{column}", 3)


@pytest.mark.parametrize(
    ("column", "word"),
    [("old_la_code", "80"), ("asked_on", "2025-13-01"), ("held_on", "x"), ("status", "agreed")],
)
def test_a_wrong_word_in_a_review_is_named(column: str, word: str) -> None:
    with pytest.raises(SourceError, match=f"row 5: {column} is '{word}'"):
        reviews(**{column: word})


def test_a_review_not_held_has_no_day() -> None:
    found = reviews(status="refused", held_on="")
    assert found["held_on"].to_list() == [dt.date(2025, 3, 10), None]


def test_an_empty_register_is_a_register() -> None:
    assert registers.soft_items(registers.SOFT_HEADER, [], [], FLAGS).empty
    assert registers.peer_reviews(registers.REVIEW_HEADER, [], []).empty
