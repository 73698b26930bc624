"""Tables that are read, offered under another name, packed or in another shape."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from earlywarning.definitions.loader import Definitions
from earlywarning.errors import SourceError
from earlywarning.sources import open_data, place_list
from earlywarning.sources.in_year.grid import Sheet, csv_sheet
from earlywarning.sources.in_year.reading import looks_like_return
from earlywarning.sources.kind import by_header, near_miss
from earlywarning.sources.offered import READ_SUFFIXES, Offered
from earlywarning.sources.reading import RawTable, Sheets, cell_text, decode, read_csv

# A title and notes may stand above the header.
HEADER_WITHIN = 6
SEPARATORS = {";": "semicolons", "\t": "tabs"}
FIRST_BYTES = 64_000
ROWS_THAT_TELL = 2_000
# Under these names tables are sent about, packed or renamed; a .bak is a copy that stays one.
RENAMED = (".txt", ".tsv", ".tab", ".gz", ".zip", "")


def require_no_table(path: Path, definitions: Definitions) -> None:
    """Refuse a table under a name that is not read; what is no table stays aside.

    Raises:
        SourceError: saying what to do.
    """
    if path.suffix.lower() not in RENAMED:
        return
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            names = [n for n in packed.namelist() if Path(n).suffix.lower() in READ_SUFFIXES]
        if names:
            raise SourceError(f"packed: unpack {names[0]} and put it there", rule="file_name")
        return
    if _is_text_of_ours(_first_bytes(path), definitions):
        todo = "unpack it" if path.suffix.lower() == ".gz" else "give it its name, .csv"
        raise SourceError(
            f"holds a table that is read, under a name that is not: {todo}", rule="file_name"
        )


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        start = file.read(FIRST_BYTES)
    if start[:2] == b"\x1f\x8b":
        start = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start, FIRST_BYTES)
    return start[: start.rfind(b"\n") + 1]


def _is_text_of_ours(content: bytes, definitions: Definitions) -> bool:
    for separator in (",", *SEPARATORS):
        try:
            raw = read_csv(content, delimiter=separator)
        except SourceError:
            continue  # what cannot be taken apart so is no table of that kind
        if _is_one_of_ours(raw, [csv_sheet(decode(content), separator)], definitions):
            return True
    return False


def require_no_csv(sheets: Sheets, definitions: Definitions) -> None:
    """Refuse a workbook with a table in it that is published, and read, as CSV.

    Raises:
        SourceError: naming the sheet.
    """
    for name, rows in sheets.items():
        text = [[cell_text(cell) for cell in row] for row in rows[:ROWS_THAT_TELL]]
        for start, header in enumerate(text[:HEADER_WITHIN]):
            raw = RawTable(tuple(header), text[start + 1 :], [])
            if open_data.is_open_data(raw.header) and _is_one_of_ours(raw, [], definitions):
                raise SourceError(
                    f"sheet {name}: a table that is read as CSV; save that sheet as CSV",
                    rule="file_name",
                )


def require_commas(
    offered: Offered, content: bytes, raw: RawTable, definitions: Definitions
) -> None:
    """Refuse one of our tables that is separated by something else, such as a European export.

    It is not read: there a comma may be the point of a decimal, and 84,5 would be 845.

    Raises:
        SourceError: saying what to do.
    """
    first = [cell for cells in raw.rows[:HEADER_WITHIN] for cell in cells]
    for separator, name in SEPARATORS.items():
        if not any(separator in cell for cell in (*raw.header, *first)):
            continue
        try:
            other = read_csv(content, delimiter=separator)
        except SourceError:
            continue
        head = [csv_sheet(decode(content[:FIRST_BYTES]), separator)]
        if _is_one_of_ours(other, head, definitions):
            offered.table = open_data.recognise(other, definitions.tables)
            offered.kind = offered.table.table if offered.table else "unknown"
            raise SourceError(
                f"row 1: separated by {name}; save it with commas, and decimals with a point",
                rule="separator",
                row=1,
            )


def _is_one_of_ours(raw: RawTable, head: list[Sheet], definitions: Definitions) -> bool:
    tables = definitions.tables
    try:
        known = bool(open_data.recognise(raw, tables) or place_list.recognise(raw.header, tables))
    except SourceError:
        return True  # it is so like one of them that it is said what is wrong with it
    known = known or bool(by_header(raw.header) or near_miss(raw.header))
    return known or looks_like_return(head, definitions.in_year)
