"""One bad row of a list loses itself and not the list; where most rows are bad, the file goes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from earlywarning.errors import SourceError

# Above this share it is the header or the file that is wrong, and not a row.
MOST_BAD_ROWS = 0.5
# Of a published table one row in ten, where an identity that fails refuses a file too.
MOST_OF_A_TABLE = 0.1


def most_of_a_table(many: int) -> float:
    """Return the share of a published table's rows above which it is refused; one never does."""
    return max(MOST_OF_A_TABLE, 1 / max(1, many))


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """What was left out, a row or a cell: where, by which rule, why, and whose if that is known.

    Without a `what` nothing is left out: the row tells of something that is missing elsewhere.
    """

    row: int
    rule: str
    why: str
    old_la_code: str = ""
    what: str = "row"

    @property
    def told(self) -> str:
        """Return it in a line."""
        return f"{self.why}; this {self.what} is refused" if self.what else self.why


@dataclass(frozen=True, slots=True)
class Unread:
    """A report of inspectors whose row was refused: what its other cells still say.

    day: the latest day in it that can be one. grade: overall, else the weakest that can be read.
    """

    row: int
    old_la_code: str
    day: dt.date | None
    grade: str


@dataclass(slots=True)
class RefusedRows:
    """The rows of one file that were refused while the others were taken."""

    rows: list[RefusedRow] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @contextmanager
    def alone(self, row: int, old_la_code: str = "", what: str = "row") -> Iterator[None]:
        """Read one row inside; what is wrong with it refuses it and no other.

        Raises:
            SourceError: if the fault is one of the header, which every row would show.
        """
        try:
            yield
        except SourceError as error:
            if error.rule == "header":
                raise
            self.add(row, error.rule, str(error), old_la_code, what)

    def add(self, row: int, rule: str, why: str, old_la_code: str = "", what: str = "row") -> None:
        """Refuse one row, or a cell of it; only a code is kept as whose it is."""
        code = old_la_code if re.fullmatch(r"\d{3}", old_la_code) else ""
        one = RefusedRow(row, rule, why, code, what)
        # What is wrong with a whole row is met again in each of its parts.
        if self.rows[-1:] != [one]:
            self.rows.append(one)

    def require_few(self, many: int, most: float = MOST_BAD_ROWS) -> None:
        """Refuse the file if too many of its rows had to be.

        Args:
            many: rows that the file has, with those that were refused.
            most: share of them above which the file is refused.

        Raises:
            SourceError: naming the first of them.
        """
        numbers = {one.row for one in self.rows}
        if len(numbers) > most * many:
            first = min(self.rows, key=lambda one: one.row)
            raise SourceError(
                f"{first.why}; {len(numbers)} of {many} rows cannot be used, and so the file is "
                "not",
                rule=first.rule,
                row=first.row,
            )
