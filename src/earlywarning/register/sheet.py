"""The table that `soft import` takes and `soft template` writes, and the list without texts."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

from earlywarning.errors import SourceError
from earlywarning.register.actions import add
from earlywarning.register.checking import COLUMNS, PERSON, Checked, Fault, check
from earlywarning.register.record import LedgerRecord
from earlywarning.register.state import Standing
from earlywarning.register.texts import plain_cell
from earlywarning.register.words import EXAMPLE_NAME, Allowed

NEEDED = tuple(c for c in COLUMNS if c not in {"source_area", "cases"})
LIST_COLUMNS = (
    "item", "authority", "flag", "heard_on", "source", "grade", "review_by", "recorded_on",
    "recorded_by", "state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportedEntries:
    """What went in, and a line for each cell that was refused."""

    added: list[LedgerRecord]
    refused: list[str]


def template(allowed: Allowed) -> str:
    """Return the CSV that `import_rows` takes, with one example row that is plainly invented."""
    heard = allowed.today - dt.timedelta(days=14)
    example = {
        "authority": EXAMPLE_NAME,
        "flag": "rise_in_complaints",
        "heard_on": heard.isoformat(),
        "source_kind": "complaints_team",
        "source_area": "",
        "reliability": "F",
        "credibility": "6",
        "cases": "",
        "text": "INVENTED EXAMPLE, put your own rows in its place.",
        "recorded_by": allowed.policy.recorders[0],
        "review_by": (allowed.today + dt.timedelta(days=180)).isoformat(),
    }
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(example)
    return target.getvalue()


def rows_of(cells: list[list[str]]) -> list[tuple[int, dict[str, str]]]:
    """Return rows by column name with their number in the file, blank ones left out.

    Raises:
        SourceError: if the header lacks a column or holds one that is not known.
    """
    header = [cell.strip().casefold() for cell in cells[0]] if cells else []
    while header and not header[-1]:
        header.pop()
    lacking = [c for c in NEEDED if c not in header]
    strange = [repr(c[:40]) for c in header if c not in COLUMNS or header.count(c) > 1]
    if lacking or strange:
        what = [f"lacks {', '.join(lacking)}"] * bool(lacking)
        what += [f"holds {', '.join(strange)[:200]}"] * bool(strange)
        raise SourceError(
            f"row 1: the header {' and '.join(what)}; the columns are {', '.join(COLUMNS)}",
            rule="header",
            row=1,
        )
    return [
        (number, dict(zip(header, row, strict=False)) | {"": "".join(row[len(header) :])})
        for number, row in enumerate(cells[1:], start=2)
        if any(cell.strip() for cell in row)
    ]


def import_rows(
    name: str, cells: list[list[str]], path: Path, allowed: Allowed, *, no_person_named: bool
) -> ImportedEntries:
    """Put every good row into the ledger; say of each bad one in which column and why.

    Args:
        name: the file's name, for the lines about what was refused.
        cells: its rows, the header first.
        path: the ledger.
        allowed: the words that rows may use.
        no_person_named: the warning about names is overruled for all rows.
    """
    good: list[tuple[int, Checked]] = []
    refused: list[tuple[int, str]] = []
    for number, row in rows_of(cells):
        checked = check(row, allowed, no_person_named=no_person_named)
        faults = checked.faults
        if row[""].strip():
            faults = [Fault("", "has more cells than the header; is a comma not quoted?")]
        refused += [(number, _told(name, number, fault)) for fault in faults]
        if not faults:
            good.append((number, checked))
    added = []
    for (number, _), outcome in zip(good, add(path, [c for _, c in good]), strict=True):
        if isinstance(outcome, LedgerRecord):
            added.append(outcome)
        else:
            refused.append((number, _told(name, number, outcome)))
    return ImportedEntries(added, [line for _, line in sorted(refused)])


def _told(name: str, number: int, fault: Fault) -> str:
    where = f"{name}: row {number}" + (f", {fault.column}" if fault.column else "")
    ask = " (--no-person-named)" if fault.kind == PERSON else ""
    return f"{where}: {fault.message}{ask}"


def list_rows(entries: dict[str, Standing], allowed: Allowed) -> list[tuple[str, ...]]:
    """Return LIST_COLUMNS of every entry, never a text, each cell safe in a spreadsheet."""
    out = []
    for one in entries.values():
        e = one.entry
        source = e.source_kind + (f", {e.source_area}" if e.source_area else "")
        row = (
            one.item, allowed.places.names.get(e.old_la_code, e.old_la_code), e.flag, e.heard_on,
            source, f"{e.reliability}{e.credibility}", e.review_by, one.recorded_on, one.by,
            _state(one, allowed.today),
        )  # fmt: skip
        out.append(tuple(plain_cell(cell) for cell in row))
    return sorted(out)


def _state(one: Standing, today: dt.date) -> str:
    if one.withdrawn:
        return "withdrawn"
    if one.entry.review_by < today:
        return "expired"
    return "disputed" if one.disputed else "stands"
