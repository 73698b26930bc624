"""Short pieces of wording that the packs share."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from earlywarning.reports import words
from earlywarning.reports.briefing.language import dated, listed

# What identifiers shorten.
SHORT = {"cp": "protection", "s47": "section 47", "icpc": "conference", "cla": "looked after"}
# Where a published name runs its words together, such as AgencyCover.
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# A cell of a sheet before a message, and an identifier within it: panels read neither.
CELL = re.compile(r"^[A-Z]{1,2}\d+: ")
IDENTIFIER = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")


def band(name: str | None) -> str:
    """Return a band in quotation marks, as it is named everywhere."""
    return quoted((name or "not known").replace("_", " "))


def quoted(text: str) -> str:
    """Return a text between single quotation marks."""
    return f"\N{LEFT SINGLE QUOTATION MARK}{text}\N{RIGHT SINGLE QUOTATION MARK}"


def joined(items: Sequence[str], most: int | None = None) -> str:
    """Return 'a', 'a and b' or 'a, b and c'; beyond `most` the rest is counted."""
    if most is not None and len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most} more"
    return listed(items)


def readable(message: str | None) -> str:
    """Return a message about data without its cell, and with identifiers as words."""
    text = CELL.sub("", dated(message))
    return IDENTIFIER.sub(lambda found: _spelt(found.group()), text)


def _spelt(identifier: str) -> str:
    return " ".join(SHORT.get(part, part) for part in identifier.split("_"))


def series_words(name: str) -> str:
    """Return a series in words: what stands before a dot is its table."""
    return words.plain(HUMP.sub("_", name.rpartition(".")[2])).lower()


def between(first: dt.date | None, last: dt.date | None) -> str:
    """Return a span of days, as short as it can be told."""
    if first is None or last is None:
        return words.day(first or last) if first or last else "not set"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {words.day(last)}"
    return f"{words.day(first)} to {words.day(last)}"


def month_name(day: dt.date) -> str:
    """Return 'April 2026'."""
    return f"{day:%B %Y}"
