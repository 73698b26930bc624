"""The empty return: a sheet of numbers and one of notes; as CSV the notes stand above."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd

from earlywarning.definitions.in_year import MONTHS, InYear
from earlywarning.sources.in_year.periods import month

PERIODS = {"monthly": 12, "quarterly": 4}
_HELP = (
    "Leave blank what you cannot return; write c (suppressed), x (not available to you) or "
    "z (does not apply) where there is a reason. Percentages as 84.5 or 84.5%. Zero means zero."
)


def write_template(
    path: Path, in_year: InYear, frequency: str, last: dt.date, *, authority: str = ""
) -> None:
    """Write an empty return for the periods up to a day; the suffix chooses XLSX or CSV."""
    write_return(path, _numbers(in_year, periods_until(last, frequency)), notes(
        in_year, frequency, authority
    ))  # fmt: skip


def periods_until(last: dt.date, frequency: str) -> list[dt.date]:
    """Return the last days of the year's worth of periods that ended by a day."""
    step = MONTHS[frequency]
    ends: list[dt.date] = []
    count = (last + dt.timedelta(days=1)).year * 12 + (last + dt.timedelta(days=1)).month - 2
    while len(ends) < PERIODS[frequency]:
        if (count % 12 + 1) % step == 0:
            ends.append(month(count // 12, count % 12 + 1).end)
        count -= 1
    return ends[::-1]


def notes(in_year: InYear, frequency: str, authority: str, day: str = "") -> list[list[str]]:
    """Return the rows of the notes: key, value, and what belongs there."""
    return [
        ["authority", authority, "name, three-digit or nine-character code"],
        ["frequency", frequency, "monthly or quarterly"],
        ["returned on", day, "the day you send it, as 2025-05-12"],
        ["prepared by", "", f"a role, never a name: {', '.join(in_year.roles)}"],
        ["provisional", "yes", "yes or no"],
        ["events", "", f"any of: {', '.join(in_year.events)}"],
        ["remarks", "", "read by people in your region; never stored in the database"],
    ]


def _numbers(in_year: InYear, ends: list[dt.date]) -> list[list[Any]]:
    header = ["Measure", "Unit", *(f"{end:%b %Y}" for end in ends)]
    if len(ends) == PERIODS["quarterly"]:
        header[2:] = [_quarter(end) for end in ends]
    return [header, *([m.label, m.unit, *[""] * len(ends)] for m in in_year.measures.values())]


def _quarter(end: dt.date) -> str:
    first = end.year - (end.month == 3)
    return f"Q{(end.month - 4) % 12 // 3 + 1} {first}/{(first + 1) % 100:02}"


def write_return(path: Path, numbers: list[list[Any]], about: list[list[str]]) -> None:
    """Write a return as the template lays it out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() != ".xlsx":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([*about, ["help", _HELP], [], *numbers])
        return
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Numbers"
    for row in numbers:
        sheet.append([None if cell == "" else cell for cell in row])
    sheet.column_dimensions["A"].width = 52
    sheet.freeze_panes = "C2"
    other = book.create_sheet("Notes")
    for row in [*about, ["help", _HELP]]:
        other.append(row)
    other.column_dimensions["B"].width = 30
    book.save(path)


def long_rows(frame: pd.DataFrame, in_year: InYear) -> list[list[Any]]:
    """Return counted values as rows of a return, one per measure and period."""
    rows = [["Measure", "Period", "Value"]]
    for one in frame.sort_values(["measure", "time_period"]).to_dict("records"):
        value = one["marker"] if pd.isna(one["value"]) else f"{one['value']:g}"
        rows.append([in_year.measures[one["measure"]].label, f"{one['period_end']}", value])
    return rows
