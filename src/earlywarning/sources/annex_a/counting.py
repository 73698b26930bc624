"""From lists about children to counts per month; no row about a child leaves this module."""

from __future__ import annotations

import calendar
import csv
import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from earlywarning.sources.annex_a.lists import Days, FoundLists, read_days
from earlywarning.sources.in_year.reading import COLUMNS
from earlywarning.sources.in_year.result import RefusedCell

PREVIOUS_PLANS = "Number of Previous Child Protection Plans"
REFERRALS_BEFORE = "Number of Referrals in Last 12 Months"
STRATEGY = "Strategy discussion initiating Section 47 Enquiry Start Date"
CONFERENCE = "Date of Initial Child Protection Conference"
ASSESSMENT_START = "Continuous Assessment Start Date"
ASSESSMENT_END = "Continuous Assessment Date of Authorisation"
PLAN_START, PLAN_END = "Child Protection Plan Start Date", "Child Protection Plan End Date"
CARE_START, CARE_END = "Date Started to be Looked After", "Date Ceased to be Looked After"
_NAMED_ROWS = 5


@dataclass(frozen=True, slots=True)
class Count:
    """How one measure is counted: in which list, by which day, and under what condition.

    `since` and `within` count a case only if so many working days passed at most. `at_least`
    counts a case only if a number column reaches a value. `open_until` makes a stock of it.
    """

    list: int
    day: str
    since: str | None = None
    within: int = 0
    number: str | None = None
    at_least: int = 0
    open_until: str | None = None


COUNTS = {
    "contacts": Count(1, "Date of Contact"),
    "early_help": Count(2, "Assessment start date"),
    "referrals": Count(3, "Date of referral"),
    "assessments_completed": Count(4, ASSESSMENT_END),
    "assessments_45_days": Count(4, ASSESSMENT_END, since=ASSESSMENT_START, within=45),
    "section_47": Count(5, STRATEGY),
    "icpc": Count(5, CONFERENCE),
    "icpc_15_days": Count(5, CONFERENCE, since=STRATEGY, within=15),
    "cp_plans_started": Count(7, PLAN_START),
    "cp_plans_second_or_later": Count(7, PLAN_START, number=PREVIOUS_PLANS, at_least=1),
    "cp_plans_ended": Count(7, PLAN_END),
    "cp_plans_at_end": Count(7, PLAN_START, open_until=PLAN_END),
    "looked_after_started": Count(8, CARE_START),
    "looked_after_ended": Count(8, CARE_END),
    "looked_after_at_end": Count(8, CARE_START, open_until=CARE_END),
}


def rereferrals(counts_itself: bool) -> Count:
    """Return how re-referrals are counted, once it is known whether a referral counts itself."""
    return Count(3, "Date of referral", number=REFERRALS_BEFORE, at_least=1 + counts_itself)


@dataclass(slots=True)
class Tally:
    """Counts of one workbook, and what could not be counted."""

    months: list[dt.date]
    holidays: list[dt.date]
    rows: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[RefusedCell] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


def bank_holidays(reference: Path) -> list[dt.date]:
    """Return the days in England on which nobody works, weekends aside."""
    with (reference / "bank_holidays.csv").open(encoding="utf-8", newline="") as file:
        return [dt.date.fromisoformat(row["day"]) for row in csv.DictReader(file)]


def month_ends(last: dt.date, months: int) -> list[dt.date]:
    """Return the last days of so many whole months that ended by a day, oldest first."""
    after = last + dt.timedelta(days=1)
    index = after.year * 12 + after.month - 2
    return [
        dt.date(i // 12, i % 12 + 1, calendar.monthrange(i // 12, i % 12 + 1)[1])
        for i in range(index - months + 1, index + 1)
    ]


def count_all(lists: dict[int, FoundLists], counts: dict[str, Count], tally: Tally) -> None:
    """Count every measure whose list and columns are there; say which are not."""
    for measure, how in counts.items():
        found = lists.get(how.list)
        if found is None:
            continue
        wanted = [c for c in (how.day, how.since, how.number, how.open_until) if c]
        absent = [column for column in wanted if column not in found.columns]
        rows = found.rows()
        if absent:
            at = found.sheet.address(found.header, 0)
            tally.refusals.append(
                RefusedCell(
                    at, f"{measure} not counted: no column {', '.join(absent)}", None, measure
                )
            )
        elif not rows:
            tally.aside.append(f"{measure}: list {how.list} is empty, which is not taken for zero")
        else:
            _count(found, measure, how, rows, tally)


def _count(found: FoundLists, measure: str, how: Count, rows: list[int], tally: Tally) -> None:
    columns = [c for c in (how.day, how.since, how.open_until) if c]
    days = {column: read_days(found, column, rows) for column in columns}
    bad = [(column, row) for column, d in days.items() for row in d.bad]
    numbers = _numbers(found, how, rows)
    bad += [(str(how.number), row) for row, n in numbers.items() if n is None]
    if how.within and _beyond(days, tally):
        tally.aside.append(f"{measure}: a day lies beyond data/reference/bank_holidays.csv")
        return
    if bad:
        _refuse(found, measure, bad, tally)
        return
    keep = _condition(how, days, numbers, tally)
    if how.open_until:
        _stock(found, measure, how, days, tally)
    else:
        _flow(found, measure, [d for r, d in days[how.day].by_row.items() if d and keep(r)], tally)


def _numbers(found: FoundLists, how: Count, rows: list[int]) -> dict[int, float | None]:
    if how.number is None:
        return {}
    index = found.columns[how.number]
    cells = {row: str(found.sheet.cell(row, index)).strip() for row in rows}
    return {
        row: float(text) if text.replace(".", "", 1).isdecimal() else None
        for row, text in cells.items()
    }


def _beyond(days: dict[str, Days], tally: Tally) -> bool:
    years = {day.year for day in tally.holidays}
    shown = [day for d in days.values() for day in d.by_row.values() if day]
    return any(day.year not in years for day in shown)


def _condition(
    how: Count, days: dict[str, Days], numbers: dict[int, float | None], tally: Tally
) -> Callable[[int], bool]:
    def holds(row: int) -> bool:
        """Tell whether a row counts."""
        if how.since:
            first, last = days[how.since].by_row[row], days[how.day].by_row[row]
            if first is None or last is None:
                return False
            taken = np.busday_count(first, last, holidays=tally.holidays)
            return bool(taken <= how.within)
        return how.number is None or (numbers[row] or 0) >= how.at_least

    return holds


def _refuse(found: FoundLists, measure: str, bad: list[tuple[str, int]], tally: Tally) -> None:
    """Refuse the whole measure: with a day unread no month's count is known."""
    for column, row in bad[:_NAMED_ROWS]:
        more = f" ({len(bad)} such cells in all)" if len(bad) > 1 else ""
        tally.refusals.append(RefusedCell(
            found.sheet.address(row, found.columns[column]),
            f"{measure} not counted: row {row + 1}, {column}, cannot be read{more}",
            None, measure, None, row + 1,
        ))  # fmt: skip


def _flow(found: FoundLists, measure: str, days: list[dt.date], tally: Tally) -> None:
    per_month = Counter((day.year, day.month) for day in days)
    for end in tally.months:
        _put(found, measure, end, per_month[end.year, end.month], tally)


def _stock(
    found: FoundLists, measure: str, how: Count, days: dict[str, Days], tally: Tally
) -> None:
    """Count children, not rows: a child that stands twice is one child."""
    end = tally.months[-1]
    identifier = found.columns[found.declared.columns[0]]
    ended = days[str(how.open_until)].by_row
    there = {
        str(found.sheet.cell(row, identifier)).strip()
        for row, day in days[how.day].by_row.items()
        if day and day <= end and ((until := ended[row]) is None or until > end)
    }
    _put(found, measure, end, len(there), tally)


def _put(found: FoundLists, measure: str, end: dt.date, count: int, tally: Tally) -> None:
    tally.rows.append({
        "measure": measure, "time_period": end.year * 100 + end.month, "period_end": end,
        "value": float(count), "marker": None, "status": "ok", "row_number": None,
        "cell": found.sheet.name,
    })  # fmt: skip


def as_frame(tally: Tally, code: str, region: str) -> pd.DataFrame:
    """Return the counts as the values of a monthly return."""
    owner = {"old_la_code": code, "region": region, "frequency": "monthly"}
    return pd.DataFrame([owner | row for row in tally.rows], columns=COLUMNS)
