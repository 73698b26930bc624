"""Which rows of a list are cases, and which cells of them cannot be what they say.

Decided by rule and told by row: a row with a day and no identifier is a case; a row that stands
again, equal in every column, is one case; a day that cannot be leaves its row out of what it is
counted for. No message holds the content of a cell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from earlywarning.sources.annex_a.lists import FoundLists, read_days

# In no list is anybody older than a care leaver of 25.
LONGEST_LIFE = 27
UNREAD, LATE, EARLY = (
    "cannot be read as a day",
    "is after the day of the extract",
    "is before any plausible day",
)
TURNED = "ends before it begins"
NUMBER = "cannot be read as a number"
UNLISTED = "lies before the bank holidays that are listed, which would decide"


@dataclass(frozen=True)
class Cases:
    """The cases of one list, with the days of the columns that are counted."""

    found: FoundLists
    columns: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    extract: dt.date
    faults: dict[tuple[str, int], str] = field(default_factory=dict)

    @cached_property
    def named(self) -> list[int]:
        """Rows that have an identifier."""
        return [row for row in self._body if self._identifier(row) is not None]

    @cached_property
    def nameless(self) -> list[int]:
        """Rows that have a day and no identifier; notes below a list have neither."""
        rest = [row for row in self._body if self._identifier(row) is None]
        days = [read_days(self.found, column, rest).by_row for column in self.columns]
        return [row for row in rest if any(own.get(row) for own in days)]

    @cached_property
    def twice(self) -> list[int]:
        """Rows that repeat an earlier one in every column."""
        seen: set[tuple[str, ...]] = set()
        again = []
        for row in self.named:
            cells = tuple(str(self.found.sheet.cell(row, c)) for c in range(self._width))
            if cells in seen:
                again.append(row)
            seen.add(cells)
        return again

    @cached_property
    def rows(self) -> list[int]:
        """Every case once."""
        repeated = set(self.twice)
        return sorted({*self.named, *self.nameless} - repeated)

    @cached_property
    def days(self) -> dict[str, dict[int, dt.date | None]]:
        """Return the days by column and row; what cannot be one is a fault and no day."""
        out: dict[str, dict[int, dt.date | None]] = {}
        earliest = self.extract.replace(year=self.extract.year - LONGEST_LIFE, day=1)
        for column in self.columns:
            read = read_days(self.found, column, self.rows)
            out[column] = read.by_row
            self.faults.update({(column, row): UNREAD for row in read.bad})
            for row, day in read.by_row.items():
                if day is not None and not earliest <= day <= self.extract:
                    self.faults[column, row] = LATE if day > self.extract else EARLY
        for start, end in self.pairs:
            for row in self.rows if {start, end} <= set(out) else ():
                first, last = out[start].get(row), out[end].get(row)
                sound = not {(start, row), (end, row)} & set(self.faults)
                if sound and first is not None and last is not None and last < first:
                    self.faults[start, row] = self.faults[end, row] = TURNED
        return out

    @cached_property
    def sound_days(self) -> set[dt.date]:
        """Every day that the list tells of, without those that cannot be."""
        return {
            day
            for column, by_row in self.days.items()
            for row, day in by_row.items()
            if day is not None and (column, row) not in self.faults
        }

    def bad(self, columns: Iterable[str]) -> list[tuple[str, int]]:
        """Return the cells of these columns that cannot be what they say."""
        wanted = set(columns)
        return sorted(key for key in self.faults if key[0] in wanted)

    @cached_property
    def _body(self) -> range:
        return range(self.found.header + 1, len(self.found.sheet.rows))

    @cached_property
    def _width(self) -> int:
        return self.found.sheet.width()

    def _identifier(self, row: int) -> object:
        return self.found.sheet.cell(row, self.found.columns[self.found.declared.columns[0]])
