"""Put together what the fast reader says of a workbook and what only its XML says."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Any

from earlywarning.errors import SourceError
from earlywarning.sources.workbook import limits, ods, xlsx
from earlywarning.sources.workbook.marks import Marks
from earlywarning.sources.workbook.sheet import Fault, Place, Sheet, address

OLD_BINARY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PACKED = b"PK"
_LOOKED_AT = 512
NOT_TOLD = "cells with an error, which an .xls workbook does not tell from empty ones"


def opened(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook; meant for a process that may end.

    Raises:
        SourceError: if it cannot be opened, or is larger than the limits.
    """
    import python_calamine

    _require_book(path)
    marks = _marks(path)
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        return [
            _sheet(book.get_sheet_by_name(name), _of_sheet(name, marks))
            for name in book.sheet_names
        ]
    except (python_calamine.CalamineError, OSError) as error:
        if path.suffix.lower() == ".xls":
            raise SourceError(
                "cannot be opened as an old binary workbook: damaged, or protected by a password; "
                "save it as .xlsx",
                rule="file_kind",
            ) from error
        raise SourceError(f"cannot be opened as a workbook: {error}", rule="file_kind") from error


def _require_book(path: Path) -> None:
    """Say in plain words what a file is that has a workbook's name and is none.

    Raises:
        SourceError: saying what to do.
    """
    with path.open("rb") as file:
        first = file.read(_LOOKED_AT)
    old, name = first.startswith(OLD_BINARY), path.suffix.lower()
    if first.lstrip()[:1] == b"<":
        why = "a web page, or XML, saved under a workbook's name; save it as .xlsx"
    elif old and name != ".xls":
        why = (
            f"protected by a password, or an old .xls under the name {name}; save it as .xlsx "
            "without a password"
        )
    elif not old and not first.startswith(PACKED):
        why = "no workbook: it begins as none does; save it as .xlsx, or text as .csv"
    else:
        return
    raise SourceError(f"cannot be opened as a workbook: {why}", rule="file_kind")


def _marks(path: Path) -> dict[str, Marks] | None:
    """Hold every part of a workbook against its checksum, which the reader does not, and scan it.

    One flipped byte in a packed sheet once gave another number without a word.
    """
    if not zipfile.is_zipfile(path):
        return None  # an old binary workbook, or none at all: the reader says which
    try:
        with zipfile.ZipFile(path) as archive:
            _require_fit(archive)
            broken = archive.testzip()
            if broken:
                raise SourceError(
                    f"a damaged workbook: {broken} fails its checksum", rule="file_kind"
                )
            is_ods = ods.CONTENT in archive.namelist()
            return ods.scan(archive) if is_ods else xlsx.scan(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(f"a damaged workbook: {error}", rule="file_kind") from error
    except RuntimeError as error:  # zipfile's word for a part that is marked as encrypted
        raise SourceError(f"cannot be unpacked: {error}", rule="file_kind") from error


def _of_sheet(name: str, marks: dict[str, Marks] | None) -> Marks:
    if marks is None:
        return Marks(not_told=NOT_TOLD)
    if name not in marks:
        raise SourceError(f"a damaged workbook: no part is the sheet {name!r}", rule="file_kind")
    return marks[name]


def _require_fit(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.MOST_UNPACKED or len(parts) > limits.MOST_PARTS:
        raise SourceError(
            f"unpacks to {unpacked // limits.MEGABYTE} MB in {len(parts)} parts; more than "
            f"{limits.MOST_UNPACKED // limits.MEGABYTE} MB or {limits.MOST_PARTS} is not opened",
            rule=limits.RULE,
        )


def _sheet(sheet: Any, marks: Marks) -> Sheet:
    rows = [list(cells) for cells in sheet.to_python(skip_empty_area=False)]
    _require_short(sheet.name, rows)
    for (row, column), (symbol, why) in marks.faults.items():
        _reach(rows, row, column)
        rows[row][column] = Fault(symbol, address(sheet.name, row, column), why)
    for row, column in marks.blanks:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = ""
    ranges = marks.merged or getattr(sheet, "merged_cell_ranges", None) or []
    merged = _covered(sheet.name, ranges, len(rows), max(map(len, rows), default=0))
    return Sheet(sheet.name, rows, merged, marks.hidden_in(len(rows)), marks.from_1904)


def _require_short(name: str, rows: list[list[object]]) -> None:
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and len(cell) > limits.LONGEST_CELL:
                raise SourceError(
                    f"{address(name, row, column)}: a text of {len(cell):,} characters",
                    rule=limits.RULE,
                )


def _reach(rows: list[list[object]], row: int, column: int) -> None:
    """Make the rows long and wide enough for a cell that the reader took for empty."""
    width = max(column + 1, max(map(len, rows), default=0))
    rows.extend([] for _ in range(row + 1 - len(rows)))
    for cells in rows:
        cells.extend([""] * (width - len(cells)))


def _covered(
    name: str, ranges: list[tuple[Place, Place]], height: int, width: int
) -> dict[Place, Place]:
    """Return every covered cell that lies within the used part of a sheet."""
    out: dict[Place, Place] = {}
    seen = 0
    for start, end in ranges:
        rows = range(start[0], min(end[0] + 1, height))
        columns = range(start[1], min(end[1] + 1, width))
        seen += len(rows) * len(columns)
        if seen > limits.MOST_MERGED:
            raise SourceError(
                f"sheet {name}: more than {limits.MOST_MERGED:,} merged cells", rule=limits.RULE
            )
        out.update(((row, column), start) for row in rows for column in columns)
    return out
