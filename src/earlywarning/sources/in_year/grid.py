"""Sheets as they stand in the file, so that every cell keeps its address."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from earlywarning.errors import SourceError
from earlywarning.sources.reading import TEXT_SUFFIXES, decode
from earlywarning.sources.workbook.apart import open_book
from earlywarning.sources.workbook.limits import text_of
from earlywarning.sources.workbook.sheet import Sheet

__all__ = ["Sheet", "csv_sheet", "read_grid"]


def read_grid(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook, or a CSV file as one sheet without a name.

    Raises:
        SourceError: if it cannot be opened.
    """
    if path.suffix.lower() in TEXT_SUFFIXES:
        return [csv_sheet(decode(text_of(path)))]
    return open_book(path)


def csv_sheet(text: str) -> Sheet:
    """Return CSV text as a sheet; a row is a record, blank lines count.

    Raises:
        SourceError: naming the row that cannot be read.
    """
    rows: list[list[object]] = []
    try:
        rows.extend(list(cells) for cells in csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        row = len(rows) + 1
        raise SourceError(f"row {row}: {error}", rule="csv", row=row) from error
    return Sheet("", rows)
