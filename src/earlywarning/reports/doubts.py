"""Doubts about the data of one authority, each told once: older releases repeat them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from earlywarning.reports.phrases import dated, plain
from earlywarning.reports.rules import TOGETHER, in_words
from earlywarning.tables.quality import Finding

NAMED = 3
# What identifiers shorten.
SHORT = {"cp": "protection", "s47": "section 47", "icpc": "conference", "cla": "looked after"}
# A cell of a sheet before a message, and an identifier within it: panels read neither.
_CELL = re.compile(r"^[A-Z]{1,2}\d+: ")
_IDENTIFIER = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")


def year_of(time_period: int) -> int:
    """Return the year of a period, which may be a month of one: 202504."""
    return time_period // 100 if time_period > 9999 else time_period


def told_once(findings: list[Finding]) -> list[Finding]:
    """Return one finding for each source, period and rule, the newest period first.

    A single finding keeps its own words, file row and all.
    """
    groups: dict[tuple[str, int, str, str], list[Finding]] = defaultdict(list)
    for one in findings:
        key = (one.source or "", one.time_period or 0, one.rule or "", one.severity or "")
        groups[key].append(one)
    order = sorted(groups, key=lambda key: (-year_of(key[1]), key))
    return [_together(groups[key]) for key in order]


def _together(group: list[Finding]) -> Finding:
    first = group[0]
    if len(group) == 1 or first.rule not in TOGETHER:
        return first
    names = sorted({plain(one.series) for one in group if one.series})
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return replace(first, message=f"{', '.join(names[:NAMED])}{more}: {in_words(first.rule)}")


def readable(message: str | None) -> str:
    """Return a message about data without its cell, and with identifiers as words."""
    return _IDENTIFIER.sub(lambda found: _spelt(found.group()), _CELL.sub("", dated(message)))


def _spelt(identifier: str) -> str:
    return " ".join(SHORT.get(part, part) for part in identifier.split("_"))
