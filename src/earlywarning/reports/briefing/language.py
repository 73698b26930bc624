"""How a careful person writes numbers, lists and days; nothing here knows an indicator."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from earlywarning.reports.words import day

SPELLED = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# Shares that readers see before their eyes, with the per cent they stand for.
SHARES = {
    5.0: "one in twenty",
    10.0: "one in ten",
    16.7: "one in six",
    20.0: "one in five",
    25.0: "one in four",
    30.0: "three in ten",
    33.3: "one in three",
    40.0: "two in five",
    50.0: "half",
    60.0: "three in five",
    66.7: "two in three",
    70.0: "seven in ten",
    75.0: "three in four",
    80.0: "four in five",
    90.0: "nine in ten",
}
# Per cent: nearer than this it is called so, at most so far away it is called about so.
EXACT, NEAR = 0.05, 1.5
_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTH = re.compile(r"\b(20\d{2})(0[1-9]|1[0-2])\b")
_KEPT_CAPITAL = re.compile(r"^([A-Z]{2}|[A-Z][a-z]+ \d|England|Ofsted)")


def spelled(many: int) -> str:
    """Return a whole number as a sentence holds it: words up to ten, figures above."""
    return SPELLED[many] if 0 <= many < len(SPELLED) else f"{many:,}"


def listed(items: Sequence[str]) -> str:
    """Return 'one', 'one and two' or 'one, two and three'."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def several(many: int, one: str, more: str | None = None) -> str:
    """Return 'one entry', 'two entries' or '12 entries'."""
    return f"{spelled(many)} {one if many == 1 else more or one + 's'}"


def share(percent: float | None) -> str:
    """Return a per cent as 'about one in four', or nothing where no share says it plainly."""
    if percent is None:
        return ""
    nearest = min(SHARES, key=lambda held: abs(held - percent))
    gap = abs(nearest - percent)
    if gap > NEAR:
        return ""
    return SHARES[nearest] if gap <= EXACT else f"about {SHARES[nearest]}"


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


def dated(text: str | None) -> str:
    """Return a text with its days and months written out: 2025-09-16, 202510."""

    def of_day(found: re.Match[str]) -> str:
        try:
            return day(dt.date(*map(int, found.groups())))
        except ValueError:
            return found.group()

    def of_month(found: re.Match[str]) -> str:
        return f"{dt.date(int(found.group(1)), int(found.group(2)), 1):%B %Y}"

    return _MONTH.sub(of_month, _DAY.sub(of_day, text or ""))
