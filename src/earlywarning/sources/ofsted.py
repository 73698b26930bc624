"""Inspection outcomes: one row per inspection and judgement, keyed by framework.

The overall judgement is one among several, because from April 2026 it is no longer given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

import pandas as pd

from earlywarning.errors import SourceError
from earlywarning.settings import today
from earlywarning.sources.grades import full_year, grade_of, note_unread
from earlywarning.sources.reading import named, read_day
from earlywarning.sources.refused import RefusedRows
from earlywarning.sources.workbook.sheet import require_sound
from earlywarning.tables.declare import columns_of
from earlywarning.tables.published import Inspection

COLUMNS = [name for name in columns_of(Inspection) if name != "listed_by"]
# Where in its file a judgement stands: a contradiction is refused by its rows.
PLACED = [*COLUMNS, "sheet", "row"]
# The words of a column's header decide, in this order: "children in care and care leavers" was one
# judgement before 2023, and "adoption performance" stands under children looked after.
JUDGEMENTS = {
    "adoption": ("adoption performance",),
    "help_and_protection": ("children who need help",),
    "in_care": ("children in care", "achieving permanence"),
    "care_leavers": ("care leavers",),
    "leaders": ("impact of leaders", "leadership, management"),
    "overall": ("overall effectiveness", "overall judgement", " oe"),
}
NOT_THE_SERVICE = "lscb"
# Full inspections of one authority lie years apart; the same one may carry two dates.
_SEEN_FROM: ContextVar[dt.date] = ContextVar("seen_from", default=dt.date.min)
SAME_INSPECTION = dt.timedelta(days=92)
SUMMARY_GRADES = {
    "overall_effectiveness_grade": "overall",
    "impact_of_leaders_grade": "leaders",
    "help_and_protection_grade": "help_and_protection",
    "in_care_grade": "in_care",
    "care_leavers_grade": "care_leavers",
}
# Reports come out five to eight weeks after the visit, some of them seven months.
LONGEST_TO_REPORT = dt.timedelta(days=240)
HISTORY_HEADER = {"framework", "inspection_type", "old_la_code", "publication_date", "overall"}
VISITS_HEADER = {"old_la_code", "event_date", "event_type", "theme"}
# How lists call the column in which the authority is named, for people.
NAMES = ("la_name_published", "local_authority", "Local authority name")
NEEDED_IN_SHEET = {"Local authority area code", "Publication date"}


def judgement_of(header: str) -> str | None:
    """Return which judgement a column holds, None for another column."""
    words = " ".join(header.lower().split())
    if NOT_THE_SERVICE in words or "inspection type" in words or "publication" in words:
        return None
    return next((n for n, marks in JUDGEMENTS.items() if any(m in words for m in marks)), None)


def visit_row(
    code: str, kind: str, started: dt.date | None, published: dt.date | None, theme: str
) -> tuple[object, ...]:
    """Return a visit; without a publication date it is taken as known sixty days after it began."""
    published = published or (started and started + dt.timedelta(days=60))
    return (code, "ILACS", kind, started, published, "theme", theme)


@contextmanager
def seen_from(as_of: dt.date) -> Iterator[None]:
    """Read lists as of a day: a run for a later day than the clock's has seen that day."""
    before = _SEEN_FROM.set(as_of)
    try:
        yield
    finally:
        _SEEN_FROM.reset(before)


def last_day() -> dt.date:
    """Return the last day that has come."""
    return max(today(), _SEEN_FROM.get())


def require_possible(started: dt.date | None, published: dt.date | None, number: int) -> None:
    """Refuse an inspection that is still to come, or was reported on before it began.

    Raises:
        SourceError: naming row and day.
    """
    latest = max((day for day in (started, published) if day), default=None)
    if latest is not None and latest > last_day():
        why = f"an inspection of {latest}, a day that has not come"
    elif started and published and published < started:
        why = f"published on {published}, before the inspection of {started} began"
    else:
        return
    raise SourceError(f"row {number}: {why}", rule="inspection_day", row=number)


def stranger(code: str, row: Mapping[str, object], number: int) -> SourceError:
    """Return that nobody knows the authority of a row, with the name that stands there."""
    name = next((text for column in NAMES if (text := str(row.get(column) or "").strip())), "")
    named_so = f" ({name})" if name else ""
    return SourceError(
        f"row {number}: {code!r}{named_so} is no authority of the list",
        rule="known_authority",
        row=number,
    )


def by_row(
    header: tuple[str, ...],
    rows: list[list[str]],
    numbers: list[int],
    refused: RefusedRows,
    read: Callable[[dict[str, str], int], list[tuple[object, ...]]],
    code_of: Mapping[str, str],
) -> pd.DataFrame:
    """Read a list row by row; a row that cannot be what it says is refused alone.

    Args:
        header: names of the columns.
        rows: the cells.
        numbers: where each row stands in the file.
        refused: takes the rows that cannot be what they say.
        read: what a row tells.
        code_of: every code by which an authority is known.

    Raises:
        SourceError: if most rows cannot be.
    """
    out: list[tuple[object, ...]] = []
    for cells, number in zip(rows, numbers, strict=True):
        row = named(header, cells)
        code = row.get("old_la_code") or row.get("la_code", "")
        with refused.alone(number, code):
            if code and code not in code_of:
                raise stranger(code, row, number)
            out += [(*one, "", number) for one in read(row, number)]
        note_unread(refused, number, code_of.get(code, ""), row, last_day())
    refused.require_few(len(rows))
    return pd.DataFrame(out, columns=PLACED)


def history_row(row: dict[str, str], number: int) -> list[tuple[object, ...]]:
    """Read the judgements of one inspection; a row without a three-digit code has none."""
    if not row["old_la_code"]:
        return []
    started = read_day(row["inspection_date"], "inspection_date", number)
    published = read_day(row["publication_date"], "publication_date", number)
    require_possible(started, published, number)
    about = (row["old_la_code"], row["framework"], row["inspection_type"], started, published)
    return [
        (*about, name, grade)
        for name in JUDGEMENTS
        if (grade := grade_of(row.get(name), name, number))
    ]


def listed_visit(row: dict[str, str], number: int) -> list[tuple[object, ...]]:
    """Read a focused or monitoring visit; full inspections here are left to the history."""
    if not row["old_la_code"] or "visit" not in row["event_type"].lower():
        return []
    started = read_day(row["event_date"], "event_date", number)
    published = read_day(row["publication_date"], "publication_date", number)
    require_possible(started, published, number)
    return [visit_row(row["old_la_code"], row["event_type"], started, published, row["theme"])]


def summary_row(
    row: dict[str, str], number: int, out_by: dt.date | None = None
) -> list[tuple[object, ...]]:
    """Read the sector's own summary of an authority's latest inspection.

    Where it gives no day of publication, a report is taken as known when it surely was: on the day
    `out_by` on which the summary itself was out, or when even the slowest report has come.
    """
    started = read_day(row["inspection_start_date"], "inspection_start_date", number)
    if started is None:
        return []
    told = _of_summary(row.get("publication_date", ""), started, number)
    require_possible(started, told, number)
    surely = min(out_by or dt.date.max, started + LONGEST_TO_REPORT)
    published = told or surely
    kind = f"ILACS {row['inspection_framework'].title()} Inspection"
    return [
        (row["la_code"], "ILACS", kind, started, published, judgement, grade)
        for name, judgement in SUMMARY_GRADES.items()
        if (grade := grade_of(row.get(name), name, number))
    ]


def _of_summary(text: str, started: dt.date, number: int) -> dt.date | None:
    """Read a day of publication, which this list writes as 27/10/23, held against the visit."""
    day = read_day(full_year(text), "publication_date", number)
    if day is not None and not started <= day <= started + LONGEST_TO_REPORT * 2:
        raise SourceError(
            f"row {number}: publication_date {text!r} does not follow a visit of {started}",
            rule="date",
            row=number,
        )
    return day


def outcome_sheets(
    sheets: dict[str, list[list[object]]],
) -> list[tuple[str, int, list[list[object]]]]:
    """Return (name, header row index, rows) of every sheet of outcomes with area codes."""
    found = []
    for name, rows in sheets.items():
        for index, cells in enumerate(rows[:6]):
            if {str(cell) for cell in cells} >= NEEDED_IN_SHEET:
                found.append((name, index, rows))
    return found


def from_workbook(
    sheets: dict[str, list[list[object]]], code_of: dict[str, str], refused: RefusedRows
) -> pd.DataFrame:
    """Read outcomes, in-year activity and history from Ofsted's workbook.

    Args:
        sheets: rows of every sheet.
        code_of: nine-character code to three-digit number.
        refused: takes the rows that cannot be what they say.
    """
    out: list[tuple[object, ...]] = []
    many = 0
    for name, start, rows in outcome_sheets(sheets):
        header = [str(cell) for cell in rows[start]]
        for number, cells in enumerate(rows[start + 1 :], start=start + 2):
            row = named(header, cells)
            nine = str(row["Local authority area code"]).strip()
            if not nine:
                continue
            many += 1
            with refused.alone(number, code_of.get(nine, "")):
                require_sound([row.values()])
                if nine not in code_of:
                    raise stranger(nine, row, number)
                out += [(*one, name, number) for one in _sheet_row(row, code_of[nine], number)]
            note_unread(refused, number, code_of.get(nine, ""), row, last_day())
    refused.require_few(many)
    return pd.DataFrame(out, columns=PLACED)


def _sheet_row(row: dict[str, object], code: str, number: int) -> list[tuple[object, ...]]:
    began = row.get("Inspection date") or row.get("Inspection/Visit date")
    started = read_day(began, "inspection date", number)
    published = read_day(row.get("Publication date"), "Publication date", number)
    kind = str(row.get("Inspection type") or row.get("Inspection/Visit type") or "")
    require_possible(started, published, number)
    if not kind or published is None:
        return []
    if "visit" in kind.lower():
        return [visit_row(code, kind, started, published, str(row.get("Visit Theme") or ""))]
    graded: list[tuple[object, ...]] = []
    for column, value in row.items():
        name = judgement_of(column)
        grade = grade_of(value, column, number) if name else ""
        if name and grade:
            graded.append((code, "ILACS", kind, started, published, name, grade))
    return graded
