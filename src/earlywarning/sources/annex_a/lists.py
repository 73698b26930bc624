"""The eleven child-level lists: which sheet is which, where its columns are, which days they hold.

Nothing here puts the content of a cell into a message: only sheet, column and row.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from earlywarning.errors import SourceError
from earlywarning.sources.in_year.grid import Sheet

_HEAD_ROWS = 12
_ENOUGH_LISTS = 3
_EPOCH = dt.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared list: number, title, its columns, and those that may be blank."""

    number: int
    title: str
    columns: tuple[str, ...]
    may_be_blank: frozenset[str]


@dataclass(frozen=True, slots=True)
class FoundLists:
    """A list in a workbook: its sheet, its header row, and where each declared column is."""

    declared: Declared
    sheet: Sheet
    header: int
    columns: dict[str, int]


def plain(words: object) -> str:
    """Return a header or sheet name without case, spacing and punctuation."""
    return re.sub(r"[^a-z0-9]+", "", str(words or "").casefold())


@cache
def declared_lists(reference: Path) -> dict[int, Declared]:
    """Return the declared lists by number."""
    with (reference / "annex_a_columns.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    numbers = sorted({int(row["list"]) for row in rows})
    out = {}
    for number in numbers:
        own = [row for row in rows if int(row["list"]) == number]
        blank = frozenset(row["column"] for row in own if row["may_be_blank"] == "yes")
        columns = tuple(row["column"] for row in own)
        out[number] = Declared(number, own[0]["title"], columns, blank)
    return out


def find_lists(sheets: list[Sheet], reference: Path) -> dict[int, FoundLists]:
    """Return the lists that a workbook holds, told by sheet name or title and by header."""
    found: dict[int, FoundLists] = {}
    for sheet in sheets:
        declared = _by_name(sheet.name, reference)
        here = _header(sheet, declared) if declared else None
        if declared and here and declared.number in found:
            raise SourceError(
                f"two sheets are list {declared.number} ({declared.title})",
                rule="annex_a_lists",
            )
        if declared and here:
            found[declared.number] = FoundLists(declared, sheet, *here)
    return found


def without_header(sheets: list[Sheet], reference: Path) -> list[int]:
    """Return the numbers of the lists whose sheet is there by name and whose header is not."""
    named = [(s, d) for s in sheets if (d := _by_name(s.name, reference))]
    return sorted({d.number for s, d in named if s.rows and _header(s, d) is None})


def is_annex_a(sheets: list[Sheet], reference: Path) -> bool:
    """Tell whether a workbook holds child-level lists."""
    named = [sheet for sheet in sheets if _by_name(sheet.name, reference)]
    listed = [s for s in named if (d := _by_name(s.name, reference)) and _header(s, d)]
    return len(listed) >= min(_ENOUGH_LISTS, max(1, len(sheets) - 1))


def _by_name(name: str, reference: Path) -> Declared | None:
    lists = declared_lists(reference)
    numbered = re.fullmatch(r"list0?(\d{1,2}).*", plain(name))
    if numbered and int(numbered.group(1)) in lists:
        return lists[int(numbered.group(1))]
    text = plain(name)
    # A workbook cuts a sheet's name after 31 characters.
    fits = [d for d in lists.values() if text and plain(d.title).startswith(text)]
    return fits[0] if len(fits) == 1 else None


def _header(sheet: Sheet, declared: Declared) -> tuple[int, dict[str, int]] | None:
    wanted = {plain(column): column for column in declared.columns}
    best: tuple[int, dict[str, int]] | None = None
    for row in range(min(len(sheet.rows), _HEAD_ROWS)):
        here: dict[str, int] = {}
        for index in range(len(sheet.rows[row])):
            if column := wanted.get(plain(sheet.cell(row, index))):
                here.setdefault(column, index)
        if declared.columns[0] in here and (best is None or len(here) > len(best[1])):
            best = row, here
    return best


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one column by row; `bad` are rows whose day cannot be told."""

    by_row: dict[int, dt.date | None]
    bad: list[int]


def read_days(found: FoundLists, column: str, rows: list[int]) -> Days:
    """Read a column of days; text with slashes counts only where the column shows its order."""
    index = found.columns[column]
    cells = {row: found.sheet.cell(row, index) for row in rows}
    if found.sheet.from_1904:
        # Which day a plain number is cannot be told where days count from 1904.
        cells = {r: str(c) if isinstance(c, int | float) else c for r, c in cells.items()}
    british = _is_day_first([c for c in cells.values() if isinstance(c, str)])
    days: dict[int, dt.date | None] = {}
    bad = []
    for row, cell in cells.items():
        if cell is None and column in found.declared.may_be_blank:
            days[row] = None
            continue
        day = _day(cell, british)
        if day is None:
            bad.append(row)
        else:
            days[row] = day
    return Days(days, bad)


def _is_day_first(texts: list[str]) -> bool:
    """Tell whether a column of slashed days can only be day first: 30/04 but never 04/30."""
    pairs = [re.match(r"\s*(\d{1,2})/(\d{1,2})/", text) for text in texts]
    firsts = [(int(p.group(1)), int(p.group(2))) for p in pairs if p]
    return any(a > 12 for a, _ in firsts) and not any(b > 12 for _, b in firsts)


def _day(cell: object, british: bool) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        # An event may have its hour; eleven at night sharp is midnight of the next day in UTC.
        return None if cell.time() == dt.time(23) else cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _EPOCH + dt.timedelta(days=int(cell)) if 20_000 < cell < 60_000 else None
    text = str(cell or "").strip()
    slashed = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: 00:00(?::00)?)?", text)
    try:
        if slashed and (british or int(slashed.group(1)) > 12):
            return dt.date(int(slashed.group(3)), int(slashed.group(2)), int(slashed.group(1)))
        return None if "W" in text else _day(dt.datetime.fromisoformat(text), british)
    except ValueError:
        return None
