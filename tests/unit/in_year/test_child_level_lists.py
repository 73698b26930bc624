"""Child-level lists give counts, and nothing of a child goes further than the counting."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlywarning.errors import SourceError
from earlywarning.sources.annex_a import count_children, is_annex_a
from earlywarning.sources.annex_a.counting import month_ends
from earlywarning.sources.in_year import read_grid
from lab.nation.annex_a import identifiers, write_annex_a
from tests.conftest import REFERENCE
from tests.support.annex_twin import counted
from tests.support.returns import CODES

ENDS = month_ends(dt.date(2026, 3, 31), 6)


def count(path, **given_):
    return count_children(read_grid(path), CODES, REFERENCE, given_ or None)


def written(path, **other):
    return write_annex_a(
        path, REFERENCE, authority="Middlesbrough", returned_on="2026-04-14", **other
    )


def as_counts(returned):
    return {(r.measure, r.time_period): r.value for r in returned.frame.itertuples()}


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_counts_equal_a_slow_plain_twin(tmp_path_factory, seed):
    path = tmp_path_factory.mktemp("a") / "a.xlsx"
    rows = written(path, seed=seed)
    wanted = {
        (measure, end.year * 100 + end.month): value
        for end in ENDS
        for measure, value in counted(rows, end, is_last=end == ENDS[-1]).items()
    }
    assert as_counts(count(path)) == wanted
    assert sum(wanted.values()) > 500


def test_a_workbook_of_lists_is_known_by_its_sheets(tmp_path):
    written(tmp_path / "a.xlsx")
    assert is_annex_a(read_grid(tmp_path / "a.xlsx"), REFERENCE)
    written(tmp_path / "two.xlsx", lists=(3, 8))
    assert is_annex_a(read_grid(tmp_path / "two.xlsx"), REFERENCE)


def test_a_list_that_is_not_there_is_said_and_not_zero(tmp_path):
    written(tmp_path / "a.xlsx", lists=(1, 3, 4))
    returned = count(tmp_path / "a.xlsx")
    told = "\n".join(returned.aside)
    for number in (2, 5, 6, 7, 8, 9, 10, 11):
        assert f"list {number} (" in told
    assert "section_47" not in set(returned.frame["measure"])


def test_an_empty_list_is_not_zero(tmp_path):
    written(tmp_path / "a.xlsx", damage=lambda sheets: sheets[7].__delitem__(slice(2, None)))
    returned = count(tmp_path / "a.xlsx")
    assert "cp_plans_started" not in set(returned.frame["measure"])
    assert any("list 7 is empty" in line for line in returned.aside)


@pytest.mark.parametrize("content", ["not a day, Fakeworker", "03/04/2026", None, "2026-02-30", 12])
def test_an_unreadable_day_refuses_the_measure_by_row_and_never_shows_the_cell(tmp_path, content):
    def damage(sheets):
        sheets[3][9][5] = content  # row 10: Date of referral

    written(tmp_path / "a.xlsx", damage=damage)
    returned = count(tmp_path / "a.xlsx")
    hits = [r for r in returned.refusals if r.measure == "referrals"]
    assert [(r.at, r.row) for r in hits] == [("List 3!F10", 10)]
    assert "referrals" not in set(returned.frame["measure"])
    assert "contacts" in set(returned.frame["measure"])
    if content:
        assert str(content) not in " ".join(r.why for r in returned.refusals)


def test_slashed_days_count_where_the_column_shows_their_order(tmp_path):
    def damage(sheets):
        for row in sheets[1][2:]:
            row[5] = f"{row[5]:%d/%m/%Y}"

    written(tmp_path / "plain.xlsx")
    written(tmp_path / "slashed.xlsx", damage=damage)
    assert as_counts(count(tmp_path / "slashed.xlsx")) == as_counts(count(tmp_path / "plain.xlsx"))


def test_a_missing_column_refuses_only_what_needs_it(tmp_path):
    def damage(sheets):
        column = [h.casefold().strip(" :") for h in sheets[7][1]].index(
            "child protection plan end date"
        )
        sheets[7][1][column] = "Something else"

    written(tmp_path / "a.xlsx", damage=damage)
    returned = count(tmp_path / "a.xlsx")
    refused = {r.measure for r in returned.refusals}
    assert refused == {"cp_plans_ended", "cp_plans_at_end"}
    assert "cp_plans_started" in set(returned.frame["measure"])


def test_order_of_rows_and_columns_changes_nothing(tmp_path):
    def damage(sheets):
        for n, rows in sheets.items():
            head, body = rows[:2], rows[2:][::-1]
            sheets[n] = [head[0], head[1][::-1], *(row[::-1] for row in body)]

    written(tmp_path / "plain.xlsx")
    written(tmp_path / "turned.xlsx", damage=damage)
    assert as_counts(count(tmp_path / "turned.xlsx")) == as_counts(count(tmp_path / "plain.xlsx"))


def test_a_child_that_stands_twice_in_care_is_one_child(tmp_path):
    written(tmp_path / "once.xlsx")
    written(tmp_path / "twice.xlsx", damage=lambda sheets: sheets[8].extend(sheets[8][2:]))
    once, twice = count(tmp_path / "once.xlsx"), count(tmp_path / "twice.xlsx")
    key = ("looked_after_at_end", 202603)
    assert as_counts(once)[key] == as_counts(twice)[key] > 0


def test_whose_it_is_must_be_told(tmp_path):
    write_annex_a(tmp_path / "a.xlsx", REFERENCE, authority="", returned_on="2026-04-14")
    with pytest.raises(SourceError, match="returns count"):
        count(tmp_path / "a.xlsx")
    given_ = {"authority": "806", "returned_on": "2026-04-15", "as_at": "2026-03-31"}
    assert set(count(tmp_path / "a.xlsx", **given_).frame["old_la_code"]) == {"806"}


def test_rereferrals_are_not_guessed(tmp_path):
    rows = written(tmp_path / "a.xlsx")
    sheets = [s for s in read_grid(tmp_path / "a.xlsx") if s.name != "Notes"]
    given_ = {"authority": "806", "returned_on": "2026-04-14", "as_at": "2026-03-31"}
    silent = count_children(sheets, CODES, REFERENCE, given_)
    assert "rereferrals" not in set(silent.frame["measure"])
    assert any(line.startswith("rereferrals") for line in silent.aside)
    itself = count_children(sheets, CODES, REFERENCE, given_ | {"counts_itself": "yes"})
    wanted = sum(
        r["Date of referral"].month == 3 and r["Number of Referrals in Last 12 Months"] >= 2
        for r in rows[3]
    )
    assert as_counts(itself)["rereferrals", 202603] == wanted > 0


def test_nothing_that_points_at_a_child_leaves_the_counting(tmp_path):
    rows = written(tmp_path / "a.xlsx")
    returned = count(tmp_path / "a.xlsx")
    said = repr(returned) + returned.frame.to_csv()
    assert len(identifiers(rows)) > 300
    assert not [word for word in identifiers(rows) if word in said]
    assert "FAKECHILD" not in said
