"""Rows of CSV text, strictly: a quote that is not closed must not swallow the rows after it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from earlywarning.errors import SourceError

# In a table with fewer columns a sentence has as many commas as a row.
FEWEST_COLUMNS = 5


def csv_rows(text: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the number of its last line.

    Raises:
        SourceError: naming the row in which a quote opens that is not closed, or closes only after
            it has swallowed other rows.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    width = 0
    begun = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(begun, reader.line_num, str(error)) from error
        width = width or len(cells)
        if reader.line_num > begun and _swallows(cells, width, delimiter):
            raise _broken(begun, reader.line_num, "")
        yield reader.line_num, cells
        begun = reader.line_num + 1


def _swallows(cells: list[str], width: int, delimiter: str) -> bool:
    """Tell whether a cell of several lines holds a line that is a row of its own."""
    if width < FEWEST_COLUMNS:
        return False
    lines = (line for cell in cells for line in cell.splitlines()[1:])
    return any(line.count(delimiter) == width - 1 for line in lines)


def _broken(begun: int, last: int, why: str) -> SourceError:
    words = (
        f"a quote opens in this row and swallows the rows up to {last}"
        if last > begun
        else "a quote opens in this row and is not closed as it should be"
    )
    return SourceError(
        f"row {begun}: {words}" + (f" ({why})" if why else ""), rule="csv", row=begun
    )
