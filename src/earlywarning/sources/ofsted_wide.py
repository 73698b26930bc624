"""Ofsted's older workbooks: no area codes, and an authority's inspections side by side in a row.

The history back to 2009 has a second table with its own header lower down the same sheet.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from earlywarning.definitions.places import Matcher
from earlywarning.errors import SourceError
from earlywarning.sources.grades import grade_of, note_unread
from earlywarning.sources.ofsted import (
    PLACED,
    judgement_of,
    last_day,
    require_possible,
    visit_row,
)
from earlywarning.sources.reading import Sheets, cell_text, named, read_day
from earlywarning.sources.refused import RefusedRows
from earlywarning.sources.workbook.sheet import require_sound

NAME = "Local authority name"
# What a block of columns is, by the words of its publication date's header.
BLOCKS = (
    ("slac) inspection", "SLAC", "SLAC inspection"),
    ("re-inspection of safeguarding", "SLAC", "SLAC safeguarding re-inspection"),
    ("re-inspection of services for children looked", "SLAC", "SLAC looked after re-inspection"),
    ("child protection inspections", "CPI", "Child protection inspection"),
    ("child protection re-inspection", "CPI", "Child protection re-inspection"),
    ("targeted looked after", "TLAC", "Targeted looked after children"),
    ("first sif", "SIF", "SIF first inspection"),
    ("sif re-inspection", "SIF", "SIF re-inspection"),
    ("ilacs", "ILACS", ""),  # first, second, third: the columns grow to the right with the years
)
PUBLISHED = "publication dat"
VISIT = "Inspection/Visit type"


@dataclass(frozen=True, slots=True)
class Block:
    """The columns of one inspection: its kind, and where date, type and grades stand."""

    framework: str
    kind: str
    published: int
    kind_at: int | None
    graded: tuple[tuple[str, str, int], ...]

    @property
    def columns(self) -> list[int]:
        """Return where all that is read of it stands."""
        kind = [] if self.kind_at is None else [self.kind_at]
        return [self.published, *kind, *(at for _, _, at in self.graded)]


def has_wide_sheets(sheets: Sheets) -> bool:
    """Tell whether a workbook has a sheet in this shape.

    Many government workbooks have a column of this name: only one that dates inspections is meant.
    """
    return any(_lists_inspections(rows) for rows in sheets.values())


def _lists_inspections(rows: list[list[object]]) -> bool:
    start = _header_row(rows)
    header = [] if start is None else [cell_text(cell) for cell in rows[start]]
    return VISIT in header or any(PUBLISHED in name.lower() for name in header)


def _header_row(rows: list[list[object]]) -> int | None:
    for index, cells in enumerate(rows[:6]):
        header = [cell_text(cell) for cell in cells]
        if NAME in header and "Local authority area code" not in header:
            return index
    return None


def from_workbook(sheets: Sheets, places: Matcher, refused: RefusedRows) -> pd.DataFrame:
    """Read side-by-side inspections and in-year visits."""
    out: list[tuple[object, ...]] = []
    for name, rows in sheets.items():
        start = _header_row(rows)
        if start is None:
            continue
        header = [cell_text(cell) for cell in rows[start]]
        require_sound([header])
        read = _visits if VISIT in header else _history
        found = read(header, rows, start + 1, refused, places)
        out += [(*one[:-1], name, one[-1]) for one in found]
    return pd.DataFrame(out, columns=PLACED)


def _with_code(one: tuple[object, ...], number: int, places: Matcher) -> tuple[object, ...]:
    """Say whose inspection it was: a name that lived on is that of the day; else any bearer's.

    A report may come out after its authority closed.

    Raises:
        SourceError: if nobody has the name, or several have.
    """
    name, _, _, _, published, *_ = one
    on = published if isinstance(published, dt.date) else None
    that_day, any_day = places.find(name, on), places.find(name)
    code = that_day.code or any_day.code
    if code is None:
        why = f"row {number}: {name!r} {any_day.why}"
        raise SourceError(why, rule="known_authority", row=number)
    return (code, *one[1:], number)


def _name(row: list[object], at: int) -> str:
    name = " ".join(cell_text(row[at]).split()) if len(row) > at else ""
    return "" if name == NAME else name


Row = Callable[[str, list[object], int], list[tuple[object, ...]]]


def _by_row(
    reads: Sequence[tuple[Row, list[int]]],
    header: list[str],
    rows: list[list[object]],
    start: int,
    refused: RefusedRows,
    places: Matcher,
) -> list[tuple[object, ...]]:
    """Read each row with a name; an inspection that cannot be what it says is refused alone.

    `reads` holds what reads an inspection of a row, and the columns in which that stands.
    """
    out: list[tuple[object, ...]] = []
    many = 0
    for number, cells in enumerate(rows[start:], start=start + 1):
        name = _name(cells, header.index(NAME))
        if not name:
            continue
        many += 1
        code = places.find(name).code or ""
        for read, columns in reads:
            own = {header[at]: cells[at] for at in columns if at < len(cells)}
            with refused.alone(number, code):
                require_sound([own.values()])
                out += [_with_code(one, number, places) for one in read(name, cells, number)]
            note_unread(refused, number, code, own, last_day())
    refused.require_few(many)
    return out


def _visits(
    header: list[str],
    rows: list[list[object]],
    start: int,
    refused: RefusedRows,
    places: Matcher,
) -> list[tuple[object, ...]]:
    """Visits only: the inspections of a year are in the history with their publication dates."""

    def read(name: str, cells: list[object], number: int) -> list[tuple[object, ...]]:
        """Return the visit of a row, and nothing of an inspection."""
        row = named(header, cells)
        kind = cell_text(row.get(VISIT, ""))
        if "visit" not in kind.lower():
            return []
        started = read_day(row["Inspection/Visit date"], "Inspection/Visit date", number)
        require_possible(started, None, number)
        return [visit_row(name, kind, started, None, cell_text(row.get("Visit Theme")))]

    return _by_row([(read, [*range(len(header))])], header, rows, start, refused, places)


def _history(
    header: list[str],
    rows: list[list[object]],
    start: int,
    refused: RefusedRows,
    places: Matcher,
) -> list[tuple[object, ...]]:
    reads = [(partial(_inspection, block), block.columns) for block in _blocks(header)]
    return _by_row(reads, header, rows, start, refused, places)


def _blocks(header: list[str]) -> list[Block]:
    dates = [i for i, name in enumerate(header) if PUBLISHED in name.lower()]
    blocks = []
    for place, at in enumerate(dates):
        framework, kind = _kind_of_block(header[at])
        end = dates[place + 1] if place + 1 < len(dates) else len(header)
        graded = []
        for i in range(at + 1, end):
            judgement = judgement_of(header[i])
            if judgement:
                graded.append((judgement, _kind_of(kind, header[i]), i))
        kind_at = next((i for i in (at - 1, at + 1) if _is_type(header, i)), None)
        blocks.append(Block(framework, kind, at, kind_at, tuple(graded)))
    return blocks


def _kind_of_block(name: str) -> tuple[str, str]:
    fitting = [(f, k) for words, f, k in BLOCKS if words in name.lower()]
    if not fitting:
        raise SourceError(
            f"column {name!r}: dates an inspection under a framework that is not known",
            rule="inspection_column",
        )
    # The last words that fit decide: "... (SIF) SIF Re-inspection" is a re-inspection.
    return fitting[-1]


def _kind_of(kind: str, header: str) -> str:
    """One date stands for two inspections in the first framework: each judgement is its own."""
    if kind != "SLAC inspection":
        return kind
    looked_after = "looked after" in header.lower()
    return "SLAC looked after children" if looked_after else "SLAC safeguarding"


def _is_type(header: list[str], at: int) -> bool:
    return (
        0 <= at < len(header)
        and re.search(r"inspection type|ILACS inspection$", header[at]) is not None
    )


def _inspection(
    block: Block, code: str, cells: list[object], number: int
) -> list[tuple[object, ...]]:
    cell = cells[block.published] if len(cells) > block.published else ""
    published = read_day(cell, "publication date", number)
    if published is None:
        return []
    require_possible(None, published, number)
    out: list[tuple[object, ...]] = []
    for judgement, kind, at in block.graded:
        grade = grade_of(cell_text(cells[at]) if len(cells) > at else "", judgement, number)
        named = cell_text(cells[block.kind_at]) if block.kind_at is not None else kind
        if grade:
            out.append((code, block.framework, named, None, published, judgement, grade))
    return out
