"""Where a name or an office stands in what people wrote: for a request of access, or to erase."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from earlywarning.errors import SourceError, UsageError
from earlywarning.private import read_private
from earlywarning.register import access, actions
from earlywarning.register.accounts.store import Accounts
from earlywarning.register.decisions.state import sound_decisions
from earlywarning.register.lines import lines_of
from earlywarning.register.record import LedgerRecord
from earlywarning.run.soft import allowed
from earlywarning.settings import (
    ACCESS,
    ACCOUNT_EVENTS,
    ACCOUNTS,
    DECISIONS,
    ERASED_LIST,
    RETENTION,
    SOFT_LEDGER,
    Settings,
)

COLUMNS = ("file", "place", "about", "field")
# Word processors write some for others; a search that tells them apart would miss half of them.
ALIKE = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4\u0060", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
)
# What the register's folder holds by itself; it is read as what it is, or holds no words.
OWN = (SOFT_LEDGER, DECISIONS, ACCOUNTS, ACCOUNT_EVENTS, ACCESS, RETENTION)
WITHOUT_WORDS = (".head", ".lock")
TABLES = (".csv", ".torn")


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand; what is said there is read with the commands that record a reading."""

    file: str
    place: str
    about: str
    field: str

    @property
    def row(self) -> tuple[str, str, str, str]:
        """Return it in the order of COLUMNS."""
        return (self.file, self.place, self.about, self.field)


def find_person(settings: Settings, words: str, role: str) -> list[Place]:
    """Return where words stand in the register's folder; that it was searched is recorded first.

    Accents, sizes of letters and numbers of spaces make no difference.

    Raises:
        UsageError: for fewer than two letters, or a role that may not read.
        SourceError: if a file cannot be read; a search that is not whole would mislead.
    """
    wanted = _plain(words)
    if len(wanted) < 2:
        raise UsageError("give a name or an office, of two letters or more")
    register = settings.register
    soft = register / SOFT_LEDGER
    known = allowed(settings.reference, settings.warehouse)
    records = actions.read_all(soft, role, known)
    # The name itself is not written down: the log would then hold one more text about the person.
    access.note("find-person", of=register, role=role)
    found = [
        *_in_records(soft.name, records, wanted),
        *_in_records(DECISIONS, sound_decisions(register / DECISIONS)[0], wanted),
        *_in_accounts(register, wanted),
        *_in_files(register, wanted),
    ]
    return list(dict.fromkeys(found))


def _plain(text: str) -> str:
    """Return a text without accents, sizes of letters, and any but one kind of space, ' and -."""
    bare = unicodedata.normalize("NFKD", text.translate(ALIKE))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).casefold().split())


def _in_records(name: str, records: list[LedgerRecord], wanted: str) -> Iterator[Place]:
    for record in records:
        told = {"by": record.by, **record.body.model_dump(mode="json")}
        for field, text in told.items():
            if wanted in _plain(str(text)):
                yield Place(name, f"record {record.number}", record.item, field)


def _in_accounts(register: Path, wanted: str) -> Iterator[Place]:
    for name, one in Accounts(register / ACCOUNTS).read().accounts.items():
        if wanted in _plain(f"{name} {one.role}"):
            yield Place(ACCOUNTS, "account", name, "name or role")
    for file in (ACCOUNT_EVENTS, ACCESS, RETENTION):
        for number, line in enumerate(lines_of(register / file), start=1):
            for field, text in line.items():
                if wanted in _plain(str(text)):
                    yield Place(file, f"line {number}", str(line.get("item", "")), field)


def not_searched(settings: Settings) -> list[str]:
    """Return the files of the register's folder that `find_person` does not look into."""
    register = settings.register
    own = {*OWN, *(f"{name}.texts" for name in OWN), ERASED_LIST}
    return [
        str(path.relative_to(register))
        for path in sorted(register.rglob("*"))
        if path.is_file()
        and path.suffix not in (*TABLES, *WITHOUT_WORDS)
        and not (path.parent == register and path.name in own)
    ]


def _in_files(register: Path, wanted: str) -> Iterator[Place]:
    """Look through the tables that people keep, and through what writers left behind."""
    for path in sorted(register.rglob("*")):
        if path.suffix not in TABLES or not path.is_file():
            continue
        for number, cells in enumerate(_rows(path), start=1):
            for column, cell in cells.items():
                if wanted in _plain(cell):
                    yield Place(str(path.relative_to(register)), f"row {number}", "", column)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    content = (read_private(path) if path.suffix == ".torn" else path.read_bytes()) or b""
    text = content.decode("utf-8-sig", errors="replace")
    if path.suffix == ".torn":
        yield from ({"line": line} for line in text.splitlines())
        return
    try:
        table = list(csv.reader(io.StringIO(text)))
    except csv.Error as error:
        raise SourceError(f"{path}: cannot be read as a table: {error}") from error
    names = table[0] if table else []
    for cells in table:
        heads = [*names, *(f"column {n}" for n in range(len(names) + 1, len(cells) + 1))]
        yield dict(zip(heads, cells, strict=False))
