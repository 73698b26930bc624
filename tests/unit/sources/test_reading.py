"""Bytes become a header and rows, or a refusal that says where and why."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from earlywarning.errors import SourceError
from earlywarning.sources.reading import GARBLED, cell_text, read_csv, read_sheets, rectangular
from earlywarning.sources.refused import RefusedRows


def refusal(content: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        rectangular(read_csv(content), RefusedRows())
    return caught.value


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,2\n3,4\n",
        b"a,b\r\n1,2\r\n3,4\r\n",
        b"\xef\xbb\xbfa,b\n1,2\n3,4",
        b" a ,b\n1,2\n3,4\n",
    ],
    ids=["plain", "crlf", "bom", "spaces in the header"],
)
def test_the_same_table_however_it_was_saved(content: bytes) -> None:
    table = read_csv(content)
    assert table.header == ("a", "b")
    assert table.rows == [["1", "2"], ["3", "4"]]
    assert table.row_numbers == [2, 3]


def test_row_numbers_count_blank_rows_and_lines_inside_quotes() -> None:
    table = read_csv(b'a,b\n\n1,2\n,\n"x\ny",4\n5,6\n')
    assert table.rows == [["1", "2"], ["x\ny", "4"], ["5", "6"]]
    assert table.row_numbers == [3, 6, 7]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_refused_with_advice(encoding: str) -> None:
    error = refusal("\ufeffa,b\n1,2\n".encode(encoding))
    assert (error.rule, error.row) == ("encoding", 1)
    assert "save it again as UTF-8" in str(error)


def test_a_zero_byte_is_refused_by_row() -> None:
    error = refusal(b"a,b\n1,2\n3,\x00\n")
    assert (error.rule, error.row) == ("encoding", 3)
    assert str(error).startswith("row 3:")


def test_another_encoding_is_refused_by_row() -> None:
    error = refusal("a,b\n1,2\nBéziers,4\n".encode("cp1252"))
    assert (error.rule, error.row) == ("encoding", 3)


@pytest.mark.parametrize("start", [b"<!DOCTYPE html><html>", b"\n  <html>"])
def test_a_web_page_is_refused(start: bytes) -> None:
    error = refusal(start + b"\n<body>Not found</body></html>")
    assert error.rule == "file_kind"
    assert "web page" in str(error)


@pytest.mark.parametrize(("row", "cells"), [(b"3", 1), (b"3,4,5", 3)])
def test_a_ragged_row_is_named_and_costs_no_other(row: bytes, cells: int) -> None:
    refused = RefusedRows()
    table = rectangular(read_csv(b"a,b\n1,2\n\n" + row + b"\n5,6\n"), refused)
    [told] = refused.rows
    assert (told.rule, told.row) == ("row_length", 4)
    assert f"{cells} cells under a header of 2" in told.why
    assert (table.rows, table.row_numbers) == ([["1", "2"], ["5", "6"]], [2, 5])


def test_a_file_that_is_cut_off_in_its_last_row_is_refused_and_a_note_below_it_is_not() -> None:
    error = refusal(b"a,b\n1,2\n3\n")
    assert (error.rule, error.row) == ("row_length", 3)
    refused = RefusedRows()
    table = rectangular(read_csv(b"a,b\n1,2\nSource: nobody\n"), refused)
    assert (len(table.rows), [one.row for one in refused.rows]) == (1, [3])


def test_rows_with_bytes_that_are_no_text_are_named_where_that_is_asked_for() -> None:
    content = "a,b\n1,2\nBéziers,4\n5,é\n".encode("cp1252") + "Béziers,4\n".encode()
    table = read_csv(content, errors=GARBLED)
    assert table.garbled == (3, 4)
    assert table.rows == [["1", "2"], ["Béziers", "4"]]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b" , \n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert "empty" in str(refusal(content))


def test_a_workbook_gives_the_rows_of_every_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Cover"
    book.create_sheet("Data").append(["Hartlepool", 805])
    book.save(tmp_path / "book.xlsx")
    sheets = read_sheets(tmp_path / "book.xlsx")
    assert list(sheets) == ["Cover", "Data"]
    assert [cell_text(cell) for cell in sheets["Data"][0]] == ["Hartlepool", "805"]


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(SourceError, match="cannot be opened as a workbook"):
        read_sheets(path)


@pytest.mark.parametrize(("cell", "text"), [(805.0, "805"), (1.5, "1.5"), (" x ", "x"), ("", "")])
def test_cells_become_text(cell: object, text: str) -> None:
    assert cell_text(cell) == text


HEAD = b"a,b,c,d,e\n"


@pytest.mark.parametrize(
    ("rows", "last"),
    [
        (b'1,"two,3,4,5\n1,2,3,4,5\n1,2,3,4,5\n', 5),  # never closed
        (b'1,"two,3,4,5\n1,2,3,4,5\n1,"2",3,4,5\n', 5),  # closed by the next quote
        (b'1,"two,3,4,5\n1,2,3,4,5\n1,2",3,4,5\n1,2,3,4,5\n', 5),  # closed where a cell ends
    ],
)
def test_a_quote_that_swallows_rows_is_named_by_the_row_in_which_it_opens(
    rows: bytes, last: int
) -> None:
    error = refusal(HEAD + b"1,2,3,4,5\n" + rows)
    assert (error.rule, error.row) == ("csv", 3)
    assert str(error).startswith(
        f"row 3: a quote opens in this row and swallows the rows up to {last}"
    )


def test_a_quote_in_the_middle_of_a_row_is_named_by_row() -> None:
    error = refusal(HEAD + b'1,2,3,4,5\n1,"two"x,3,4,5\n1,2,3,4,5\n')
    assert (error.rule, error.row) == ("csv", 3)


def test_a_text_of_several_lines_is_a_cell() -> None:
    table = read_csv(HEAD + b'1,2,"He said: ""wait"",\nand, then, went.",4,5\n1,2,3,4,5\n')
    assert table.rows[0][2] == 'He said: "wait",\nand, then, went.'
    assert table.row_numbers == [3, 4]
