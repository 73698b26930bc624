"""What a published `time_period` label means as a date.

The same label 2025 is the year to 31 March 2025 in one table, 30 September 2025 in another and
mid-2025 in a third, so the kind of period is declared by the table and never guessed.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from typing import Literal

PeriodKind = Literal[
    "year_to_31_march", "at_31_march", "at_30_september", "mid_year", "calendar_year"
]

_ENDS: dict[str, tuple[int, int]] = {
    "year_to_31_march": (3, 31),
    "at_31_march": (3, 31),
    "at_30_september": (9, 30),
    "mid_year": (6, 30),
    "calendar_year": (12, 31),
}
_WORDS: dict[str, str] = {
    "year_to_31_march": "the year to 31 March {0}",
    "at_31_march": "31 March {0}",
    "at_30_september": "30 September {0}",
    "mid_year": "mid-{0}",
    "calendar_year": "{0}",
}


def period_end(time_period: int, kind: PeriodKind) -> dt.date:
    """Return the last day that a period describes."""
    month, day = _ENDS[kind]
    return dt.date(int(time_period), month, day)


def month_end(year_and_month: int) -> dt.date:
    """Return the last day of a month written as 202504."""
    year, month = divmod(int(year_and_month), 100)
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def period_words(time_period: int, kind: PeriodKind) -> str:
    """Return the period in words for a sentence."""
    return _WORDS[kind].format(time_period)


def months_between(earlier: dt.date, later: dt.date) -> int:
    """Return whole months from one day to a later one, never below zero."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    # 31 March to 30 April is a whole month: both are the last day of theirs.
    last_day = (later + dt.timedelta(days=1)).day == 1
    return max(0, months - (later.day < earlier.day and not last_day))


def working_day(day: dt.date, holidays: Iterable[dt.date], *, forward: bool = True) -> dt.date:
    """Return a day itself if people work on it, else the next one that is worked, or the last."""
    free = frozenset(holidays)
    step = dt.timedelta(days=1 if forward else -1)
    while day.weekday() >= 5 or day in free:
        day += step
    return day


def after_working_days(day: dt.date, count: int, holidays: Iterable[dt.date]) -> dt.date:
    """Return the day so many working days after another; the day itself is not counted."""
    free = frozenset(holidays)
    for _ in range(count):
        day = working_day(day + dt.timedelta(days=1), free)
    return day
