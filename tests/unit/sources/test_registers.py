"""The consortium's own registers: every word checked, free text left behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

from earlywarning.errors import SourceError
from earlywarning.sources import registers
from earlywarning.sources.refused import RefusedRow, RefusedRows
from earlywarning.sources.register_rows import Known
from tests.reference.test_places import PLACES
from tests.support.evidence import DEFINITIONS

FLAGS, TYPES = DEFINITIONS.soft_flags, set(DEFINITIONS.review_types)
KNOWN = Known(PLACES, as_of=dt.date(2026, 4, 30), latest=dt.date(2026, 5, 1))
OF = (KNOWN, TYPES)
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
    return registers.soft_items(registers.SOFT_HEADER, rows, [2, 3], refused, KNOWN, FLAGS)


def reviews(refused: RefusedRows | None = None, **given: str) -> pd.DataFrame:
    rows = [list(HELD.values()), list((HELD | given).values())]
    refused = RefusedRows() if refused is None else refused
    return registers.peer_reviews(registers.REVIEW_HEADER, rows, [2, 5], refused, *OF)


def test_an_entry_keeps_everything_but_its_text() -> None:
    found = soft(item="S2").iloc[1]
    assert "text" not in found.index
    assert (found["item"], found["flag"], found["credibility"]) == ("S2", "whistleblowing", 2)
    assert found["heard_on"] == dt.date(2025, 11, 3)
    assert found["review_by"] == dt.date(2026, 11, 3)


def test_of_an_entry_that_stands_twice_the_first_stands_and_the_other_row_is_refused() -> None:
    refused = RefusedRows()
    found = soft(refused, item="S1", flag="unplanned_cut")
    assert list(found["flag"]) == ["whistleblowing"]
    assert refused.rows == [RefusedRow(3, "repeated_row", "row 3: item 'S1' stands twice", "805")]


def test_spaces_around_a_word_are_nothing() -> None:
    pd.testing.assert_frame_equal(soft(flag=" whistleblowing ", reliability="B "), soft())


@pytest.mark.parametrize(
    ("column", "word"),
    [
        ("item", ""), ("flag", "wistleblowing"), ("old_la_code", "Hartlepool"),
        ("heard_on", "3/11/2025"), ("heard_on", ""), ("review_by", "soon"),
        ("source_kind", "neighbour"),
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
    [
        ("old_la_code", "80"),
        ("review_type", "magic"),
        ("asked_on", "2025-13-01"),
        ("held_on", "x"),
        ("status", "agreed"),
    ],
)  # fmt: skip
def test_a_wrong_word_in_a_review_refuses_its_row(column: str, word: str) -> None:
    refused = RefusedRows()
    assert len(reviews(refused, **{column: word})) == 1
    assert [(one.row, one.why) for one in refused.rows] == [(5, f"row 5: {column} is '{word}'")]


def test_a_row_of_another_width_is_refused_alone() -> None:
    rows = [list(HELD.values()), [*HELD.values(), "a comma too many"]]
    refused = RefusedRows()
    found = registers.peer_reviews(registers.REVIEW_HEADER, rows, [2, 3], refused, *OF)
    assert len(found) == 1
    assert [(one.row, one.rule, one.old_la_code) for one in refused.rows] == [
        (3, "row_length", "805")
    ]


def test_a_register_that_is_mostly_wrong_is_refused_whole() -> None:
    bad = list((HELD | {"status": "agreed"}).values())
    rows = [list(HELD.values()), bad, bad]
    with pytest.raises(SourceError, match="row 3: status is 'agreed'; 2 of 3 rows"):
        registers.peer_reviews(
            registers.REVIEW_HEADER, rows, [2, 3, 4], RefusedRows(), KNOWN, TYPES
        )


def test_a_sentence_under_another_column_is_not_shown() -> None:
    refused = RefusedRows()
    soft(refused, flag="She said in private that the director is about to resign.")
    assert refused.rows[0].why == "row 3: flag is a text of 57 characters"


def test_a_register_without_a_column_is_refused_for_its_header() -> None:
    rows = [["805", "workforce", "", ""], ["806", "workforce", "", ""]]
    with pytest.raises(SourceError, match="the header lacks status"):
        registers.peer_reviews(
            registers.REVIEW_HEADER[:4], rows, [2, 3], RefusedRows(), KNOWN, TYPES
        )


def test_a_review_not_held_has_no_day() -> None:
    found = reviews(status="refused", held_on="")
    assert found["held_on"].to_list() == [dt.date(2025, 3, 10), None]


def test_an_empty_register_is_a_register() -> None:
    assert registers.soft_items(registers.SOFT_HEADER, [], [], RefusedRows(), KNOWN, FLAGS).empty
    assert registers.peer_reviews(
        registers.REVIEW_HEADER, [], [], RefusedRows(), KNOWN, TYPES
    ).empty


@pytest.mark.parametrize(
    ("given", "rule", "why"),
    [
        ({"old_la_code": "999"}, "authority", "old_la_code '999' is no authority"),
        ({"review_by": "2025-11-02"}, "order",
         "review_by 2025-11-02 is before heard_on 2025-11-03"),
        ({"heard_on": "2026-05-02"}, "future", "heard_on 2026-05-02 lies in the future"),
        ({"source_kind": "court"}, "raised_by", "whistleblowing may be raised by practitioner, "),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_is_refused_by_row_and_rule(
    given: dict[str, str], rule: str, why: str
) -> None:
    refused = RefusedRows()
    assert list(soft(refused, **given)["item"]) == ["S1"]
    [one] = refused.rows
    assert (one.row, one.rule) == (3, f"register_{rule}")
    assert one.why.startswith(f"row 3: {why}")


def test_an_entry_of_the_last_day_and_of_one_that_closed_is_taken() -> None:
    assert len(soft(heard_on="2026-05-01", review_by="2026-05-01")) == 2
    assert len(soft(old_la_code="909", heard_on="2023-01-31")) == 2


@pytest.mark.parametrize(
    ("given", "rule", "why"),
    [
        ({"old_la_code": "999"}, "authority", "old_la_code '999' is no authority"),
        ({"led_by_old_la_code": "999"}, "authority", "led_by_old_la_code '999' is no authority"),
        ({"led_by_old_la_code": "805"}, "itself", "led_by_old_la_code is the authority itself"),
        ({"held_on": ""}, "day", "status is held and held_on is empty"),
        ({"held_on": "2025-01-09"}, "order", "held_on 2025-01-09 is before asked_on 2025-01-10"),
        ({"held_on": "2026-05-02"}, "future", "held_on 2026-05-02 lies in the future"),
    ],
)
def test_a_review_that_cannot_be_is_refused_by_row_and_rule(
    given: dict[str, str], rule: str, why: str
) -> None:
    refused = RefusedRows()
    assert len(reviews(refused, **given)) == 1
    assert refused.rows == [RefusedRow(5, f"register_{rule}", f"row 5: {why}",
                                       given.get("old_la_code", "805"))]  # fmt: skip


def test_a_review_that_is_planned_may_lie_ahead_and_have_no_leader() -> None:
    assert len(reviews(status="planned", held_on="2026-09-01", led_by_old_la_code="")) == 2


@pytest.mark.parametrize("asked_on", ["2025-01-10", "2025-03-10"])
def test_of_a_review_held_and_refused_on_one_day_the_refusal_stands(asked_on: str) -> None:
    held_on = "" if asked_on == "2025-03-10" else "2025-03-10"
    refused = RefusedRows()
    found = reviews(refused, status="refused", asked_on=asked_on, held_on=held_on)
    assert list(found["status"]) == ["refused"]
    [one] = refused.rows
    assert (one.row, one.rule, one.old_la_code) == (2, "register_two_answers", "805")
    assert "held, and refused in row 5 on the same day" in one.why


def test_a_review_refused_first_and_held_later_is_two_rows() -> None:
    assert len(reviews(status="refused", held_on="")) == 2
    assert len(reviews(status="refused", held_on="2025-03-10", review_type="workforce")) == 2


@pytest.mark.parametrize(("other", "rule"), [("805", "itself"), ("999", "authority"), ("806", "")])
def test_a_conflict_is_between_two_authorities(other: str, rule: str) -> None:
    rows = [["805", "807", "one council", ""], ["805", other, "one council", ""]]
    refused = RefusedRows()
    found = registers.conflicts(registers.CONFLICT_HEADER, rows, [2, 3], refused, KNOWN)
    assert len(found) == (1 if rule else 2)
    assert [(r.row, r.rule) for r in refused.rows] == ([(3, f"register_{rule}")] if rule else [])


@pytest.mark.parametrize(
    ("group", "code", "rule"),
    [
        ("Coast", "999", "authority"), ("Coast", "909", "closed"), ("England", "806", "group"),
        ("own past", "806", "group"), ("statistical_neighbours", "806", "group"),
        ("=HYPERLINK(1)", "806", "group"), ("+1", "806", "group"), ("-1", "806", "group"),
        ("@x", "806", "group"), ("", "806", "group"), ("Region of the coast", "806", ""),
    ],
)  # fmt: skip
def test_a_group_has_a_name_of_its_own_and_members_that_are_there(
    group: str, code: str, rule: str
) -> None:
    refused = RefusedRows()
    rows = [["Coast", "805"], [group, code]]
    found = registers.comparator_groups(registers.GROUP_HEADER, rows, [2, 3], refused, KNOWN)
    assert len(found) == (1 if rule else 2)
    assert [(r.row, r.rule) for r in refused.rows] == ([(3, f"register_{rule}")] if rule else [])


def test_rows_that_cannot_be_are_refused_one_by_one_even_where_they_are_most() -> None:
    row = HELD | {"led_by_old_la_code": "805"}
    rows = [list(HELD.values()), list(row.values()), list((row | {"held_on": ""}).values())]
    refused = RefusedRows()
    found = registers.peer_reviews(registers.REVIEW_HEADER, rows, [2, 3, 4], refused, *OF)
    assert list(found["led_by_old_la_code"]) == ["806"]
    assert [one.row for one in refused.rows] == [3, 4]


@pytest.mark.parametrize("of", ["reviewers", "overrides"])
def test_a_row_about_nobody_is_refused_in_every_register(of: str) -> None:
    read: Callable[..., pd.DataFrame] = getattr(registers, of)
    rest = {"reviewers": ["director", "partners", "2", ""],
            "overrides": ["routine", "lead", "why", "2026-01-01", "2026-06-01"]}[of]  # fmt: skip
    header, words = {"reviewers": (registers.REVIEWER_HEADER, {"partners"}),
                     "overrides": (registers.OVERRIDE_HEADER, {"routine"})}[of]  # fmt: skip
    refused = RefusedRows()
    rows = [["805", *rest], ["806", *rest], ["999", *rest]]
    found = read(header, rows, [2, 3, 4], refused, KNOWN, words)
    assert list(found["old_la_code"]) == ["805", "806"]
    assert [(one.row, one.rule, one.why) for one in refused.rows] == [
        (4, "register_authority", "row 4: old_la_code '999' is no authority")
    ]


def test_an_override_that_expires_before_it_was_decided_is_refused() -> None:
    refused = RefusedRows()
    row = ["805", "routine", "lead", "why", "2026-06-01", "2026-01-01"]
    registers.overrides(registers.OVERRIDE_HEADER, [row], [2], refused, KNOWN, {"routine"})
    assert [one.rule for one in refused.rows] == ["register_order"]
