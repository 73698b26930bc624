"""From lists about children to counts per month; no row about a child leaves this module."""

from __future__ import annotations

import calendar
import csv
import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from earlywarning.sources.annex_a.cases import NUMBER, UNLISTED, UNREAD, Cases
from earlywarning.sources.annex_a.coverage import Coverage
from earlywarning.sources.annex_a.lists import FoundLists
from earlywarning.sources.annex_a.measures import PAIRS, Count
from earlywarning.sources.in_year.reading import COLUMNS
from earlywarning.sources.in_year.result import RefusedCell

_NAMED_ROWS = 5
# A bad row is left out and named; where more are bad than this, nothing is known of the measure.
MOST_BAD = 0.1
# England has eight bank holidays a year, nine or ten in years of jubilees and coronations.
MOST_HOLIDAYS = 10


@dataclass(slots=True)
class Tally:
    """Counts of one workbook, and what could not be counted.

    months: last days of the whole months that the lists should cover; extract: the day they were
    cut.
    """

    months: list[dt.date]
    extract: dt.date
    holidays: list[dt.date]
    rows: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[RefusedCell] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


def bank_holidays(reference: Path) -> list[dt.date]:
    """Return the days in England on which nobody works, weekends aside."""
    with (reference / "bank_holidays.csv").open(encoding="utf-8", newline="") as file:
        return [dt.date.fromisoformat(row["day"]) for row in csv.DictReader(file)]


def month_ends(last: dt.date, months: int) -> list[dt.date]:
    """Return the last days of the whole months within so many months up to a day, oldest first.

    Lists cut in the middle of a month begin in the middle of one: neither is whole.
    """
    after = last + dt.timedelta(days=1)
    index = after.year * 12 + after.month - 2
    first = index - months + 1 + (after.day > 1)
    return [
        dt.date(i // 12, i % 12 + 1, calendar.monthrange(i // 12, i % 12 + 1)[1])
        for i in range(first, index + 1)
    ]


def count_all(lists: dict[int, FoundLists], counts: dict[str, Count], tally: Tally) -> None:
    """Count every measure whose list and columns are there; say which are not."""
    cases = {number: _cases(found, counts, tally) for number, found in lists.items()}
    told: dict[tuple[int, str, int], list[str]] = {}
    coverage = _coverage(cases, counts, tally)
    for measure, how in counts.items():
        own = cases.get(how.list)
        if own is None:
            continue
        wanted = [c for c in (how.day, how.since, how.number, how.open_until) if c]
        absent = [column for column in wanted if column not in own.found.columns]
        if absent:
            why = f"{measure} not counted: no column {', '.join(absent)}"
            tally.refusals.append(RefusedCell(_at(own, own.found.header, 0), why, None, measure))
        elif not own.rows:
            tally.aside.append(f"{measure}: list {how.list} is empty, which is not taken for zero")
        else:
            for column, row in _count(own, measure, how, tally, coverage):
                told.setdefault((how.list, column, row), []).append(measure)
    _tell_rows(cases, told, tally)
    for number, own in cases.items():
        _tell_decided(number, own, tally)


def _cases(found: FoundLists, counts: dict[str, Count], tally: Tally) -> Cases:
    number = found.declared.number
    used = {
        column
        for how in counts.values()
        if how.list == number
        for column in (how.day, how.since, how.open_until)
        if column in found.columns
    }
    used |= {c for pair in PAIRS.get(number, ()) for c in pair if c in found.columns}
    return Cases(found, tuple(sorted(map(str, used))), PAIRS.get(number, ()), tally.extract)


def _coverage(cases: dict[int, Cases], counts: dict[str, Count], tally: Tally) -> Coverage:
    counted = {(how.list, how.day) for how in counts.values() if not how.open_until}
    active = {
        day
        for number, column in counted
        if number in cases
        for day in cases[number].days.get(column, {}).values()
        if day is not None
    }
    stocks = frozenset(how.list for how in counts.values() if how.open_until)
    told = {number: own.sound_days for number, own in cases.items()}
    return Coverage(tally.months, tally.extract, told, active, stocks)


def _count(
    own: Cases, measure: str, how: Count, tally: Tally, coverage: Coverage
) -> list[tuple[str, int]]:
    """Count a measure and return the cells whose rows were left out."""
    columns = [c for c in (how.day, how.since, how.open_until) if c]
    days, numbers = own.days, _numbers(own, how)
    left_out = own.bad([*columns, *([how.number] if how.number else [])])
    left_out += [] if not how.within else _undecided(own, how, tally)
    bad = {row for _, row in left_out}
    if len(bad) > max(_spare(own, left_out), MOST_BAD * len(own.rows)):
        why = f"{measure} not counted: {len(bad)} of {len(own.rows)} rows cannot be counted"
        tally.refusals.append(RefusedCell(_at(own, own.found.header, 0), why, None, measure))
        return left_out
    good = [row for row in own.rows if row not in bad]
    if how.open_until:
        _stock(own, measure, how, good, tally, coverage)
        return left_out
    dated = {row: day for row in good if (day := days[how.day].get(row)) is not None}
    keep = [day for row, day in dated.items() if _holds(how, row, days, numbers, tally)]
    per_month = Counter((day.year, day.month) for day in keep)
    for end in tally.months:
        why = coverage.why_not(how.list, {*dated.values()}, end)
        if why:
            _leave_out(own, measure, how, end, why, tally)
        else:
            _put(own, measure, end, per_month[end.year, end.month], tally)
    return left_out


def _spare(own: Cases, left_out: list[tuple[str, int]]) -> int:
    """Return how many bad rows are left out whatever the list's length: one never takes a measure.

    But where a blank says something, such as "still in care", what cannot be read may say it too.
    """
    blank_speaks = own.found.declared.may_be_blank
    unclear = any(own.faults[key] == UNREAD and key[0] in blank_speaks for key in left_out)
    return 0 if unclear else 1


def _numbers(own: Cases, how: Count) -> dict[int, float]:
    """Read the number column; what is no number is a fault of its cell."""
    if how.number is None:
        return {}
    index, out = own.found.columns[how.number], {}
    for row in own.rows:
        text = str(own.found.sheet.cell(row, index)).strip()
        if text.replace(".", "", 1).isdecimal():
            out[row] = float(text)
        else:
            own.faults[how.number, row] = NUMBER
    return out


def _holds(
    how: Count,
    row: int,
    days: dict[str, dict[int, dt.date | None]],
    numbers: dict[int, float],
    tally: Tally,
) -> bool:
    """Tell whether a case counts."""
    if how.since is None:
        return how.number is None or numbers[row] >= how.at_least
    first, last = days[how.since].get(row), days[how.day].get(row)
    if first is None or last is None:
        return False
    return bool(np.busday_count(first, last, holidays=tally.holidays) <= how.within)


def _undecided(own: Cases, how: Count, tally: Tally) -> list[tuple[str, int]]:
    """Return the cases of which the holidays that are not listed would decide.

    A case that is late however many holidays there were needs no list of them.
    """
    years = {day.year for day in tally.holidays}
    out = []
    for row in own.rows:
        first = own.days[str(how.since)].get(row)
        last = own.days[how.day].get(row)
        if first is None or last is None or last < first:
            continue
        unknown = len(set(range(first.year, last.year + 1)) - years)
        taken = int(np.busday_count(first, last, holidays=tally.holidays))
        if taken - MOST_HOLIDAYS * unknown <= how.within < taken:
            out.append((str(how.since), row))
            own.faults.setdefault((str(how.since), row), UNLISTED)
    return out


def _leave_out(own: Cases, measure: str, how: Count, end: dt.date, why: str, tally: Tally) -> None:
    label = end.year * 100 + end.month
    tally.refusals.append(RefusedCell(
        _at(own, own.found.header, own.found.columns[how.day]),
        f"{measure} of {label} not counted: {why}", None, measure, label,
    ))  # fmt: skip


def _stock(
    own: Cases, measure: str, how: Count, good: list[int], tally: Tally, coverage: Coverage
) -> None:
    """Count children, not rows: a child that stands twice is one; one without a name is one too."""
    end = tally.months[-1]
    if why := coverage.why_not_at(end):
        _leave_out(own, measure, how, end, why, tally)
        return
    identifier = own.found.columns[own.found.declared.columns[0]]
    ended = own.days[str(how.open_until)]
    there = {
        str(own.found.sheet.cell(row, identifier) or f"row {row}").strip()
        for row in good
        if (day := own.days[how.day].get(row)) is not None
        and day <= end
        and ((until := ended.get(row)) is None or until > end)
    }
    _put(own, measure, end, len(there), tally)


def _tell_rows(
    cases: dict[int, Cases], told: dict[tuple[int, str, int], list[str]], tally: Tally
) -> None:
    """Name the rows that were left out, the first few of each kind, and of which measures."""
    kinds: dict[tuple[int, str, str], list[int]] = {}
    for number, column, row in told:
        why = cases[number].faults[column, row]
        kinds.setdefault((number, column, why), []).append(row)
    for (number, column, why), rows in kinds.items():
        more = f" ({len(rows)} such cells in all)" if len(rows) > 1 else ""
        for row in sorted(rows)[:_NAMED_ROWS]:
            measures = told[number, column, row]
            own = cases[number]
            tally.refusals.append(RefusedCell(
                _at(own, row, own.found.columns[column]),
                f"row {row + 1}, {column}, {why}; left out of {', '.join(measures)}{more}",
                None, measures[0], None, row + 1,
            ))  # fmt: skip


def _tell_decided(number: int, own: Cases, tally: Tally) -> None:
    for rows, what in (
        (own.nameless, "have a day and no identifier; each is counted as a case of its own"),
        (own.twice, "repeat an earlier row in every column; each is counted once"),
    ):
        if rows:
            shown = ", ".join(str(row + 1) for row in rows[:_NAMED_ROWS])
            more = " and more" if len(rows) > _NAMED_ROWS else ""
            tally.aside.append(f"list {number}: {len(rows)} rows ({shown}{more}) {what}")


def _at(own: Cases, row: int, column: int) -> str:
    """Return an address under the list's number: a sheet's own name may be anything."""
    return replace(own.found.sheet, name=f"List {own.found.declared.number}").address(row, column)


def _put(own: Cases, measure: str, end: dt.date, count: int, tally: Tally) -> None:
    tally.rows.append({
        "measure": measure, "time_period": end.year * 100 + end.month, "period_end": end,
        "value": float(count), "marker": None, "status": "ok", "row_number": None,
        "cell": f"List {own.found.declared.number}",
    })  # fmt: skip


def as_frame(tally: Tally, code: str, region: str) -> pd.DataFrame:
    """Return the counts as the values of a monthly return."""
    owner = {"old_la_code": code, "region": region, "frequency": "monthly"}
    return pd.DataFrame([owner | row for row in tally.rows], columns=COLUMNS)
