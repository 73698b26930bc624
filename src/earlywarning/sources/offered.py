"""One file as it is offered, before and after it is known what it is."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pandas as pd
import pyarrow as pa

from earlywarning.definitions.table import PublishedTable
from earlywarning.errors import SourceError
from earlywarning.settings import ACCESS, ACCOUNT_EVENTS, ACCOUNTS, RETENTION
from earlywarning.sources.boundary import refusing
from earlywarning.sources.in_year.result import Return
from earlywarning.sources.reading import DATA_SUFFIXES, RawTable, Sheets
from earlywarning.sources.refused import RefusedRows
from earlywarning.sources.workbook.sheet import Sheet

NOT_DATA = "not a data file"
READ_SUFFIXES = DATA_SUFFIXES | {".json", ".jsonl"}
# Who may sign in, who did what, and what was let go: beside the ledgers, nothing for a run.
NOT_FOR_RUNS = (ACCOUNTS, ACCOUNT_EVENTS, ACCESS, RETENTION)
Outcome = Literal["taken", "refused", "unknown", "not_yet_published", "context"]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a published table comes to: its figures, its series, and the nation it names, if any.

    facts: columns of `observation` but release and published, which are today's to say.
    """

    facts: pa.Table
    series: pd.DataFrame
    country: str = ""


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
        return self.name if self.child_level else _printable(self.path.name.split("__")[-1])

    def hold_children(self) -> None:
        """Mark lists about children: not even the file's name is kept, nor its sheets or rows."""
        self.child_level = True
        self.name = f"child-level lists {self.sha256[:8]}"
        self.sheets = self.raw = None

    @property
    def release(self) -> str:
        """Return the identifier of the release: what, when, and which bytes."""
        return f"{self.kind}_{self.period}.{self.sha256[:8]}"

    def forget_text(self) -> None:
        """Let go of what a table was read from: text takes ten times the room of its frame."""
        if self.table is not None and self.frame is not None:
            self.raw = self.sheets = self.book = None

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


def offered_files(folders: tuple[Path, ...]) -> list[Offered]:
    """Return every file below the folders once per content, in order of name.

    What is hidden (a name with a dot before it) is not offered: half files are gathered there. The
    accounts of the web form are not either. What is neither file nor folder, such as a link to a
    folder or to nothing, is refused: figures may lie behind it.
    """
    found: dict[str, Offered] = {}
    for folder in folders:
        paths = (
            [folder]
            if folder.is_file()
            else sorted(p for p in folder.rglob("*") if not _is_hidden(p, folder))
        )
        base = folder.parent if folder.is_file() else folder
        for path in paths:
            if path.is_dir() and not path.is_symlink():
                continue
            one = _offer(path, _printable(path.relative_to(base).as_posix()))
            before = found.get(one.sha256)
            # The name that can be read wins: a copy called .bak must not hide the file itself.
            if before is None or (_can_be_read(path) and not _can_be_read(before.path)):
                found[one.sha256] = one
    return sorted(found.values(), key=lambda offered: offered.name)


def _offer(path: Path, name: str) -> Offered:
    """Return a file by its content; one whose bytes cannot be read is refused under its name."""
    one = Offered(path, name, hashlib.sha256(name.encode()).hexdigest())
    if not path.is_file():
        what = "a link to a folder" if path.is_dir() else "a link to nothing, or no file"
        one.refuse(SourceError(f"is {what}; put the file itself there", rule="no_file"))
        return one
    with refusing(one), path.open("rb") as file:
        one.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return one


def _can_be_read(path: Path) -> bool:
    return path.suffix.lower() in READ_SUFFIXES


def _is_hidden(path: Path, folder: Path) -> bool:
    own = path.relative_to(folder).parts
    return any(part.startswith(".") for part in own) or path.name in NOT_FOR_RUNS


def _printable(name: str) -> str:
    """Return a name as it can be printed and stored: bytes that are no UTF-8 stand as numbers."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
