"""Layouts of returns, addresses of refusals, and what must never change what is read."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from earlywarning.definitions.places import Matcher, aliases
from earlywarning.errors import SourceError
from earlywarning.sources import authorities
from earlywarning.sources.in_year.grid import Sheet, csv_sheet, read_grid
from earlywarning.sources.in_year.reading import looks_like_return, read_return
from earlywarning.sources.in_year.template import write_template
from lab.nation.spreadsheets import write_ods
from tests.conftest import REFERENCE
from tests.support.examples import examples
from tests.support.returns import CODES, IN_YEAR, NOTES, read, refused, sheet, values

WIDE = (
    ["Indicator", "Apr-25", "May-25", "Jun-25"],
    ["Contacts", 1204, "1,310", 1290],
    ["Referrals", 310, "c", None],
    ["% Assessments within 45 days", "84.5%", 83, "n/a"],
)
EXPECTED = {
    ("806", "contacts", 202504): 1204, ("806", "contacts", 202505): 1310,
    ("806", "contacts", 202506): 1290, ("806", "referrals", 202504): 310,
    ("806", "referrals", 202505): "suppressed", ("806", "referrals", 202506): "not_returned",
    ("806", "assessments_45_days_pct", 202504): 84.5,
    ("806", "assessments_45_days_pct", 202505): 83,
    ("806", "assessments_45_days_pct", 202506): "not_available",
}  # fmt: skip


def test_months_across():
    returned = read(*WIDE)
    assert values(returned) == EXPECTED
    assert returned.refusals == []
    assert (returned.frequency, returned.returned_on) == ("monthly", dt.date(2025, 8, 12))


def test_the_symbol_as_written_stays_beside_its_reason():
    frame = read(*WIDE).frame.set_index(["measure", "time_period"])
    assert frame.loc[("assessments_45_days_pct", 202506), "marker"] == "n/a"
    assert frame.loc[("referrals", 202505), "marker"] == "c"


def test_one_row_per_measure_and_period_says_the_same():
    header, *rows = WIDE
    long = [[row[0], period, cell] for row in rows
            for period, cell in zip(header[1:], row[1:], strict=True)]  # fmt: skip
    assert values(read(["Measure", "Period", "Value"], *long)) == EXPECTED


@given(st.randoms(use_true_random=False), st.booleans())
def test_order_of_rows_and_columns_changes_nothing(rng: random.Random, notes_below: bool):
    header, *rows = WIDE
    columns = list(range(len(header)))
    rng.shuffle(columns)
    rng.shuffle(rows)
    mixed = [[row[c] for c in columns] for row in (header, *rows)]
    if notes_below:
        assert values(read(*mixed, [], *NOTES, notes=[["Our return"]])) == EXPECTED
    else:
        assert values(read(*mixed)) == EXPECTED


def test_titles_above_and_notes_below_are_no_data():
    tail = (["Note: figures are provisional"], ["Front door", None, None], ["Source: our system"])
    returned = read(
        ["Return of children's services, April 2025 to June 2025"], [], *WIDE, [], *tail
    )
    assert values(returned) == EXPECTED
    assert returned.refusals == []


def test_totals_are_left_alone_and_unknown_measures_are_refused_by_address():
    header, *rows = ([*row, extra] for row, extra in zip(WIDE, ["Total", 9, 9, 9], strict=True))
    returned = read(header, *rows, ["Happiness", 1, 2, 3, 6], ["Plans", 4, 4, 4, 12])
    assert values(returned) == EXPECTED
    assert set(refused(returned)) == {"Numbers!A9", "Numbers!A10"}
    assert "cp_plans_started" in refused(returned)["Numbers!A10"]


@pytest.mark.parametrize(
    ("row", "column", "cell", "at"),
    [
        (1, 2, "84,5", "Numbers!C6"), (1, 3, 12.5, "Numbers!D6"), (2, 1, "31%", "Numbers!B7"),
        (3, 1, 0.845, "Numbers!B8"), (3, 2, "84,5 %", "Numbers!C8"),
        (0, 3, "03/04/2025", "Numbers!D5"),
        (0, 1, "Q1 2025/26", "Numbers!B5"), (2, 0, "Plans", "Numbers!A7"),
        (1, 1, "1.204", "Numbers!B6"),
    ],
)  # fmt: skip
def test_what_is_ambiguous_is_refused_at_its_address(row, column, cell, at):
    rows = [list(r) for r in WIDE]
    rows[row][column] = cell
    returned = read(*rows)
    assert list(refused(returned)) == [at]
    whole_row, whole_column = column == 0, row == 0
    touched = {
        key for key in EXPECTED
        if (whole_row and key[1] == "referrals")
        or (whole_column and key[2] == 202503 + column)
        or (not whole_row and not whole_column
            and key[1:] == (["", "contacts", "referrals", "assessments_45_days_pct"][row],
                            202503 + column))
    }  # fmt: skip
    assert touched
    kept = {key: value for key, value in values(returned).items() if value != "refused"}
    assert kept == {key: value for key, value in EXPECTED.items() if key not in touched}


def test_two_values_for_one_cell_refuse_both_and_the_same_twice_is_once():
    returned = read(*WIDE, ["Contacts", 1204, 1311, 1290])
    assert refused(returned).keys() == {"Numbers!C9", "Numbers!C6"}
    assert values(returned)["806", "contacts", 202505] == "refused"
    assert values(returned)["806", "contacts", 202504] == 1204


def test_figures_after_the_day_of_return_are_refused():
    returned = read(["Measure", "Jul-25", "Aug-25"], ["Contacts", 5, 6], ["Referrals", 5, None])
    assert list(refused(returned)) == ["Numbers!C6"]
    assert ("806", "referrals", 202508) not in values(returned)


def test_a_second_header_stops_the_reading():
    returned = read(*WIDE, [None, "Jul-25", "Aug-25", "Sep-25"], ["Complaints", 1, 2, 3])
    assert {k: v for k, v in values(returned).items() if v != "refused"} == EXPECTED
    assert refused(returned).keys() == {f"Numbers!{c}{r}" for c in "BCD" for r in (9, 10)}


def test_a_region_in_one_file():
    returned = read(
        ["Authority", "Measure", "Period", "Value"],
        ["Hartlepool", "Contacts", "Apr-25", 7],
        ["Darlington Council", "Contacts", "Apr-25", 8],
        ["Nowhere", "Contacts", "Apr-25", 9],
        notes=NOTES[1:],
    )
    assert values(returned) == {("805", "contacts", 202504): 7, ("841", "contacts", 202504): 8}
    assert list(refused(returned)) == ["Numbers!A7"]


@pytest.mark.parametrize(
    ("notes", "rule", "words"),
    [
        (NOTES[:2], "returned_on", "no cell says"),
        ([*NOTES[:2], ["Returned on", "03/04/2025"]], "returned_on", "Numbers!B3"),
        ([NOTES[0], ["Frequency", "weekly"], NOTES[2]], "frequency", "Numbers!B2"),
    ],
)
def test_without_day_or_frequency_nothing_can_be_dated(notes, rule, words):
    with pytest.raises(SourceError, match=words) as caught:
        read(*WIDE, notes=notes)
    assert caught.value.rule == rule


def test_only_declared_roles_and_events_are_kept():
    notes = [*NOTES, ["Prepared by", "Jo Invented"], ["Events", "Cyber attack in May"]]
    returned = read(*WIDE, notes=notes)
    assert (returned.prepared_by, returned.events) == ("", ("cyber attack",))
    assert read(*WIDE, notes=[*NOTES, ["Role", "Data manager"]]).prepared_by == "data manager"


@pytest.mark.parametrize(
    ("rows", "is_one"),
    [
        (WIDE, True),
        ([["Measure", "Period", "Value"], *([m, "Annual", "count"] for m in
          ("Contacts", "Referrals", "ICPC", "CLA"))], False),
        ([["Topic", "2025", "2024"], ["Referrals", 1, 2], ["CLA", 1, 2], ["ICPC", 1, 2]], False),
    ],
)  # fmt: skip
def test_a_list_of_measures_is_no_return(rows, is_one):
    assert looks_like_return([Sheet("Any", [list(r) for r in rows])], IN_YEAR) == is_one


def merged_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Numbers"
    rows = [
        ["Middlesbrough: monthly return"], [], [],
        [None, "2024/25", None, "2025/26", None], ["Measure", "Feb", "Mar", "Apr", "May"],
        ["Contacts", 10, 11, 12, 13], ["Referrals", 7, 7, 7, None],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    for area in ("A1:E1", "B4:C4", "D4:E4", "D7:E7"):
        sheet.merge_cells(area)
    notes = book.create_sheet("Notes")
    for row in NOTES:
        notes.append([row[0], None, row[1]])
    for number in (1, 2, 3):
        notes.merge_cells(f"A{number}:B{number}")
    book.save(path)


def test_merged_headers_are_read_and_merged_figures_refused(tmp_path):
    merged_workbook(tmp_path / "merged.xlsx")
    returned = read_return(read_grid(tmp_path / "merged.xlsx"), IN_YEAR, CODES)
    read_ = {k[1:]: v for k, v in values(returned).items()}
    assert {p: read_["contacts", p] for p in (202502, 202503, 202504, 202505)} == {
        202502: 10, 202503: 11, 202504: 12, 202505: 13}  # fmt: skip
    assert (read_["referrals", 202502], read_["referrals", 202503]) == (7, 7)
    assert refused(returned).keys() == {"Numbers!D7", "Numbers!E7"}


def test_a_month_over_number_and_percentage():
    header, forms = [None, "Apr-25", "Apr-25"], [None, "No.", "%"]
    returned = read(header, forms, ["Assessments in 45 days", 84, "84.5%"])
    assert values(returned) == {
        ("806", "assessments_45_days", 202504): 84,
        ("806", "assessments_45_days_pct", 202504): 84.5,
    }  # fmt: skip


def test_open_document_and_csv_say_the_same(tmp_path):
    write_ods(tmp_path / "r.ods", {"Notes": NOTES, "Numbers": list(WIDE)})
    assert values(read_return(read_grid(tmp_path / "r.ods"), IN_YEAR, CODES)) == EXPECTED
    text = "\n".join(
        ",".join(f'"{c}"' if c is not None else "" for c in row) for row in [*NOTES, [], *WIDE]
    )
    assert values(read_return([csv_sheet(text)], IN_YEAR, CODES)) == EXPECTED


ANYTHING = st.one_of(
    st.none(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.booleans(),
    st.text(max_size=8),
    st.sampled_from(["Contacts", "Apr-25", "Measure", "Period", "Value", "2025/26", "Apr", "%",
                     "Authority", "Returned on", "84,5", "c", "Q1 2025/26", 45777, "Total"]),
)  # fmt: skip


@examples(100)
@example(rows=[[float("inf")], ["CONTACTS"]])
@example(rows=[[float("nan")], ["CONTACTS"]])
@given(st.lists(st.lists(ANYTHING, max_size=5), max_size=8))
def test_whatever_stands_in_a_sheet_is_read_or_refused_and_never_crashes(rows):
    told = "in_year_two_notes"
    try:
        returned = read(*rows)
    except SourceError as error:
        told, returned = error.rule, None
    if returned is None:
        assert told == "in_year_two_notes"
        return
    assert set(returned.frame["status"]) <= {
        "ok", "refused", "not_returned", "suppressed", "not_available", "not_applicable",
        "low_reliability", "low",
    }  # fmt: skip


CELL = st.one_of(st.none(), st.integers(0, 10**6), st.sampled_from(["c", "x", "z", "n/a"]))


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("frequency", ["monthly", "quarterly"])
@examples(8)
@given(data=st.data())
def test_template_filled_and_read_gives_the_same(tmp_path_factory, suffix, frequency, data):
    path = tmp_path_factory.mktemp("t") / f"t.{suffix}"
    write_template(path, IN_YEAR, frequency, dt.date(2025, 7, 31), authority="Middlesbrough")
    counts = [k for k, m in IN_YEAR.measures.items() if m.unit == "count"]
    cells = data.draw(st.fixed_dictionaries({k: st.lists(CELL, min_size=4, max_size=4)
                                             for k in counts}))  # fmt: skip
    wanted = fill(path, cells)
    read_ = values(read_return(read_grid(path), IN_YEAR, CODES))
    assert {k: v for k, v in read_.items() if v != "not_returned" or k in wanted} == wanted


def fill(path: Path, cells: dict[str, list]) -> dict:
    """Fill the last four periods of a template; return what should be read."""
    import csv

    status = {"c": "suppressed", "x": "not_returned", "z": "not_applicable", "n/a": "not_available"}
    labels = {IN_YEAR.measures[key].label: key for key in cells}
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book["Numbers"]
        width, header = sheet.max_column, [c.value for c in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            if row[0].value in labels:
                for offset, cell in enumerate(cells[labels[row[0].value]]):
                    row[width - 4 + offset].value = cell
        book["Notes"]["B3"] = dt.date(2025, 8, 12)
        book.save(path)
    else:
        rows = list(csv.reader(path.open(encoding="utf-8-sig", newline="")))
        header = next(row for row in rows if row and row[0] == "Measure")
        for row in rows:
            if row and row[0] == "returned on":
                row[1] = "2025-08-12"
            if row and row[0] in labels:
                row[-4:] = ["" if c is None else c for c in cells[labels[row[0]]]]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    ends = {"Apr 2025": 202504, "May 2025": 202505, "Jun 2025": 202506, "Jul 2025": 202507,
            "Q2 2024/25": 202409, "Q3 2024/25": 202412, "Q4 2024/25": 202503,
            "Q1 2025/26": 202506}  # fmt: skip
    periods = [ends[h] for h in header[-4:]]
    return {
        ("806", key, period): status.get(cell, cell) if cell is not None else "not_returned"
        for key, own in cells.items() for period, cell in zip(periods, own, strict=True)
    }  # fmt: skip


def of_authority(words: object, month: str, day: str = "2025-08-12"):
    notes = [["Authority", words], ["Frequency", "monthly"], ["Returned on", day]]
    rows = [["Measure", month], ["Contacts", 310], ["Referrals", 12], ["Early help", 5]]
    places = Matcher(CODES, authorities.builtin(REFERENCE).changes, aliases(REFERENCE))
    return read_return([sheet(*rows, notes=notes)], IN_YEAR, CODES, places)


@pytest.mark.parametrize("words", ["Northamptonshire", "928", 928, "E10000021"])
def test_a_return_of_an_authority_that_has_closed_is_refused_with_its_successors(words):
    returned = of_authority(words, "May 2025")
    assert returned.frame.empty
    [refusal] = returned.refusals
    assert "closed on 2021-03-31" in refusal.why
    assert "940 North Northamptonshire, 941 West Northamptonshire" in refusal.why


def test_its_months_before_it_closed_are_read():
    returned = of_authority("Northamptonshire", "March 2021", "2021-04-12")
    assert returned.refusals == []
    assert set(returned.frame["old_la_code"]) == {"928"}


def test_a_month_before_an_authority_opened_is_refused():
    assert "opened on 2021-04-01" in of_authority("941", "March 2021").refusals[0].why


@pytest.mark.parametrize("words", ["Hull City Council", "BCP", "Westmorland & Furness"])
def test_everyday_names_are_known_in_a_return(words):
    assert len(of_authority(words, "May 2025").frame) == 3


LONG = ["Authority", "Measure", "Period", "Team", "Value"]


def teams(*rows: list[object]):
    return read(LONG, *([806, *row] for row in rows))


def test_rows_of_teams_are_refused_even_where_their_halves_are_equal():
    returned = teams(
        ["Referrals", "April 2025", "North", 110], ["Referrals", "April 2025", "South", 110],
        ["Referrals", "May 2025", "North", 100], ["Referrals", "May 2025", "South", 120],
        ["Referrals", "June 2025", "North", 90],
    )  # fmt: skip
    assert set(values(returned).values()) == {"refused"}
    assert len(returned.frame) == 3
    assert all("splits the figure" in why for why in refused(returned).values())


def test_a_column_that_splits_nothing_is_let_be():
    returned = teams(
        ["Referrals", "April 2025", "North", 110], ["Referrals", "May 2025", "North", 120],
        ["Contacts", "May 2025", "seen by the board", 300],
    )  # fmt: skip
    assert list(values(returned).values()) == [300, 110, 120]


def test_the_same_row_twice_splits_nothing():
    row = ["Referrals", "April 2025", "North", 110]
    assert values(teams(row, row)) == {("806", "referrals", 202504): 110}


def test_wards_beside_months_across_are_refused_too():
    returned = read(
        ["Measure", "Ward", "April 2025", "May 2025"],
        ["Referrals", "Abbey", 12, 14], ["Referrals", "Castle", 12, 9],
        ["Contacts", "Abbey", 120, 140], ["Contacts", "Castle", 99, 140],
    )  # fmt: skip
    assert set(values(returned).values()) == {"refused"}


def test_a_return_that_names_two_authorities_is_refused_by_address():
    rows = [
        ["Authority", "Middlesbrough"], ["Returned on", "2025-07-10"], ["Frequency", "monthly"],
        ["Authority", "Leeds"], ["Measure", "April 2025"], ["Referrals", 210],
    ]  # fmt: skip
    with pytest.raises(SourceError, match="says another authority than"):
        read_return([Sheet("Numbers", rows, {})], IN_YEAR, CODES)


@pytest.mark.parametrize(
    "words",
    ["2024-W12", "2025 W3", "W12", "Wk 12", "Week 12", "week no. 3", "w/c 01/04/2025",
     "W/E 6 Apr", "Week commencing 7 April 2025", "week ending 13/04/2025", "Week 12 2025"],
)  # fmt: skip
def test_a_week_is_refused_by_its_address_and_the_months_beside_it_are_read(words: str) -> None:
    returned = read(["Measure", "Apr-25", words, "May-25"], ["Contacts", 100, 25, 110])
    assert values(returned) == {("806", "contacts", 202504): 100, ("806", "contacts", 202505): 110}
    assert [(r.at, r.why) for r in returned.refusals] == [
        ("Numbers!C5", "is a week, and a return is told in months or quarters")
    ]


def test_a_return_in_weeks_alone_is_known_as_one_and_told_why_it_is_not_read() -> None:
    sheets = sheet(["Measure", "Week 14", "Week 15"], ["Contacts", 100, 25])
    assert looks_like_return([sheets], IN_YEAR)
    assert read(["Measure", "Week 14", "Week 15"], ["Contacts", 100, 25]).frame.empty


def test_figures_under_a_heading_that_nothing_knows_are_told_by_address() -> None:
    returned = read(
        ["Measure", "Apr-25", "Target", "Comment"],
        ["Contacts", 100, 25, "as planned"], ["Referrals", 30, None, "2 late"],
    )  # fmt: skip
    assert returned.aside == [
        "Numbers!C6: a figure under no period or heading that is known; its column is left aside"
    ]
