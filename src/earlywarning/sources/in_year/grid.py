"""Sheets as they stand in the file, so that every cell keeps its address."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from earlywarning.errors import SourceError
from earlywarning.sources.reading import TEXT_SUFFIXES, decode, require_whole_archive


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells from A1 on; `merged` leads from a covered cell to the one that holds its content."""

    name: str
    rows: list[list[object]]
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> object:
        """Return what a cell shows: a merged one shows what its first cell holds."""
        row, column = self.merged.get((row, column), (row, column))
        cells = self.rows[row] if row < len(self.rows) else []
        content = cells[column] if column < len(cells) else None
        return None if isinstance(content, str) and not content.strip() else content

    def is_merged(self, row: int, column: int) -> bool:
        """Tell whether a cell is part of a merged range."""
        return (row, column) in self.merged

    def width(self) -> int:
        """Return the number of columns."""
        return max((len(cells) for cells in self.rows), default=0)

    def address(self, row: int, column: int) -> str:
        """Return an address as a spreadsheet shows it, such as Numbers!D7; D7 in a CSV file."""
        letters, number = "", column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{self.name}!{letters}{row + 1}" if self.name else f"{letters}{row + 1}"


def read_grid(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook, or a CSV file as one sheet without a name.

    Raises:
        SourceError: if it cannot be opened.
    """
    if path.suffix.lower() in TEXT_SUFFIXES:
        return [csv_sheet(decode(path.read_bytes()))]
    import python_calamine

    require_whole_archive(path)
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
        return [
            Sheet(s.name, [list(r) for r in s.to_python(skip_empty_area=False)], _merged(s))
            for s in sheets
        ]
    except (python_calamine.CalamineError, OSError) as error:
        raise SourceError(f"cannot be opened as a workbook: {error}", rule="file_kind") from error


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


def _merged(sheet: object) -> dict[tuple[int, int], tuple[int, int]]:
    ranges = getattr(sheet, "merged_cell_ranges", None) or []
    return {
        (row, column): tuple(start)
        for start, end in ranges
        for row in range(start[0], end[0] + 1)
        for column in range(start[1], end[1] + 1)
    }
