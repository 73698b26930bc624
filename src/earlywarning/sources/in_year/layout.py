"""Where the numbers stand: months across, or one row per measure and period."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from earlywarning.errors import SourceError
from earlywarning.sources.in_year.cells import Form
from earlywarning.sources.in_year.grid import Sheet
from earlywarning.sources.in_year.names import plain
from earlywarning.sources.in_year.periods import (
    Unclear,
    bare_month,
    financial_year,
    read_period,
)

HEADINGS = {
    "authority": {"authority", "local authority", "la", "la name", "la code", "council",
                  "old la code", "new la code"},
    "measure": {"measure", "indicator", "measure name", "indicator name"},
    "period": {"period", "month", "quarter", "period end", "period ending", "date"},
    "value": {"value", "figure", "count", "number", "result", ""},
}  # fmt: skip
NOTE_KEYS = {
    "authority": HEADINGS["authority"],
    "frequency": {"frequency", "period type"},
    "returned_on": {"returned on", "date returned", "date of return", "return date"},
    "prepared_by": {"prepared by", "prepared by role", "role"},
    "provisional": {"provisional"},
    "events": {"events", "event"},
    "as_at": {"as at", "snapshot date"},
    "months": {"months covered"},
    "counts_itself": {"referral count includes this one"},
    "remarks": {"remarks", "remark", "notes", "comments"},
}
_FORMS: dict[str, Form] = {
    "number": "number", "no": "number", "count": "number", "n": "number",
    "pct": "percentage", "rate": "percentage",
}  # fmt: skip
_HEAD_ROWS = 40
# Of either way to count them, for the days of this century.
DAY_NUMBERS = (35_000, 75_000)


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell's content and its address."""

    content: object
    at: str
    from_1904: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One value with the cells that say whose it is, what and when.

    `beside` are the other cells of its row, by column, which nothing reads.
    """

    measure: PlacedCell
    period: PlacedCell
    value: PlacedCell
    row: int
    authority: PlacedCell | None = None
    form: Form | None = None
    doubt: str = ""
    beside: tuple[tuple[int, str], ...] = ()


def heading(content: object) -> str:
    """Return a heading in the words it is known by."""
    return re.sub(r"[^a-z0-9]+", " ", str(content or "").casefold()).strip()


def notes(sheets: list[Sheet], *, strict: bool = False) -> dict[str, PlacedCell]:
    """Return what stands right of the known keys, the first of each; a table's header is none.

    Raises:
        SourceError: if `strict`, and two cells say different things of one key.
    """
    found: dict[str, PlacedCell] = {}
    for sheet in sheets:
        for row, cells in enumerate(sheet.rows):
            first = next((c for c in range(len(cells)) if sheet.cell(row, c) is not None), None)
            if first is None or _long_columns(sheet, row):
                continue
            word = heading(sheet.cell(row, first))
            key = next((k for k, words in NOTE_KEYS.items() if word in words), None)
            column = _beside(sheet, row, first)
            beside = sheet.cell(row, column)
            if key and beside is not None and plain(beside) not in HEADINGS["measure"]:
                cell = PlacedCell(beside, sheet.address(row, column), sheet.from_1904)
                before = found.setdefault(key, cell)
                if strict and plain(before.content) != plain(beside):
                    raise SourceError(
                        f"{cell.at}: says another {key.replace('_', ' ')} than {before.at}",
                        rule="in_year_two_notes",
                    )
    return found


def _beside(sheet: Sheet, row: int, column: int) -> int:
    """Return the next column to the right, past what a merged label covers."""
    start = sheet.merged.get((row, column))
    after = column + 1
    while start is not None and sheet.merged.get((row, after)) == start:
        after += 1
    return after


def entries(sheet: Sheet, known: dict[str, set[str]], months: int) -> Iterator[Row]:
    """Yield every filled or blank value cell of a sheet; nothing if it holds no table."""
    for row in range(min(len(sheet.rows), _HEAD_ROWS)):
        if columns := _long_columns(sheet, row):
            yield from _long(sheet, row, columns)
            return
    yield from _wide(sheet, known, months)


def _long_columns(sheet: Sheet, row: int) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column in range(len(sheet.rows[row])):
        word = heading(sheet.cell(row, column))
        for role, words in HEADINGS.items():
            if word and word in words:
                columns.setdefault(role, column)
    return columns if {"measure", "period", "value"} <= set(columns) else {}


def _long(sheet: Sheet, header: int, columns: dict[str, int]) -> Iterator[Row]:
    for row in range(header + 1, len(sheet.rows)):

        def place(role: str, row: int = row) -> PlacedCell:
            column = columns[role]
            return PlacedCell(sheet.cell(row, column), sheet.address(row, column))

        if place("measure").content is None or place("period").content is None:
            continue
        yield Row(
            place("measure"),
            PlacedCell(_told_day(sheet, place("period").content), place("period").at),
            place("value"),
            row + 1,
            place("authority") if "authority" in columns else None,
            doubt=_merge_doubt(sheet, row, columns["value"]),
            beside=_unread(sheet, row, set(columns.values())),
        )


def _unread(sheet: Sheet, row: int, read: set[int | None]) -> tuple[tuple[int, str], ...]:
    cells = ((c, sheet.cell(row, c)) for c in range(len(sheet.rows[row])) if c not in read)
    return tuple((c, heading(content)) for c, content in cells if content is not None)


def without_splits(rows: list[Row], known: dict[str, set[str]]) -> list[Row]:
    """Return the rows of a sheet, those in doubt that tell a part of a figure and not all of it.

    Where one measure and period stands in several rows that differ in a column that is not read, a
    team or a ward, that column splits the figures of the whole sheet, equal or not.
    """
    seen: dict[tuple[str, ...], dict[int, str]] = {}
    splitting: set[int] = set()
    for row in rows:
        if row.value.content is None or plain(row.measure.content) not in known:
            continue
        cells = (row.measure, row.period, row.authority)
        key = tuple(plain(c.content) if c else "" for c in cells)
        before, now = seen.setdefault(key, dict(row.beside)), dict(row.beside)
        splitting |= {c for c in {*before, *now} if before.get(c) != now.get(c)}
    why = "tells a part: a column that is not read splits the figure; return one row for the whole"
    return [
        replace(row, doubt=row.doubt or why) if splitting & {c for c, _ in row.beside} else row
        for row in rows
    ]


def _merge_doubt(sheet: Sheet, row: int, column: int) -> str:
    return "merged over several cells" if sheet.is_merged(row, column) else ""


def _names(sheet: Sheet, known: dict[str, set[str]]) -> tuple[int, int] | None:
    """Return the column that holds most measure names, and the first row with one."""
    hits: dict[int, list[int]] = {}
    for row, cells in enumerate(sheet.rows):
        for column in range(len(cells)):
            content = sheet.cell(row, column)
            if isinstance(content, str) and plain(content) in known:
                hits.setdefault(column, []).append(row)
    if not hits:
        return None
    column = max(hits, key=lambda c: (len(hits[c]), -c))
    return column, hits[column][0]


def _header_row(sheet: Sheet, first: int, months: int) -> int | None:
    """Return the row above the data with most periods; of equals, the one next to the data."""

    def periods(row: int) -> int:
        cells = range(len(sheet.rows[row]))
        return sum(_like_a_period(sheet.cell(row, column), months) for column in cells)

    best = max(range(first), key=lambda row: (periods(row), row), default=None)
    return best if best is not None and periods(best) else None


def _like_a_period(content: object, months: int) -> bool:
    return read_period(content, months) is not None or bare_month(content) is not None


def _wide(sheet: Sheet, known: dict[str, set[str]], months: int) -> Iterator[Row]:
    names = _names(sheet, known)
    header = _header_row(sheet, names[1], months) if names else None
    if names is None or header is None:
        return
    columns = {
        column: PlacedCell(_dated(sheet, header, column), sheet.address(header, column))
        for column in range(sheet.width())
        if column != names[0] and _like_a_period(sheet.cell(header, column), months)
    }
    owner = next(
        (c for c in range(sheet.width())
         if heading(sheet.cell(header, c)) in HEADINGS["authority"]), None
    )  # fmt: skip
    forms = {c: _FORMS.get(plain(sheet.cell(header + 1, c))) for c in columns}
    start = header + (2 if any(forms.values()) else 1)
    again = ""
    for row in range(start, len(sheet.rows)):
        label = PlacedCell(sheet.cell(row, names[0]), sheet.address(row, names[0]))
        again = again or _second_header(sheet, row, columns, label, known)
        beside = _unread(sheet, row, {names[0], owner, *columns})
        for column, period in columns.items():
            yield Row(
                label,
                period,
                PlacedCell(sheet.cell(row, column), sheet.address(row, column)),
                row + 1,
                PlacedCell(sheet.cell(row, owner), sheet.address(row, owner))
                if owner is not None
                else None,
                forms[column],
                again or _merge_doubt(sheet, row, column),
                beside,
            )


def _second_header(
    sheet: Sheet,
    row: int,
    columns: dict[int, PlacedCell],
    label: PlacedCell,
    known: dict[str, set[str]],
) -> str:
    """Say that the columns mean something else from here on; numbers alone never say so."""
    if plain(label.content) in known:
        return ""
    texts = [sheet.cell(row, c) for c in columns]
    dated = [t for t in texts if not isinstance(t, int | float) and _like_a_period(t, 1)]
    return f"below a second header in row {row + 1}" if dated else ""


def _told_day(sheet: Sheet, content: object) -> object:
    """Return a period's cell; the number of a day is unclear where days count from 1904."""
    is_day_number = isinstance(content, float) and DAY_NUMBERS[0] <= content < DAY_NUMBERS[1]
    if sheet.from_1904 and is_day_number:
        return Unclear("a number for a day, in a workbook that counts its days from 1904")
    return content


def _dated(sheet: Sheet, header: int, column: int) -> object:
    """Return a period's cell; a month without a year takes the financial year above it."""
    content = _told_day(sheet, sheet.cell(header, column))
    number = bare_month(content)
    if number is None:
        return content
    for row in range(header - 1, max(-1, header - 4), -1):
        for left in range(column, -1, -1):
            above = sheet.cell(row, left)
            if above is None:
                continue
            year = financial_year(above)
            if year is not None:
                return f"{calendar.month_name[number]} {year + (number < 4)}"
            break
    return Unclear(f"{content} has no year")
