"""Days as publishers write them: understood whole, or not at all.

A day that is not understood is never replaced by a guess: a guess may be earlier than the truth,
and then a look back uses figures that nobody could know.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Sequence

from earlywarning.errors import SourceError
from earlywarning.period import month_end

MONTHS = [name.lower() for name in calendar.month_name]
_TIME = r"(?:[T ,]+(?:at )?\d{1,2}[:.]\d\d(?::\d\d(?:\.\d+)?)?\s*(?:am|pm|Z|[+-]\d\d:?\d\d)?)?"
_ISO = re.compile(rf"(\d{{4}})-(\d\d)-(\d\d){_TIME}", re.I)
_BRITISH = re.compile(rf"(\d\d?)/(\d\d?)/(\d{{4}}){_TIME}", re.I)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
_TH = r"(?:st|nd|rd|th)?"
_WORDS = re.compile(rf"{_WEEKDAY}(\d\d?){_TH}(?: of)? ([a-z]+)\.?,? (\d{{4}}){_TIME}", re.I)
_MONTH_FIRST = re.compile(rf"{_WEEKDAY}([a-z]+)\.? (\d\d?){_TH},? (\d{{4}}){_TIME}", re.I)
_HOUR = re.compile(r"\d[:.]\d\d")
_MONTH = re.compile(r"([a-z]+)\.? (\d{4})", re.I)
# What says of itself that a day of publication follows, in the same cell or the next.
_MARK = re.compile(
    r"\s*(?:(?:last |date |data )?(?:updated|published|revised|released)(?: on| at)?"
    r"|(?:date of (?:publication|release|last update)|(?:publication|release) date)(?=\s*:|\s+\d))"
    r"\s*([:\-]?)\s*(.*)",
    re.I | re.S,
)
_LOOKED_AT = (15, 3)


def read_words(text: str, *, slashed: bool = True, timed: bool = True) -> dt.date | None:
    """Return the day that a text is, None for any other text.

    03/04/2025 is read only if `slashed`; a day with a time of day only if `timed`: where days
    decide a period, eleven at night in one time zone is the next day in another.
    """
    words = _plain(text)
    if not timed and _HOUR.search(words):
        return None
    try:
        if found := _ISO.fullmatch(words):
            return dt.date(*map(int, found.groups()))
        if slashed and (found := _BRITISH.fullmatch(words)):
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
        if found := _WORDS.fullmatch(words):
            return _named(found[1], found[2], found[3])
        if found := _MONTH_FIRST.fullmatch(words):
            return _named(found[2], found[1], found[3])
    except ValueError:
        return None
    return None


def _plain(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split()).rstrip(".")


def _end_of_month(text: str) -> dt.date | None:
    """Return the last day of a month named without a day, so that it is never too early."""
    found = _MONTH.fullmatch(_plain(text))
    month = _month(found[1]) if found else 0
    return month_end(int(found[2]) * 100 + month) if found and month else None


def _named(day: str, name: str, year: str) -> dt.date | None:
    month = _month(name)
    return dt.date(int(year), month, int(day)) if month else None


def _month(name: str) -> int:
    """Return the number of a month's name, or of its first three or four letters; else 0."""
    word = name.lower()
    names = enumerate(MONTHS) if len(word) >= 3 else ()
    return next((n for n, full in names if word in (full, full[:3], full[:4])), 0)


def published_on(sheets: Iterable[Sequence[Sequence[object]]]) -> dt.date | None:
    """Return the latest day on which a workbook says that it was published or updated.

    Args:
        sheets: the rows of each sheet.

    Raises:
        SourceError: if it says a day that is not understood.
    """
    found = [day for rows in sheets for day in _days_told(rows)]
    return max(found, default=None)


def _days_told(rows: Sequence[Sequence[object]]) -> Iterable[dt.date]:
    height, width = _LOOKED_AT
    for number, row in enumerate(rows[:height], start=1):
        for index, cell in enumerate(row[:width]):
            mark = _MARK.fullmatch(cell) if isinstance(cell, str) else None
            if mark is None:
                continue
            told = mark[2].strip() or (row[index + 1] if len(row) > index + 1 else "")
            if _is_meant(mark, told):
                yield _day(told, f"row {number}: {str(cell)[:40]!r}", number)


def _is_meant(mark: re.Match[str], told: object) -> bool:
    """Leave out headings and sentences that only begin like this: "published on our website"."""
    if not isinstance(told, str):
        return True
    return bool(mark[1] and mark[2].strip()) or any(letter.isdigit() for letter in told)


def _day(told: object, where: str, row: int) -> dt.date:
    if isinstance(told, dt.datetime):
        return told.date()
    if isinstance(told, dt.date):
        return told
    day = read_words(str(told)) or _end_of_month(str(told))
    if day is None:
        raise SourceError(
            f"{where}, {str(told)[:40]!r} is not understood as a day, and none is guessed; "
            "write it as 2023-12-14",
            rule="published_day",
            row=row,
        )
    return day
