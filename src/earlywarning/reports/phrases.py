"""How texts, lists, counts and days are worded."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

_KEPT_CAPITAL = re.compile(r"^([A-Z]{2}|[A-Z][a-z]+ \d|England|Ofsted)")
_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTH = re.compile(r"\b(20\d{2})(0[1-9]|1[0-2])\b")
SPELLED = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def sentence(text: str) -> str:
    """Return a text with a capital to begin with and a full stop at the end; nothing stays so."""
    text = text.strip()
    if not text:
        return ""
    stopped = text if text[-1] in ".?!" else f"{text}."
    return stopped[0].upper() + stopped[1:]


def inside(text: str) -> str:
    """Return a text as it stands within a sentence: no capital, no full stop; names keep theirs."""
    text = text.strip().rstrip(".")
    if _KEPT_CAPITAL.match(text):
        return text
    return text[:1].lower() + text[1:]


def quoted(text: str) -> str:
    """Return a text between single quotation marks."""
    return f"\N{LEFT SINGLE QUOTATION MARK}{text}\N{RIGHT SINGLE QUOTATION MARK}"


def listed(items: Sequence[str], most: int | None = None) -> str:
    """Return 'a', 'a and b' or 'a, b and c'; beyond `most` the rest is counted."""
    if most is not None and len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most} more"
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def years(given: Sequence[int]) -> str:
    """Return years as a sentence holds them: those that follow one another as '2020 to 2022'."""
    runs: list[list[int]] = []
    for year in sorted(given):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return listed([_run(run) for run in runs])


def _run(years: list[int]) -> str:
    joint = " to " if len(years) > 2 else " and "
    return str(years[0]) if len(years) == 1 else f"{years[0]}{joint}{years[-1]}"


def lines(given: list[str] | None) -> list[str]:
    """Return the entries of a list that say something."""
    return [line.strip() for line in given or [] if line.strip()]


def plain(identifier: str | None) -> str:
    """Return an identifier as words: 'front_door' becomes 'Front door'."""
    text = (identifier or "").replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def day(value: dt.date | None) -> str:
    """Return a day as '30 April 2026'."""
    return f"{value.day} {month_name(value)}" if value else "day not known"


def since(value: dt.date, today: dt.date) -> str:
    """Return how long ago a day was, in months, and in years from two years on."""
    months = max(0, (today.year - value.year) * 12 + today.month - value.month)
    months -= value.day > today.day
    if months < 1:
        return "less than a month ago"
    return f"{count(months, 'month')} ago" if months < 24 else f"{count(months // 12, 'year')} ago"


def month_of(value: dt.date | None) -> str:
    """Return the month of a day: of what people said no page tells the day."""
    return month_name(value) if value else "month not known"


def month_name(value: dt.date) -> str:
    """Return the month of a day, as 'April 2026'."""
    return f"{value:%B %Y}"


def months(count: int) -> str:
    """Return an age in months."""
    return "less than a month" if count < 1 else f"{count} month{'' if count == 1 else 's'}"


def between(first: dt.date | None, last: dt.date | None) -> str:
    """Return a span of days, as short as it can be told."""
    if first is None or last is None:
        return day(first or last) if first or last else "not set"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def dated(text: str | None) -> str:
    """Return a text with its days and months written out: 2025-09-16, 202510."""

    def of_day(found: re.Match[str]) -> str:
        try:
            return day(dt.date(*map(int, found.groups())))
        except ValueError:
            return found.group()

    def of_month(found: re.Match[str]) -> str:
        return month_name(dt.date(int(found.group(1)), int(found.group(2)), 1))

    return _MONTH.sub(of_month, _DAY.sub(of_day, text or ""))


def spelled(many: int) -> str:
    """Return a whole number as a sentence holds it: words up to ten, figures above."""
    return SPELLED[many] if 0 <= many < len(SPELLED) else f"{many:,}"


def count(many: int, one: str, several: str | None = None) -> str:
    """Return '1 file' or '2 files'."""
    return f"{many:,} {one if many == 1 else several or one + 's'}"


def since_then(joined: Sequence[str], not_seen_since: dt.date | None) -> str:
    """Return what became of an alert after it was raised, which its own words cannot know."""
    told = [f"Since then also: {listed([inside(name) for name in joined])}."] if joined else []
    if not_seen_since:
        gone = f"The returns that it rests on were last seen on {day(not_seen_since)} and are gone"
        told.append(f"{gone}: it stands until newer ones come.")
    return " ".join(told)


def several(many: int, one: str, more: str | None = None) -> str:
    """Return 'one entry', 'two entries' or '12 entries'."""
    return f"{spelled(many)} {one if many == 1 else more or one + 's'}"


def listed_names(names: Sequence[str], more: int) -> str:
    """Return some names as a sentence holds them, and how many are not named."""
    rest = [several(more, "other")] if more else []
    return listed([*(inside(name) for name in names), *rest])


def listed_few(names: Sequence[str], most: int) -> str:
    """Return 'a', 'a and b' or 'a, b and two others': beyond `most` the rest is spelled."""
    rest = [several(len(names) - most, "other")] if len(names) > most else []
    return listed([*names[:most], *rest])
