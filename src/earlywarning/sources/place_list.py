"""Lists with a place per row and no year: deprivation, ethnicity, a single year's estimates.

The columns under which the place stands, and what is read, are declared. The year stands in no
cell: it is read from a title, a header or the file's name, where the table says that it stands.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from earlywarning.definitions.table import PublishedTable
from earlywarning.errors import SourceError
from earlywarning.sources.reading import RawTable, Sheets, cell_text
from earlywarning.sources.workbook import require_sound

HEADER_WITHIN = 12


def recognise(
    header: tuple[str, ...], tables: Mapping[str, PublishedTable]
) -> PublishedTable | None:
    """Return the list that a header belongs to: its place column and all its required ones."""
    names = {name.strip() for name in header}
    for table in tables.values():
        if table.layout == "place_list" and _missing(names, table) == []:
            return table
    return None


def _missing(names: set[str], table: PublishedTable) -> list[str]:
    needed: list[tuple[str, ...]] = [(table.place_column,)]
    needed += [c.names for c in table.columns.values() if not c.optional]
    needed += [one.names for one in table.filters.values()]
    return [" or ".join(n) for n in needed if not names & set(n)]


def from_book(
    sheets: Sheets, tables: Mapping[str, PublishedTable]
) -> tuple[PublishedTable, RawTable] | None:
    """Find the list in a workbook; further sheets with the same places add their columns."""
    for rows in sheets.values():
        for index, cells in enumerate(rows[:HEADER_WITHIN]):
            header = tuple(cell_text(cell) for cell in cells)
            table = recognise(header, tables)
            if table is not None:
                return table, _with_other_sheets(header, rows, index, sheets, table)
    return None


def _with_other_sheets(
    header: tuple[str, ...],
    rows: list[list[object]],
    index: int,
    sheets: Sheets,
    table: PublishedTable,
) -> RawTable:
    place = header.index(table.place_column)
    require_sound([rows[index], *([row[place]] for row in rows[index + 1 :] if len(row) > place)])
    body = [[cell_text(c) for c in row] for row in rows[index + 1 :]]
    numbers = list(range(index + 2, len(rows) + 1))
    above = tuple(cell_text(c) for row in rows[:index] for c in row)
    names = {name.strip() for name in header}
    extra = {n for c in table.columns.values() if c.optional for n in c.names} - names
    for other in sheets.values():
        top = tuple(cell_text(cell).strip() for cell in other[0]) if other else ()
        wanted = [i for i, name in enumerate(top) if name in extra]
        if not wanted or table.place_column not in top:
            continue
        at = top.index(table.place_column)
        by_place = {cell_text(row[at]): [cell_text(row[i]) for i in wanted] for row in other[1:]}
        body = [row + by_place.get(row[place], [""] * len(wanted)) for row in body]
        header = header + tuple(top[i] for i in wanted)
    return RawTable(header, body, numbers, above)


def canonical(
    raw: RawTable, table: PublishedTable, code_of: Mapping[str, str], year: int
) -> pd.DataFrame:
    """Return the list as text in the shape of a canonical table; unknown places are other bodies.

    Args:
        raw: header and rows.
        table: its definition.
        code_of: three-digit number by nine-character code and by itself.
        year: what the list describes.

    Raises:
        SourceError: if no place is known.
    """
    header = [name.strip() for name in raw.header]
    at = header.index(table.place_column)
    rows = []
    for cells, number in zip(raw.rows, raw.row_numbers, strict=True):
        place = cells[at].strip() if len(cells) > at else ""
        if not place:
            continue
        rows.append({**_place(place, code_of), "row": number, **_figures(header, cells, table)})
    frame = pd.DataFrame(rows)
    if frame.empty or not (frame["geographic_level"] == "Local authority").any():
        raise SourceError(f"row 1: no place of {table.table} is known", rule="places", row=1)
    return frame.assign(time_period=str(year), time_identifier="Calendar year")


def _place(place: str, code_of: Mapping[str, str]) -> dict[str, str]:
    code = code_of.get(place, "")
    nation = place == "E92000001"
    level = "Local authority" if code else "National" if nation else "Other body"
    return {
        "geographic_level": level,
        "country_code": "",
        "country_name": "",
        "region_code": "",
        "region_name": "",
        "old_la_code": code,
        "new_la_code": place if code and len(place) == 9 else "",
        "la_name": "",
        "area_name": "nation" if nation else f"other body: {place}",
    }


def _figures(header: list[str], cells: list[str], table: PublishedTable) -> dict[str, str]:
    out: dict[str, str] = {}
    for key, one in table.filters.items():
        out[key] = _cell(header, cells, one.names)
    for key, column in table.columns.items():
        if column.sum_of:
            out[key] = _sum(header, cells, column.sum_of)
        elif set(column.names) & set(header):
            out[key] = _cell(header, cells, column.names)
    return out


def _cell(header: list[str], cells: list[str], names: tuple[str, ...]) -> str:
    at = next(header.index(name) for name in names if name in header)
    return cells[at].strip() if len(cells) > at else ""


def _sum(header: list[str], cells: list[str], names: tuple[str, ...]) -> str:
    """Add single years of age; a year without a number leaves no sum."""
    parts = [_cell(header, cells, (name,)) for name in names]
    if not all(part.lstrip("-").isdigit() for part in parts):
        return ""
    return str(sum(int(part) for part in parts))
