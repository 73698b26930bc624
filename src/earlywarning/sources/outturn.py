"""Revenue outturn workbooks (RO3, RSX): a row for each public body, a machine name per column.

Over four hundred bodies are listed, of which the children's services are some; all are kept, so
that a revision can be told whole. Amounts are thousands of pounds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from earlywarning.definitions.table import PublishedTable
from earlywarning.errors import SourceError
from earlywarning.sources.reading import Sheets, cell_text
from earlywarning.sources.refused import RefusedRows, most_of_a_table
from earlywarning.sources.workbook.sheet import require_sound

MACHINE = re.compile(r"(RO\d|RSX)-[a-z0-9-]+$")
FIRST_HEADERS = ("E-code", "ONS Code")
YEAR = re.compile(r"Revenue Outturn \(RO\) (20\d{2})-(\d{2})")
ENOUGH_NAMES = 50
NAMED = 7  # the first columns say who it is


def recognise(sheets: Sheets, tables: Mapping[str, PublishedTable]) -> PublishedTable | None:
    """Return the outturn table that a workbook is, by its machine names."""
    found = _data_sheet(sheets)
    if found is None:
        return None
    names = {cell_text(cell) for cell in found[1][_machine_row(found[1])]}
    for table in tables.values():
        wanted = {name for column in table.columns.values() for name in column.names}
        if table.layout == "outturn" and wanted & names:
            return table
    return None


def _data_sheet(sheets: Sheets) -> tuple[str, list[list[object]]] | None:
    for name, rows in sheets.items():
        if any(len(row) > ENOUGH_NAMES and _machine_count(row) > ENOUGH_NAMES for row in rows):
            return name, rows
    return None


def _machine_count(row: list[object]) -> int:
    # Of millions of cells hardly one is a text that begins like this.
    texts = (c.strip() for c in row if isinstance(c, str) and c.lstrip().startswith("R"))
    return sum(MACHINE.match(text) is not None for text in texts)


def _machine_row(rows: list[list[object]]) -> int:
    return max(range(len(rows)), key=lambda i: _machine_count(rows[i]))


def read(
    sheets: Sheets, table: PublishedTable, code_of: Mapping[str, str], refused: RefusedRows
) -> pd.DataFrame:
    """Return the workbook as text columns in the shape of a canonical table.

    Args:
        sheets: rows of every sheet.
        table: its definition; columns are found by their machine names, wherever these stand.
        code_of: nine-character code to three-digit number of children's services.
        refused: takes rows of which it cannot be read whose they are.

    Raises:
        SourceError: if the header, the year or a declared column cannot be found.
    """
    found = _data_sheet(sheets)
    assert found is not None
    rows = found[1]
    machine = [cell_text(cell) for cell in rows[_machine_row(rows)]]
    starts = [i for i, row in enumerate(rows) if tuple(map(cell_text, row[:2])) == FIRST_HEADERS]
    if not starts:
        raise SourceError("no row begins with E-code and ONS Code", rule="header", row=1)
    columns = _columns(table, machine)
    year = _year(sheets)
    out = []
    for number, row in enumerate(rows[starts[0] + 1 :], start=starts[0] + 2):
        if number - 1 in starts or not cell_text(row[2]):
            continue
        with refused.alone(number):
            require_sound([row[:NAMED]])
            cells = {name: cell_text(row[i]) for name, i in columns.items()}
            place = _place(row, code_of, summary=len(starts) > 1 and number - 1 > starts[1])
            out.append(place | {"time_period": year, "row": number} | cells)
    many = len(out) + len(refused.rows)
    refused.require_few(many, most_of_a_table(many))
    return pd.DataFrame(out)


def _year(sheets: Sheets) -> str:
    for rows in sheets.values():
        for row in rows[:3]:
            found = YEAR.search(cell_text(row[0])) if row else None
            if found:
                return found.group(1)[:2] + found.group(2)
    raise SourceError("no title names the financial year", rule="time_period", row=1)


def _columns(table: PublishedTable, machine: list[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    known: set[str] = set()
    for key, column in table.columns.items():
        places = [machine.index(name) for name in column.names if name in machine]
        if not places:
            raise SourceError(
                f"{table.table} ({table.title}): no column {' or '.join(column.names)}",
                rule="header",
                row=1,
            )
        columns[key] = places[0]
        known |= set(column.names)
    rest = {n: i for i, n in enumerate(machine) if MACHINE.match(n) and n not in known}
    return columns | rest


def _place(row: list[object], code_of: Mapping[str, str], *, summary: bool) -> dict[str, str]:
    e_code, ons, name, _, kind, _, certified = (cell_text(cell) for cell in row[:NAMED])
    level, code = "Other body", code_of.get(ons, "")
    if e_code == "Eng":
        level = "National"
    elif summary:
        level = "Class total"
    elif code and kind in {"UA", "MD", "LB", "SC"}:
        level = "Local authority"
    local = level == "Local authority"
    return {
        "time_identifier": "Financial year",
        "geographic_level": level,
        "country_code": "",
        "country_name": "",
        "region_code": "",
        "region_name": "",
        "old_la_code": code if local else "",
        "new_la_code": ons if local else "",
        "la_name": name,
        "area_name": "nation" if level == "National" else f"{level.lower()}: {e_code} {name}",
        "certified": certified,
    }
