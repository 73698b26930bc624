"""Sheets as they stand in the file, so that every cell keeps its address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from earlywarning.errors import SourceError

Place = tuple[int, int]


class Fault(str):
    """A cell that has no value because something is wrong with it; as text it is its symbol."""

    at: str
    why: str

    def __new__(cls, symbol: str, at: str, why: str) -> Fault:
        """Make one: the symbol that stands in the cell, its address, and what is wrong."""
        made = super().__new__(cls, symbol)
        made.at, made.why = at, why
        return made

    def __reduce__(self) -> tuple[type[Fault], tuple[str, str, str]]:
        return Fault, (str(self), self.at, self.why)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells from A1 on; `merged` leads from a covered cell to the one that holds its content.

    `hidden` names rows and columns that the workbook does not show. Where days are counted from
    1904, a plain number is no day: nothing in the cell tells that it was meant to be one.
    """

    name: str
    rows: list[list[object]]
    merged: dict[Place, Place] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    from_1904: bool = False

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
        return address(self.name, row, column)

    def without_margin(self) -> list[list[object]]:
        """Return the rows without the empty rows above and columns left of all content.

        A number that stands in a range of merged cells is a fault: whose it is cannot be told.
        """
        rows = [list(cells) for cells in self.rows]
        for (row, column), start in self.merged.items():
            if isinstance(self.cell(*start), int | float):
                at, why = self.address(row, column), "is merged over several cells"
                rows[row][column] = Fault("merged", at, why)
        filled = [
            (i, j)
            for i, cells in enumerate(rows)
            if (j := next((k for k, c in enumerate(cells) if c != ""), None)) is not None
        ]
        if not filled:
            return []
        left = min(column for _, column in filled)
        return [cells[left:] for cells in rows[filled[0][0] :]]


def letters(column: int) -> str:
    """Return a column as a spreadsheet names it: 0 is A, 26 is AA."""
    out, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(65 + rest) + out
    return out


def address(sheet: str, row: int, column: int) -> str:
    """Return an address such as Numbers!D7; D7 where the sheet has no name."""
    cell = f"{letters(column)}{row + 1}"
    return f"{sheet}!{cell}" if sheet else cell


def require_sound(rows: Iterable[Iterable[object]]) -> None:
    """Refuse rows with a faulty cell, where a cell is no figure that could be left out alone.

    Raises:
        SourceError: naming the first such cell.
    """
    for cells in rows:
        for cell in cells:
            if isinstance(cell, Fault):
                raise SourceError(f"{cell.at}: {str(cell)!r} {cell.why}", rule="error_cell")
