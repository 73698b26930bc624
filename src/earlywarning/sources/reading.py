"""From bytes to a header and rows of text, refusing what is not the table it claims to be."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from earlywarning.errors import SourceError
from earlywarning.sources.csv_text import csv_rows
from earlywarning.sources.days import read_words
from earlywarning.sources.refused import RefusedRows
from earlywarning.sources.workbook.apart import open_book
from earlywarning.sources.workbook.sheet import Sheet

TEXT_SUFFIXES = {".csv"}
BOOK_SUFFIXES = {".xlsx", ".ods", ".xls"}
DATA_SUFFIXES = TEXT_SUFFIXES | BOOK_SUFFIXES | {".parquet"}

# Days and years outside are mistakes: nothing that is read is older, and libraries end soon after.
YEARS = range(1948, 2101)

# How Python keeps bytes that are no text, and what it makes of them.
GARBLED = "surrogateescape"
_NO_TEXT = re.compile("[\udc80-\udcff]")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Sheets = dict[str, list[list[object]]]


@dataclass(frozen=True)
class RawTable:
    """A header and text rows; `row_numbers[i]` is where row i stands in the file.

    `above` holds the titles and notes that stand over the header; `garbled` are the numbers of
    rows with bytes that are no text, which are not among the rows.
    """

    header: tuple[str, ...]
    rows: list[list[str]]
    row_numbers: list[int]
    above: tuple[str, ...] = ()
    garbled: tuple[int, ...] = ()

    @cached_property
    def words(self) -> frozenset[str]:
        """Every cell once: by its labels a table is known."""
        return frozenset(cell for cells in self.rows for cell in cells)


def decode(content: bytes, encoding: str = "utf-8-sig", errors: str = "strict") -> str:
    """Return the text of a CSV file.

    Raises:
        SourceError: if the bytes are UTF-16, binary, not UTF-8, or a web page.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise SourceError("encoded as UTF-16; save it again as UTF-8", rule="encoding", row=1)
    zero = content.find(b"\0")
    if zero >= 0:
        row = content.count(b"\n", 0, zero) + 1
        raise SourceError(
            f"row {row}: holds a zero byte, so it is not text", rule="encoding", row=row
        )
    try:
        text = content.decode(encoding, errors)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"row {row}: not UTF-8: {error.reason}", rule="encoding", row=row
        ) from error
    if text.lstrip()[:1] == "<":
        raise SourceError(
            "row 1: a web page saved under a data file's name", rule="file_kind", row=1
        )
    return text


def read_csv(
    content: bytes, encoding: str = "utf-8-sig", delimiter: str = ",", errors: str = "strict"
) -> RawTable:
    """Read CSV bytes strictly; with `errors = GARBLED` rows with bytes that are no text are named.

    Raises:
        SourceError: naming the first row that cannot be read.
    """
    rows: list[list[str]] = []
    numbers: list[int] = []
    garbled: list[int] = []
    header: list[str] | None = None
    for number, cells in csv_rows(decode(content, encoding, errors), delimiter):
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [cell.strip() for cell in cells]
            continue
        if errors == GARBLED and _NO_TEXT.search("".join(cells)):
            garbled.append(number)
            continue
        rows.append(cells)
        numbers.append(number)
    if header is None:
        raise SourceError("row 1: the file is empty", rule="csv", row=1)
    return RawTable(tuple(header), rows, numbers, garbled=tuple(garbled))


class Named(dict[str, Any]):
    """The cells of a row by the names of their columns; a column that is not there is refused."""

    def __missing__(self, column: str) -> Any:
        raise SourceError(f"row 1: the header lacks {column}", rule="header", row=1)


def named(header: Sequence[str], cells: Sequence[Any]) -> Named:
    """Return the cells of a row, which may be longer than the header, by their columns."""
    return Named(zip(header, cells, strict=False))


def rectangular(table: RawTable, refused: RefusedRows) -> RawTable:
    """Return the rows that have as many cells as the header; the others are refused alone.

    Raises:
        SourceError: naming the last row, if the file is cut off in it.
    """
    rows: list[list[str]] = []
    numbers: list[int] = []
    for cells, number in zip(table.rows, table.row_numbers, strict=True):
        code = dict(zip(table.header, cells, strict=False)).get("old_la_code", "")
        with refused.alone(number, code):
            require_width(table.header, cells, number)
            rows.append(cells)
            numbers.append(number)
    if table.rows and _is_cut(table):
        require_width(table.header, table.rows[-1], table.row_numbers[-1])
    return replace(table, rows=rows, row_numbers=numbers)


def _is_cut(table: RawTable) -> bool:
    """Tell a last row that ends early from a note below the table, which begins as no row does."""
    last, width = table.rows[-1], len(table.header)
    longest = max((len(row[0]) for row in table.rows if len(row) == width), default=0)
    return len(last) < width and len(last[0]) <= longest


def require_width(header: Sequence[str], cells: Sequence[Any], number: int) -> None:
    """Refuse a row that has fewer or more cells than its header.

    Raises:
        SourceError: naming the row.
    """
    if len(cells) != len(header):
        raise SourceError(
            f"row {number}: {len(cells)} cells under a header of {len(header)}; "
            "the file is cut off or its header does not fit",
            rule="row_length",
            row=number,
        )


def read_sheets(path: Path) -> Sheets:
    """Return the rows of every sheet of a workbook, without empty margins.

    Raises:
        SourceError: if the workbook cannot be opened.
    """
    return rows_of(open_book(path))


def rows_of(book: list[Sheet]) -> Sheets:
    """Return the rows of every sheet by its name, without empty margins."""
    return {sheet.name: sheet.without_margin() for sheet in book}


def cell_text(cell: object) -> str:
    """Return a workbook cell as text, whole numbers without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def whole_day(cell: dt.date | str) -> dt.date:
    """Return a day; one with a time of day may be the next one, told in another time zone.

    Raises:
        ValueError: if it has a time of day, is no day, or lies where no figure of ours can.
    """
    if isinstance(cell, str) and not _ISO_DAY.match(cell):
        raise ValueError(f"{cell} is not a day")  # 2024-W12 is a week, which the library reads
    moment = cell if isinstance(cell, dt.date) else dt.datetime.fromisoformat(cell)
    if isinstance(moment, dt.datetime):
        if moment.time() != dt.time():
            raise ValueError(f"{moment} has a time of day")
        moment = moment.date()
    if moment.year not in YEARS:
        raise ValueError(f"{moment} is not between {YEARS[0]} and {YEARS[-1]}")
    return moment


def read_day(cell: object, column: str, row: int | None = None) -> dt.date | None:
    """Return a day as publishers write it (2025-03-31, 31/03/2025, 31st March 2025); None if blank.

    Raises:
        SourceError: naming row and column of anything else.
    """
    text = str(cell or "").strip()
    if not text:
        return None
    try:
        said = cell if isinstance(cell, dt.date) else read_words(text, timed=False) or text
        return whole_day(said)
    except ValueError as error:
        where = f"row {row}: " if row else ""
        raise SourceError(
            f"{where}{column}: {text!r} is not a day", rule="date", row=row
        ) from error
