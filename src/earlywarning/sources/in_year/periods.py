"""What a header or a cell says about a period, and when it says two things at once."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from earlywarning.sources.reading import YEARS
from earlywarning.sources.workbook.sheet import Fault

_MONTHS = {name.casefold(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: n for name, n in _MONTHS.items()} | {"sept": 9}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_MONTH = re.compile(rf"({_NAMES})\.?[ \-/']*(\d{{4}}|\d{{2}})")
_BARE = re.compile(rf"({_NAMES})\.?")
_SPAN = re.compile(rf"({_NAMES}) *(?:-|to) *({_NAMES})\.?[ \-]*(\d{{4}})")
_YEAR = re.compile(r"(20\d\d) ?[/\-] ?(?:20)?(\d\d)")
_QUARTER = re.compile(rf"q(?:uarter)? ?([1-4])[ ,]*{_YEAR.pattern}|{_YEAR.pattern} ?q([1-4])")
_MAYBE = re.compile(
    rf"q(?:uarter)? ?[1-4]\b.*|\d{{1,2}} ?[\-/]? ?({_NAMES})"
    r"|\d{1,2}[/\-.]\d{1,2}[/\-.]\d{2,4}"
    rf"|20\d\d[/\-](?:20)?\d\d|({_NAMES})\.? .*\d.*"
)
_WEEK = re.compile(
    r"(20\d\d ?[/\-]? ?)?w(?:ee)?k? ?\.?\d{1,2}( ?-?\d)?|(20\d\d ?)?week ?(no\.? ?)?\d{1,2}.*"
    r"|w ?/ ?[ceb]\b.*|wk\.? ?(beg|end|com).*|week ?(comm|beg|end).*"
)
_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_HOUR = re.compile(r"(\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4})[t ]+\d{1,2}:\d\d.*")
_EPOCH = dt.date(1899, 12, 30)
# Workbook day numbers of 2009 to 2064; a count in a header row is hardly ever one of these.
_SERIALS = range(39_814, 60_000)
_QUARTER_ENDS = (3, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Period:
    """The last day and the length in months."""

    end: dt.date
    months: int

    @property
    def label(self) -> int:
        """Return the year and month of its last day, as in 202504."""
        return self.end.year * 100 + self.end.month


@dataclass(frozen=True, slots=True)
class Unclear:
    """Something about a period that can mean two things."""

    why: str


def month(year: int, number: int, months: int = 1) -> Period:
    """Return the period that ends with a month."""
    return Period(dt.date(year, number, calendar.monthrange(year, number)[1]), months)


def bare_month(cell: object) -> int | None:
    """Return the month of a cell that names one without a year."""
    found = _BARE.fullmatch(_plain(cell)) if isinstance(cell, str) else None
    return _MONTHS[found.group(1)] if found else None


def financial_year(cell: object) -> int | None:
    """Return the first year of a cell such as 2025/26."""
    found = _YEAR.fullmatch(_plain(cell)) if isinstance(cell, str) else None
    ok = found is not None and (int(found.group(1)) + 1) % 100 == int(found.group(2))
    return int(found.group(1)) if found and ok else None


def read_period(cell: object, months: int) -> Period | Unclear | None:
    """Read a cell as a period of a return with periods of so many months; None if it is none."""
    found = _read(cell, months)
    if isinstance(found, Period) and found.end.year not in YEARS:
        return Unclear(f"{found.end} is in no year that a return can be about")
    return found


def _read(cell: object, months: int) -> Period | Unclear | None:
    if isinstance(cell, Fault):
        return Unclear(cell.why)
    if isinstance(cell, dt.datetime):
        # Midnight of a summer's first of the month, written as UTC, is the evening before.
        plain = cell.time() == dt.time()
        return _day(cell.date(), months) if plain else Unclear(f"{cell} has a time of day")
    if isinstance(cell, dt.date):
        return _day(cell, months)
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return _serial(float(cell), months)
    text = _plain(cell)
    if _WEEK.fullmatch(text):
        return Unclear("is a week, and a return is told in months or quarters")
    if re.fullmatch(r"\d{5,6}", text):
        return _serial(float(text), months)
    return _right_length(_words(text, months), months)


def _plain(cell: object) -> str:
    return " ".join(str(cell).replace("\xa0", " ").replace("–", "-").split()).casefold()  # noqa: RUF001


def _serial(number: float, months: int) -> Period | Unclear | None:
    # Infinity and the like are no whole number: a damaged workbook can hold them.
    if not number.is_integer():
        return None
    year, rest = divmod(int(number), 100)
    if 2009 <= year <= 2064 and 1 <= rest <= 12:
        return _right_length(month(year, rest, months), months)
    if int(number) in _SERIALS:
        return _day(_EPOCH + dt.timedelta(days=int(number)), months)
    return None


def _day(day: dt.date, months: int) -> Period | Unclear:
    if day.year not in YEARS:
        return Unclear(f"{day} is in no year that a return can be about")
    if (day + dt.timedelta(days=1)).day == 1:
        return _right_length(month(day.year, day.month, months), months) or Unclear(f"{day}")
    if day.day == 1 and months == 1:
        return month(day.year, day.month)
    return Unclear(f"{day} is not the last day of a period")


def _words(text: str, months: int) -> Period | Unclear | None:
    if found := _MONTH.fullmatch(text):
        year = int(found.group(2))
        return month(year if year > 99 else 2000 + year, _MONTHS[found.group(1)], months)
    if found := _SPAN.fullmatch(text):
        first, last = _MONTHS[found.group(1)], _MONTHS[found.group(2)]
        return month(int(found.group(3)), last, (last - first) % 12 + 1)
    if found := _QUARTER.fullmatch(text):
        number, first_, second = (g for g in found.groups() if g)
        if found.group(1) is None:
            first_, second, number = number, first_, second
        return _quarter(int(number), int(first_), int(second))
    if found := _DAY.fullmatch(text):
        first, second, year = (int(g) for g in found.groups())
        return _british(first, second, year, months)
    if found := re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?(?:[t ]00:00:00)?", text):
        return _iso(found, months)
    if _HOUR.fullmatch(text):
        return Unclear(f"{text!r} has a time of day")
    return Unclear(f"{text!r} can be more than one period") if _MAYBE.fullmatch(text) else None


def _quarter(number: int, first: int, second: int) -> Period | Unclear:
    if (first + 1) % 100 != second:
        return Unclear(f"{first}/{second:02} is no financial year")
    last = (6, 9, 12, 3)[number - 1]
    return month(first + (last == 3), last, 3)


def _british(first: int, second: int, year: int, months: int) -> Period | Unclear:
    if first <= 12 and second <= 12:
        return Unclear(f"{first:02}/{second:02}/{year} can be day and month or month and day")
    try:
        return _day(dt.date(year, second, first), months)
    except ValueError:
        return Unclear(f"{first:02}/{second:02}/{year} is no day with the day first")


def _iso(found: re.Match[str], months: int) -> Period | Unclear | None:
    year, number, day = found.groups()
    if day is None:
        # 2025-26 is a financial year, 2025-04 a month; 2009-10 can be either
        both = (int(year) + 1) % 100 == int(number)
        if both or not 1 <= int(number) <= 12:
            return Unclear(f"{found.group(0)!r} can be a year or a month")
        return month(int(year), int(number), months)
    try:
        return _day(dt.date(int(year), int(number), int(day)), months)
    except ValueError:
        return Unclear(f"{found.group(0)!r} is no day")


def _right_length(found: Period | Unclear | None, months: int) -> Period | Unclear | None:
    if not isinstance(found, Period):
        return found
    if found.months != months:
        return Unclear(f"a period of {found.months} months in a return of {months}")
    if months == 3 and found.end.month not in _QUARTER_ENDS:
        return Unclear(f"{found.end} is not the end of a quarter")
    return found
