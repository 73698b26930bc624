"""An invented workbook of child-level lists, to test that nothing about a child is kept.

No child in it exists. Identifiers, workers, teams and postcodes are words no real record holds.
"""

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from lab.nation.draws import stream

NOTICE = "INVENTED: no such child, worker or place exists"
TITLED = {6: "Children in need", 8: "CHILDREN  IN CARE", 9: "Care leavers"}
ROWS = {1: 260, 2: 60, 3: 150, 4: 140, 5: 70, 6: 90, 7: 55, 8: 80, 9: 20, 10: 8, 11: 6}
# Changes the cells of the sheets, headers included, before they are written.
Damage = Callable[[dict[int, list[list[Any]]]], None]
_FIRST, _DAYS = dt.date(2025, 10, 1), 182
_LONG_AGO = 900


def write_annex_a(
    path: Path,
    reference: Path,
    *,
    authority: str,
    returned_on: str,
    seed: int = 2016,
    lists: tuple[int, ...] = tuple(ROWS),
    damage: Damage | None = None,
) -> dict[int, list[dict[str, Any]]]:
    """Write a workbook of lists with headers as untidy as real ones; return its rows by list."""
    import openpyxl

    columns = _columns(reference)
    rng = stream(seed, "annex a")
    rows = {n: [_row(rng, n, i, columns[n]) for i in range(ROWS[n])] for n in columns}
    book = openpyxl.Workbook()
    notes = book.active
    notes.title = "Notes"
    for line in (
        [NOTICE], ["Authority", authority], ["Returned on", returned_on], ["As at", "2026-03-31"],
        ["Months covered", 6], ["Referral count includes this one", "no"],
    ):  # fmt: skip
        notes.append(line)
    sheets = {
        n: [[NOTICE], [_untidy(c, i) for i, c in enumerate(columns[n])],
            *([row[c] for c in columns[n]] for row in rows[n])]
        for n in lists
    }  # fmt: skip
    if damage is not None:
        damage(sheets)
    for n, cells in sheets.items():
        sheet = book.create_sheet(TITLED.get(n, f"List {n}"))
        for line in cells:
            sheet.append(line)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return {n: rows[n] for n in lists}


def identifiers(rows: dict[int, list[dict[str, Any]]]) -> set[str]:
    """Return everything in the rows that would point at a child or a worker."""
    telling = ("Child Unique ID", "Individual adopter identifier", "Allocated Worker",
               "Placement postcode", "Family identifier")  # fmt: skip
    births = {f"{r['Date of Birth']}" for own in rows.values() for r in own if "Date of Birth" in r}
    return births | {
        str(row[column]) for own in rows.values() for row in own for column in telling
        if row.get(column)
    }  # fmt: skip


def _columns(reference: Path) -> dict[int, list[str]]:
    out: dict[int, list[str]] = {}
    with (reference / "annex_a_columns.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            out.setdefault(int(row["list"]), []).append(row["column"])
    return out


def _untidy(column: str, index: int) -> str:
    styles = (column.upper(), column.replace(" ", "  "), f" {column}:", column.replace("-", " - "))
    return styles[index % len(styles)]


def _row(rng: np.random.Generator, number: int, index: int, columns: list[str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    # Half of all children stand in several lists, as in life.
    child = f"FAKECHILD{int(rng.integers(100, 400)):05}X"
    for column in columns:
        row[column] = _cell(rng, column, child, number * 1000 + index)
    _in_order(rng, row)
    return row


def _cell(rng: np.random.Generator, column: str, child: str, serial: int) -> Any:
    fixed = {
        "Child Unique ID": child,
        "Individual adopter identifier": f"FAKEADOPTER{serial:05}X",
        "Family identifier": f"FAKEFAMILY{serial:05}X",
        "Allocated Worker": f"Fakeworker{serial % 17:02} Inventedname",
        "Allocated Personal Advisor": f"Fakeadviser{serial % 7:02} Inventedname",
        "Placement postcode": f"ZZ{serial % 90} 9ZZ",
        "Allocated Team": f"Invented team {serial % 5}",
        "Date of Birth": dt.date(2009, 1, 1) + dt.timedelta(days=int(rng.integers(0, 5000))),
        "Number of Referrals in Last 12 Months": int(rng.integers(0, 3)),
        "Number of Previous Child Protection Plans": int(rng.random() < 0.5),
    }
    if column in fixed:
        return fixed[column]
    if "date" in column.casefold():
        return _FIRST + dt.timedelta(days=int(rng.integers(0, _DAYS)))
    return int(rng.integers(0, 9)) if column.startswith(("Number", "Age")) else "b) invented"


def _in_order(rng: np.random.Generator, row: dict[str, Any]) -> None:
    """Put starts before ends, leave some ends open, and let stocks begin long ago."""
    pairs = (
        ("Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation", 75),
        ("Strategy discussion initiating Section 47 Enquiry Start Date",
         "Date of Initial Child Protection Conference", 30),
        ("Child Protection Plan Start Date", "Child Protection Plan End Date", _LONG_AGO),
        ("Date Started to be Looked After", "Date Ceased to be Looked After", _LONG_AGO),
    )  # fmt: skip
    for start, end, longest in pairs:
        if start not in row:
            continue
        row[start] = row[end] - dt.timedelta(days=int(rng.integers(1, longest)))
        if rng.random() < 0.6:
            row[end] = None
