"""Inspection outcomes: one row per inspection and judgement, keyed by framework.

The overall judgement is one among several, because from April 2026 it is no longer given.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from earlywarning.sources.reading import read_day

COLUMNS = [
    "old_la_code", "framework", "inspection_type", "started", "published", "judgement", "grade",
]  # fmt: skip
JUDGEMENTS = {
    "overall": ("overall effectiveness",),
    "leaders": ("the impact of leaders", "impact of leaders"),
    "help_and_protection": ("the experiences and progress of children who need help",),
    "in_care": ("the experiences and progress of children in care",),
    "care_leavers": ("the experiences and progress of care leavers",),
}
HISTORY_HEADER = {"framework", "inspection_type", "old_la_code", "publication_date", "overall"}
VISITS_HEADER = {"old_la_code", "event_date", "event_type", "theme"}
NEEDED_IN_SHEET = {"Local authority area code", "Publication date"}


def from_history(header: tuple[str, ...], rows: list[list[str]]) -> pd.DataFrame:
    """Read the long list of judgements; rows without a three-digit code are left out."""
    out = []
    for number, cells in enumerate(rows, start=2):
        row = dict(zip(header, cells, strict=True))
        if not row["old_la_code"]:
            continue
        started = read_day(row["inspection_date"], "inspection_date", number)
        published = read_day(row["publication_date"], "publication_date", number)
        out += [
            (
                row["old_la_code"],
                row["framework"],
                row["inspection_type"],
                started,
                published,
                name,
                row[name],
            )
            for name in JUDGEMENTS
            if row.get(name)
        ]
    return pd.DataFrame(out, columns=COLUMNS)


def from_visits(header: tuple[str, ...], rows: list[list[str]]) -> pd.DataFrame:
    """Read focused and monitoring visits; full inspections in the list are left to the history.

    A visit without a publication date is taken as known sixty days after it began.
    """
    out = []
    for number, cells in enumerate(rows, start=2):
        row = dict(zip(header, cells, strict=True))
        if not row["old_la_code"] or "visit" not in row["event_type"].lower():
            continue
        started = read_day(row["event_date"], "event_date", number)
        published = read_day(row["publication_date"], "publication_date", number)
        published = published or (started and started + dt.timedelta(days=60))
        out.append(
            (
                row["old_la_code"],
                "ILACS",
                row["event_type"],
                started,
                published,
                "theme",
                row["theme"],
            )
        )
    return pd.DataFrame(out, columns=COLUMNS)


def outcome_sheets(sheets: dict[str, list[list[object]]]) -> list[tuple[int, list[list[object]]]]:
    """Return (header row index, rows) of every sheet that lists outcomes with area codes."""
    found = []
    for rows in sheets.values():
        for index, cells in enumerate(rows[:6]):
            if {str(cell) for cell in cells} >= NEEDED_IN_SHEET:
                found.append((index, rows))
    return found


def from_workbook(
    sheets: dict[str, list[list[object]]], code_of: dict[str, str]
) -> tuple[pd.DataFrame, list[str]]:
    """Read outcomes, in-year activity and history from Ofsted's workbook.

    Args:
        sheets: rows of every sheet.
        code_of: nine-character code to three-digit number.

    Returns:
        The rows, and the nine-character codes that no authority carries.
    """
    out: list[tuple[object, ...]] = []
    unknown: set[str] = set()
    for start, rows in outcome_sheets(sheets):
        header = [str(cell) for cell in rows[start]]
        for number, cells in enumerate(rows[start + 1 :], start=start + 2):
            row = dict(zip(header, cells, strict=False))
            nine = str(row["Local authority area code"]).strip()
            if not nine:
                continue
            if nine not in code_of:
                unknown.add(nine)
                continue
            out += _sheet_row(row, code_of[nine], number)
    return pd.DataFrame(out, columns=COLUMNS), sorted(unknown)


def _sheet_row(row: dict[str, object], code: str, number: int) -> list[tuple[object, ...]]:
    began = row.get("Inspection date") or row.get("Inspection/Visit date")
    started = read_day(began, "inspection date", number)
    published = read_day(row.get("Publication date"), "Publication date", number)
    kind = str(row.get("Inspection type") or row.get("Inspection/Visit type") or "")
    if not kind or published is None:
        return []
    if "visit" in kind.lower():
        return [
            (code, "ILACS", kind, started, published, "theme", str(row.get("Visit Theme") or ""))
        ]
    graded: list[tuple[object, ...]] = []
    for name, starts in JUDGEMENTS.items():
        value = next((str(v) for k, v in row.items() if k.lower().startswith(starts)), "")
        if value.strip():
            graded.append((code, "ILACS", kind, started, published, name, value.strip()))
    return graded


def combine(parts: list[pd.DataFrame], as_of: dt.date) -> pd.DataFrame:
    """Return every inspection once, as known on a day; the earlier part wins a disagreement."""
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    frame = pd.concat(parts, ignore_index=True)
    frame = frame[frame["published"].map(lambda day: day is not None and day <= as_of)]
    frame = frame.drop_duplicates(["old_la_code", "inspection_type", "published", "judgement"])
    return frame.sort_values(["old_la_code", "published", "inspection_type", "judgement"])
