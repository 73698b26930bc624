"""The one reader of workbooks: errors by address, what is merged or hidden, and no bomb."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from earlywarning.errors import SourceError
from earlywarning.sources.in_year.reading import looks_like_return
from earlywarning.sources.reading import read_sheets
from earlywarning.sources.workbook import apart, limits
from earlywarning.sources.workbook.apart import open_book
from earlywarning.sources.workbook.sheet import Fault, Sheet
from tests.support.returns import IN_YEAR
from tests.support.workbooks import ROWS, changed, ods, put, xlsx

XLSX_FAULTS = {
    "error": ('<c t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
    "error by address": ('<c r="B2" t="e"><v>#N/A</v></c>', "#N/A"),
    "error of a formula": ('<c t="e"><f>1/0</f><v>#REF!</v></c>', "#REF!"),
    "error in single quotes": ("<c r='B2' t='e'><v>#NUM!</v></c>", "#NUM!"),
    "formula never calculated": ("<c><f>1+1</f><v/></c>", "="),
    "formula with a blank value": ("<c><f>1+1</f><v></v></c>", "="),
    "formula without a value": ("<c><f>1+1</f></c>", "="),
    "formula shared": ('<c><f t="shared" si="0"/></c>', "="),
}
ODS_CELL = '<table:table-cell office:value-type="float" office:value="210"><text:p>210</text:p>'
ODS_FAULTS = {
    "error as LibreOffice writes it": (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
        'office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>', "#DIV/0!",
    ),
    "error told in the text": (
        '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0">'
        "<text:p>#VALUE!</text:p>", "#VALUE!",
    ),
    "error with a number": (
        '<table:table-cell table:formula="of:=a" office:value-type="string" office:string-value="">'
        "<text:p>Err:508</text:p>", "Err:508",
    ),
    "formula never calculated": ('<table:table-cell table:formula="of:=1+1">', "="),
}  # fmt: skip


def only(path: Path) -> Sheet:
    [sheet] = open_book(path)
    return sheet


@pytest.mark.parametrize("what", XLSX_FAULTS)
def test_faulty_cells_of_xlsx_have_symbol_address_and_reason(tmp_path: Path, what: str) -> None:
    cell, symbol = XLSX_FAULTS[what]
    found = only(xlsx(tmp_path, put("<c><v>210</v></c>", cell))).cell(1, 1)
    assert isinstance(found, Fault)
    assert (found, found.at) == (symbol, "Numbers!B2")
    assert ("formula" in found.why) == (symbol == "=")


@pytest.mark.parametrize("what", ODS_FAULTS)
def test_faulty_cells_of_ods_have_symbol_address_and_reason(tmp_path: Path, what: str) -> None:
    cell, symbol = ODS_FAULTS[what]
    found = only(ods(tmp_path, put(ODS_CELL, cell))).cell(1, 1)
    assert isinstance(found, Fault)
    assert (found, found.at) == (symbol, "Numbers!B2")


@pytest.mark.parametrize("what", ["<c><f>1+1</f><v>2</v></c>", '<c t="str"><f>a</f><v></v></c>'])
def test_a_formula_with_its_value_is_no_fault(tmp_path: Path, what: str) -> None:
    found = only(xlsx(tmp_path, put("<c><v>210</v></c>", what))).cell(1, 1)
    assert found in {2.0, None}
    assert not isinstance(found, Fault)


def test_faults_are_found_where_tags_have_a_prefix(tmp_path: Path) -> None:
    def prefixed(xml: bytes) -> bytes:
        xml = xml.replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:")
        xml = xml.replace(b"<x:?", b"<?").replace(b"xmlns=", b"xmlns:x=")
        return xml.replace(b"<x:c><x:v>210</x:v>", b'<x:c t="e"><x:v>#N/A</x:v>')

    assert isinstance(only(xlsx(tmp_path, prefixed)).cell(1, 1), Fault)


def test_a_fault_beside_and_below_all_content_is_kept(tmp_path: Path) -> None:
    far = '</row><row r="7"><c r="D7" t="e"><v>#REF!</v></c></row></sheetData>'
    sheet = only(xlsx(tmp_path, put("</row></sheetData>", far)))
    assert isinstance(sheet.cell(6, 3), Fault)
    assert {len(cells) for cells in sheet.rows} == {4}


def test_a_text_that_points_nowhere_is_blank(tmp_path: Path) -> None:
    sheet = only(xlsx(tmp_path, put("<c><v>210</v></c>", '<c t="s"><v/></c>')))
    assert sheet.cell(1, 1) is None


def test_merged_cells_of_both_kinds_show_what_their_first_cell_holds(tmp_path: Path) -> None:
    merge = '</sheetData><mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'
    first = only(xlsx(tmp_path, put("</sheetData>", merge)))
    spanned = ODS_CELL.replace("table-cell", 'table-cell table:number-rows-spanned="2"')
    second = only(ods(tmp_path, put(ODS_CELL, spanned)))
    for sheet in (first, second):
        assert sheet.cell(2, 1) == 210
        assert sheet.is_merged(1, 1)
        assert sheet.is_merged(2, 1)
        assert not sheet.is_merged(0, 1)


def test_a_number_merged_over_cells_is_a_fault_of_each_in_a_published_table(tmp_path: Path) -> None:
    merge = '</sheetData><mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'
    rows = read_sheets(xlsx(tmp_path, put("</sheetData>", merge)))["Numbers"]
    assert [str(cells[1]) for cells in rows] == ["Apr 2025", "merged", "merged"]


def test_what_is_hidden_is_told(tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(list(row))
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    book.create_sheet("aside").sheet_state = "hidden"
    book.save(path)
    shown, aside = open_book(path)
    assert shown.hidden == ("row 2", "column B")
    assert aside.hidden == ("the whole sheet",)
    row = put("<table:table-row>", '<table:table-row table:visibility="collapse">')
    assert only(ods(tmp_path, row)).hidden == ("row 1",)


def test_days_from_1904_are_read_where_they_are_days_and_numbers_are_marked(tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append([dt.datetime(2025, 4, 30), dt.datetime(2025, 3, 31, 23, 0), 44_000])
    book.save(path)
    sheet = only(path)
    assert sheet.rows == [[dt.date(2025, 4, 30), dt.datetime(2025, 3, 31, 23, 0), 44_000.0]]
    assert sheet.from_1904


FAR = '</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
BARE = "</row><row>" + "<c><v>1</v></c>" * 9000 + '</row><row r="1048576"><c><v>1</v></c></row>'
MANY = '<row r="2000"><c r="ALL2000"><v>1</v></c></row></sheetData><mergeCells>' + (
    '<mergeCell ref="A1:XFD1048576"/>' * 50
)
BOMBS = {
    "two corners": (put("</row></sheetData>", FAR), "XFD1048576"),
    "cells without addresses": (put("</row></sheetData>", f"{BARE}</sheetData>"), "1048576"),
    "merged ranges": (put("</sheetData>", f"{MANY}</mergeCells>"), "merged cells"),
    "a long text": (put("Referrals", "x" * (limits.LONGEST_CELL + 1)), "characters"),
    "much air": (lambda xml: xml + b" " * (limits.MOST_UNPACKED + 1), "unpacks to 256 MB"),
    "entities": (lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml, "document type"),
}
ROW = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
ODS_BOMBS = {
    "repeats": f'{ROW}office:value-type="float" office:value="1" '
    'table:number-columns-repeated="16384"/></table:table-row>',
    "errors": f'{ROW}table:formula="of:=1" table:number-columns-repeated="4"/></table:table-row>',
}


@pytest.mark.parametrize("what", BOMBS)
def test_a_bomb_of_xlsx_is_refused_in_words(tmp_path: Path, what: str) -> None:
    change, words = BOMBS[what]
    with pytest.raises(SourceError, match=words):
        open_book(xlsx(tmp_path, change))


@pytest.mark.parametrize("what", ODS_BOMBS)
def test_a_bomb_of_ods_is_refused_in_words(tmp_path: Path, what: str) -> None:
    with pytest.raises(SourceError, match=r"cells|errors"):
        open_book(ods(tmp_path, put("</table:table>", f"{ODS_BOMBS[what]}</table:table>")))


def test_empty_rows_and_ranges_to_the_last_cell_are_no_bomb(tmp_path: Path) -> None:
    empty = f'{ROW}table:number-columns-repeated="16384"/></table:table-row></table:table>'
    assert len(only(ods(tmp_path, put("</table:table>", empty))).rows) == 3
    merge = '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert len(only(xlsx(tmp_path, put("</sheetData>", merge))).merged) == 6


def test_what_ends_the_process_that_opens_it_ends_no_other(tmp_path: Path) -> None:
    # The reader lays out two thousand million spaces at once.
    spaces = '<text:p><text:s text:c="2000000000"/></text:p>'
    path = ods(tmp_path, put("<text:p>Referrals</text:p>", spaces))
    with pytest.raises(SourceError, match="it is not opened") as told:
        open_book(path)
    assert told.value.rule == limits.RULE


def test_what_takes_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.limits, "SECONDS", 0.001)
    with pytest.raises(SourceError, match="it is not opened"):
        open_book(xlsx(tmp_path))


def test_a_bug_of_the_process_is_told_as_one_with_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    with pytest.raises(RuntimeError, match="met a bug"):
        open_book(xlsx(tmp_path))


def test_no_module_is_taken_from_the_folder_of_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit(5)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert len(open_book(xlsx(tmp_path))) == 1


def test_a_file_is_refused_by_its_size_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    with path.open("wb") as file:
        file.truncate(2**30)
    with pytest.raises(SourceError, match="1024 MB"):
        limits.text_of(path)


def test_a_line_without_end_is_refused_by_its_row(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_bytes(b"a,b\n1,2\n" + b"x" * (limits.LONGEST_LINE + 1))
    with pytest.raises(SourceError, match="row 3: a line of more than 20 MB"):
        limits.text_of(path)


def test_a_sheet_without_its_part_is_damage(tmp_path: Path) -> None:
    relations = "xl/_rels/workbook.xml.rels"
    path = changed(xlsx(tmp_path), relations, put("worksheets/sheet1.xml", "worksheets/no.xml"))
    with pytest.raises(SourceError):
        open_book(path)


def test_errors_do_not_hide_that_a_workbook_is_a_return(tmp_path: Path) -> None:
    path = xlsx(tmp_path, put("<c><v>210</v></c>", XLSX_FAULTS["error"][0]),
                [["Indicator", "Apr 2025"], ["Referrals", 210], ["Contacts", 9],
                 ["Assessments completed", 3]])  # fmt: skip
    assert looks_like_return(open_book(path), IN_YEAR)
