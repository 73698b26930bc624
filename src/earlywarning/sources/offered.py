"""One file as it is offered, before and after it is known what it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pandas as pd
import pyarrow as pa

from earlywarning.definitions.table import PublishedTable
from earlywarning.errors import SourceError
from earlywarning.sources.in_year.result import Return
from earlywarning.sources.reading import DATA_SUFFIXES, RawTable, Sheets
from earlywarning.sources.refused import RefusedRows
from earlywarning.sources.workbook.sheet import Sheet

NOT_DATA = "not a data file"
READ_SUFFIXES = DATA_SUFFIXES | {".json", ".jsonl"}
Outcome = Literal["taken", "refused", "unknown", "not_yet_published", "context"]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a published table comes to: its figures, its series, and the nation it names, if any.

    tables: `facts`, with the columns of `observation` but release and published, which are today's
    to say; `series`.
    """

    tables: Mapping[str, pa.Table]
    country: str = ""

    @property
    def facts(self) -> pa.Table:
        """Return the figures."""
        return self.tables["facts"]

    @property
    def series(self) -> pd.DataFrame:
        """Return the series."""
        series: pd.DataFrame = self.tables["series"].to_pandas()
        return series


@dataclass(slots=True)
class Offered:
    """One file as it was offered and what it turned out to be."""

    path: Path
    name: str
    sha256: str
    kind: str = "unknown"
    outcome: Outcome = "unknown"
    message: str = ""
    table: PublishedTable | None = None
    raw: RawTable | None = None
    sheets: Sheets | None = None
    # Sheets with their addresses: of a workbook while it is looked at, and of a return.
    book: list[Sheet] | None = None
    # What a workbook does not show of its sheets; it is read all the same.
    hidden: tuple[str, ...] = ()
    frame: pd.DataFrame | None = None
    # What an earlier run read in these bytes; then nothing above is filled.
    remembered: Remembered | None = None
    period: int | None = None
    published: dt.date | None = None
    published_basis: str = ""
    rule: str = ""
    row: int | None = None
    # A query answer holds the rows that were asked for and replaces no whole file.
    partial: bool = False
    rows_read: int | None = None
    returned: Return | None = None
    # Row and column of the cells that its contract refused, while the rest was taken.
    refused_cells: frozenset[tuple[int, str]] = frozenset()
    # Rows of a list or register that were refused, while the rest was taken.
    refused_rows: RefusedRows = field(default_factory=RefusedRows)
    # Lists about children: neither their bytes nor their rows are kept anywhere.
    child_level: bool = False

    @property
    def file_name(self) -> str:
        """Return the file's own name, without the folder and the hash of a kept copy."""
        return self.name if self.child_level else printable(self.path.name.split("__")[-1])

    def hold_children(self) -> None:
        """Mark lists about children: not even the file's name is kept, nor its sheets or rows."""
        self.child_level = True
        self.name = f"child-level lists {self.sha256[:8]}"
        self.sheets = self.raw = None

    @property
    def release(self) -> str:
        """Return the identifier of the release: what, when, and which bytes."""
        return f"{self.kind}_{self.period}.{self.sha256[:8]}"

    def hold(self, read: Remembered) -> None:
        """Keep what a table comes to in place of what it was read from, which takes more room."""
        self.rows_read = self.count_rows()
        self.raw = self.sheets = self.frame = self.book = None
        self.remembered = read

    def forget(self) -> None:
        """Let go of the rows once they are stored; their number stays."""
        self.rows_read = self.count_rows()
        self.raw = self.sheets = self.frame = self.book = self.remembered = None

    def count_rows(self) -> int:
        """Return how many data rows were read."""
        if self.rows_read is not None:
            return self.rows_read
        if self.frame is not None:
            return len(self.frame)
        if self.raw is not None:
            return len(self.raw.rows)
        return sum(len(rows) for rows in (self.sheets or {}).values())

    def refuse(self, error: SourceError) -> None:
        """Mark the file as refused; the message keeps row and rule."""
        self.outcome, self.message = "refused", str(error)
        self.rule, self.row = error.rule, error.row


def printable(name: str) -> str:
    """Return a name as it can be printed and stored: bytes that are no UTF-8 stand as numbers."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
