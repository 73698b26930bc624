"""Sheets as they stand in the file, so that every cell keeps its address."""

from __future__ import annotations

from pathlib import Path

from earlywarning.sources.csv_text import csv_rows
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


def csv_sheet(text: str, delimiter: str = ",") -> Sheet:
    """Return CSV text as a sheet; a row is a record, blank lines count.

    Raises:
        SourceError: naming the row that cannot be read.
    """
    return Sheet("", [list(cells) for _, cells in csv_rows(text, delimiter)])
