"""What the commands for soft intelligence do: words are found, the register acts."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pandas as pd

from earlywarning.definitions.loader import load_definitions
from earlywarning.definitions.places import aliases
from earlywarning.errors import NothingUsableError, UsageError
from earlywarning.register import actions, checking, sheet, state
from earlywarning.register.actions import RefusedEntryError
from earlywarning.register.checking import Checked, Fault
from earlywarning.register.record import LedgerRecord
from earlywarning.register.words import Allowed, Places
from earlywarning.settings import today
from earlywarning.sources import authorities, reading
from earlywarning.sources.boundary import of_file
from earlywarning.sources.csv_text import csv_rows
from earlywarning.sources.workbook.limits import text_of
from earlywarning.warehouse.connect import query

# A cell may be as long as a file: it is refused as one cell, not with its whole file.
_LONGEST_CELL = 2**24


def allowed(reference: Path, warehouse: Path) -> Allowed:
    """Return the words that entries may use; places from a published warehouse, or England's."""
    definitions = load_definitions(reference)
    codes, changes = known_places(reference, warehouse)
    places = Places(codes, changes, aliases(reference))
    return Allowed(definitions.soft_flags, places, definitions.policy.ledger, today())


def known_places(reference: Path, warehouse: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the authorities and who followed whom, of a published warehouse or else England's."""
    if not warehouse.exists():
        own = authorities.builtin(reference)
        return own.codes, own.changes
    columns = ["old_la_code", "new_la_code", "la_name", "region", "opened", "closed"]
    _, rows = query(
        warehouse,
        """
        select c.old_la_code, c.new_la_code, c.la_name, la.region, c.opened, c.closed
        from authority_code as c left join local_authority as la using (old_la_code)
        """,
    )
    _, changes = query(warehouse, "select old_la_code, successor from authority_change")
    return (
        pd.DataFrame(rows, columns=columns),
        pd.DataFrame(changes, columns=["old_la_code", "successor"]),
    )


def add(
    ledger: Path, words: Allowed, row: dict[str, str], *, no_person_named: bool
) -> LedgerRecord:
    """Put one entry into the ledger.

    Raises:
        UsageError: if a word is not one of those allowed; all faults at once.
        RefusedEntryError: if only the warning about names stands in the way, or it is a repeat.
    """
    checked = _sound(checking.check(row, words, no_person_named=no_person_named))
    (outcome,) = actions.add(ledger, [checked])
    if isinstance(outcome, Fault):
        raise RefusedEntryError([outcome])
    return outcome


def _sound(checked: Checked) -> Checked:
    if checked.only_persons:
        raise RefusedEntryError(checked.faults)
    if checked.entry is None:
        raise UsageError("\n  ".join(fault.message for fault in checked.faults))
    return checked


def correct(
    ledger: Path, words: Allowed, item: str, changed: dict[str, str], *, no_person_named: bool
) -> LedgerRecord:
    """Replace what was given of an entry; all else of it stays.

    Raises:
        UsageError: if the entry is not there or a word is not allowed.
        RefusedEntryError: if only the warning about names stands in the way.
    """
    records, _ = state.sound_records(ledger)
    entries = state.standing(records)
    if item not in entries:
        raise UsageError(f"no entry {item[:40]!r} in {ledger}")
    old = entries[item].entry
    row = {name: str(value) for name, value in old.model_dump(mode="json").items()}
    row |= {"authority": old.old_la_code, "cases": str(old.cases or "")} | changed
    confirmed = no_person_named or (old.no_person_named and "text" not in changed)
    checked = _sound(checking.check(row, words, no_person_named=confirmed))
    assert checked.entry is not None
    return actions.correct(ledger, item, checked.entry, checked.by)


def import_file(
    ledger: Path, words: Allowed, path: Path, *, no_person_named: bool
) -> tuple[list[LedgerRecord], list[str]]:
    """Put every good row of a CSV file or workbook into the ledger; tell of each bad cell.

    Raises:
        SourceError: if the file cannot be read or its header does not fit.
        NothingUsableError: if it holds no row.
    """
    done = sheet.import_rows(
        path.name, cells_of(path), ledger, words, no_person_named=no_person_named
    )
    if not (done.added or done.refused):
        raise NothingUsableError(f"{path}: no row under the header")
    return done.added, done.refused


def cells_of(path: Path) -> list[list[str]]:
    """Return the cells of a CSV file, or of a workbook's first sheet.

    Raises:
        SourceError: if it cannot be read, for whatever reason.
    """
    with of_file(path.name):
        return _cells_of(path)


def _cells_of(path: Path) -> list[list[str]]:
    if path.suffix.lower() in reading.BOOK_SUFFIXES:
        sheets = reading.read_sheets(path)
        rows = next(iter(sheets.values()), [])
        return [[_cell(cell) for cell in row] for row in rows]
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        return [cells for _, cells in csv_rows(reading.decode(text_of(path)))]
    finally:
        csv.field_size_limit(before)


def _cell(cell: object) -> str:
    """Return a workbook cell as text, a day without its midnight."""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return reading.cell_text(cell)


def list_entries(ledger: Path, words: Allowed, authority: str) -> list[tuple[str, ...]]:
    """Return the rows of `soft list`, of one authority or of all; never a text.

    Raises:
        UsageError: if the authority is not known.
        SourceError: if the chain does not hold.
    """
    records, _ = state.sound_records(ledger)
    entries = state.standing(records)
    if authority:
        code = words.places.code_of(authority)
        if code is None:
            raise UsageError(f"no authority {authority!r}; give a name or a code")
        entries = {k: one for k, one in entries.items() if one.entry.old_la_code == code}
    return sheet.list_rows(entries, words)
