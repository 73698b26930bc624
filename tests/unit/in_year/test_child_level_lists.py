"""Child-level lists give counts, and nothing of a child goes further than the counting."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.errors import SourceError
from earlywarning.sources import intake
from earlywarning.sources.annex_a.counting import month_ends
from earlywarning.sources.annex_a.lists import is_annex_a
from earlywarning.sources.annex_a.reading import count_children
from earlywarning.sources.folders import offered_files
from earlywarning.sources.in_year.grid import read_grid
from lab.nation.annex_a import identifiers, write_annex_a
from tests.conftest import REFERENCE
from tests.support.annex_twin import counted
from tests.support.examples import examples
from tests.support.returns import CODES, DEFINITIONS

ENDS = month_ends(dt.date(2026, 3, 31), 6)


def count(path, **given_):
    return count_children(read_grid(path), CODES, REFERENCE, given_ or None)


def written(path, **other):
    return write_annex_a(
        path, REFERENCE, authority="Middlesbrough", returned_on="2026-04-14", **other
    )


def as_counts(returned):
    return {(r.measure, r.time_period): r.value for r in returned.frame.itertuples()}


@examples(6)
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


@pytest.mark.parametrize("content", ["not a day, Fakeworker", "03/04/2026", None, "2026-02-30", 12,
                                     dt.date(2026, 5, 1), dt.date(1926, 3, 1)])  # fmt: skip
def test_one_bad_day_is_named_and_takes_its_row_alone_and_never_shows_the_cell(tmp_path, content):
    def damage(sheets):
        sheets[3][9][5] = content  # row 10: Date of referral

    written(tmp_path / "plain.xlsx")
    rows = written(tmp_path / "a.xlsx", damage=damage)
    whole, returned = as_counts(count(tmp_path / "plain.xlsx")), count(tmp_path / "a.xlsx")
    assert [(r.at, r.row, r.measure) for r in returned.refusals] == [
        ("List 3!F10", 10, "referrals")
    ]
    assert "left out of referrals, rereferrals" in returned.refusals[0].why
    lost = rows[3][7]["Date of referral"]
    label = ("referrals", lost.year * 100 + lost.month)
    assert as_counts(returned)[label] == whole[label] - 1
    if content:
        assert str(content) not in " ".join(r.why for r in returned.refusals)


def test_a_list_of_bad_days_refuses_its_measures_alone(tmp_path):
    def damage(sheets):
        for row in sheets[3][2:22]:
            row[5] = "soon"

    written(tmp_path / "a.xlsx", damage=damage)
    returned = count(tmp_path / "a.xlsx")
    assert {"referrals", "rereferrals"}.isdisjoint(set(returned.frame["measure"]))
    assert any("referrals not counted: 20 of 150 rows" in r.why for r in returned.refusals)
    assert "contacts" in set(returned.frame["measure"])


def place_of(sheets, number, words):
    return [h.casefold().strip(" :").replace("  ", " ") for h in sheets[number][1]].index(words)


def test_an_end_before_its_beginning_is_named_and_left_out(tmp_path):
    def damage(sheets):
        row = sheets[8][4]
        row[place_of(sheets, 8, "date started to be looked after")] = dt.date(2026, 2, 10)
        row[place_of(sheets, 8, "date ceased to be looked after")] = dt.date(2025, 11, 10)

    written(tmp_path / "a.xlsx", damage=damage)
    [start, end] = count(tmp_path / "a.xlsx").refusals
    assert {start.row, end.row} == {5}
    assert "ends before it begins" in start.why
    assert "looked_after_at_end" in start.why


def test_a_row_without_an_identifier_is_a_case_and_told(tmp_path):
    def damage(sheets):
        for row in sheets[3][2:5]:
            row[0] = None
        sheets[3].append([None, "Drawn from the case system on a Tuesday"])

    written(tmp_path / "plain.xlsx")
    written(tmp_path / "a.xlsx", damage=damage)
    returned = count(tmp_path / "a.xlsx")
    assert as_counts(returned) == as_counts(count(tmp_path / "plain.xlsx"))
    assert [
        line for line in returned.aside if line.startswith("list 3: 3 rows (3, 4, 5) have a day")
    ]


def test_rows_that_stand_twice_count_once_and_are_told(tmp_path):
    written(tmp_path / "plain.xlsx")
    written(tmp_path / "a.xlsx", damage=lambda sheets: sheets[3].extend(sheets[3][2:]))
    returned = count(tmp_path / "a.xlsx")
    assert as_counts(returned) == as_counts(count(tmp_path / "plain.xlsx"))
    assert any(line.startswith("list 3: 150 rows (153, ") for line in returned.aside)


@pytest.mark.parametrize(
    ("last", "first_month", "months"),
    [("2026-03-31", 202510, 6), ("2026-03-30", 202510, 5), ("2026-03-15", 202510, 5),
     ("2026-02-28", 202509, 6), ("2026-04-14", 202511, 5)],
)  # fmt: skip
def test_only_months_that_the_lists_cover_whole_are_counted(last, first_month, months):
    ends = month_ends(dt.date.fromisoformat(last), 6)
    assert (ends[0].year * 100 + ends[0].month, len(ends)) == (first_month, months)
    assert ends[-1] <= dt.date.fromisoformat(last)


def test_a_month_in_which_a_list_begins_or_ends_is_left_out_and_told(tmp_path):
    def damage(sheets):
        column = place_of(sheets, 1, "date of contact")
        early = [
            r for r in sheets[1][2:] if dt.date(2025, 11, 20) <= r[column] <= dt.date(2026, 2, 8)
        ]
        sheets[1][2:] = early

    written(tmp_path / "a.xlsx", damage=damage)
    returned = count(tmp_path / "a.xlsx")
    contacts = [p for m, p in as_counts(returned) if m == "contacts"]
    assert contacts == [202512, 202601]
    told = {r.time_period for r in returned.refusals if r.measure == "contacts"}
    assert told == {202510, 202511, 202602, 202603}
    assert len([1 for m, _ in as_counts(returned) if m == "referrals"]) == 6


@pytest.mark.parametrize(
    ("started", "done", "is_named"),
    [(dt.date(2021, 11, 30), dt.date(2026, 3, 10), False),
     (dt.date(2021, 12, 20), dt.date(2022, 3, 1), True)],
)  # fmt: skip
def test_a_case_older_than_the_holidays_is_late_or_named(tmp_path, started, done, is_named):
    def damage(sheets):
        first = place_of(sheets, 4, "continuous assessment start date")
        last = place_of(sheets, 4, "continuous assessment date of authorisation")
        sheets[4][2][first], sheets[4][2][last] = started, done

    written(tmp_path / "without.xlsx", damage=lambda sheets: sheets[4].pop(2))
    written(tmp_path / "a.xlsx", damage=damage)
    without, returned = as_counts(count(tmp_path / "without.xlsx")), count(tmp_path / "a.xlsx")
    key = ("assessments_45_days", 202603)
    assert as_counts(returned)[key] == without[key] > 0
    named = [r for r in returned.refusals if r.row == 3]
    assert bool(named) == is_named
    assert all("bank holidays" in r.why for r in named)


def test_lists_without_headers_put_nothing_into_a_message(tmp_path):
    def damage(sheets):
        for number, rows in sheets.items():
            sheets[number] = rows[2:]

    rows = written(tmp_path / "Fakechild Inventedname.xlsx", damage=damage)
    [one] = offered_files((tmp_path,))
    intake.recognise(one, DEFINITIONS)
    assert (one.outcome, one.rule) == ("refused", "annex_a_header")
    said = f"{one.message} {one.name}"
    assert not [word for word in identifiers(rows) if word in said]
    assert "Fakechild" not in said


def test_a_list_as_csv_keeps_no_name_of_its_file(tmp_path):
    path = tmp_path / "Fakechild Inventedname.csv"
    path.write_text("Child Unique ID,Gender\nFAKECHILD00101X,b) invented\n", encoding="utf-8")
    [one] = offered_files((tmp_path,))
    intake.recognise(one, DEFINITIONS)
    assert one.child_level
    assert "FAKECHILD" not in one.message
    assert "Fakechild" not in f"{one.name}{one.file_name}"


def test_names_of_sheets_and_files_are_not_kept(tmp_path):
    written(tmp_path / "plain.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plain.xlsx")
    book["List 3"].title = "List 3 Fakechild Inventedname"
    book["List 5"]["A2"] = "No identifier"
    book.create_sheet("Fakechild Othername")
    book.save(tmp_path / "b.xlsx")
    (tmp_path / "plain.xlsx").unlink()
    returned = count(tmp_path / "b.xlsx")
    said = repr(returned) + returned.frame.to_csv()
    assert "Fakechild" not in said
    assert "sheet 13 is none of the lists" in returned.aside
    assert set(returned.frame.loc[returned.frame["measure"] == "referrals", "cell"]) == {"List 3"}


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
