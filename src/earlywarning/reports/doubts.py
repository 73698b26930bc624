"""Doubts about the data of one authority, each told once: older releases repeat them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from earlywarning.reports.counted import counted
from earlywarning.reports.phrases import dated, listed_few, sentence
from earlywarning.reports.rules import TOGETHER, in_words, source_name
from earlywarning.tables.quality import Finding

NAMED = 4
# Older doubts colour no newest figure; they stand on the authority's own pages.
YEARS = 3
IN_WORDS = (*TOGETHER, "contradictory", "too_smooth")
# Before a message, a row or a cell of a sheet, and an identifier within it: panels read neither.
_CELL = re.compile(r"^(?:row \d+|[A-Z]{1,2}\d+): ")
_IDENTIFIER = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")


def year_of(time_period: int) -> int:
    """Return the year of a period, which may be a month of one: 202504."""
    return time_period // 100 if time_period > 9999 else time_period


def told_once(findings: list[Finding]) -> list[Finding]:
    """Return one finding for each source, period and rule, the newest period first.

    A single finding keeps its own words, file row and all.
    """
    return [_together(group) for group in _groups(findings)]


def told(findings: list[Finding], since: int = 0) -> list[str]:
    """Return a sentence for each doubt, the newest first; of older ones than `since` none."""
    kept = [one for one in findings if year_of(one.time_period or 9999) >= since]
    return list(dict.fromkeys(_sentence(group) for group in _groups(kept)))


def _groups(findings: list[Finding]) -> list[list[Finding]]:
    groups: dict[tuple[str, int, str, str], list[Finding]] = defaultdict(list)
    for one in findings:
        key = (one.source or "", one.time_period or 0, one.rule or "", one.severity or "")
        groups[key].append(one)
    return [groups[key] for key in sorted(groups, key=lambda key: (-year_of(key[1]), key))]


def _together(group: list[Finding]) -> Finding:
    first = group[0]
    if len(group) == 1 or first.rule not in TOGETHER:
        return first
    return replace(first, message=_what(group))


def _sentence(group: list[Finding]) -> str:
    first = group[0]
    when = f", {dated(str(first.time_period))}" if first.time_period else ""
    what = _what(group) if first.rule in IN_WORDS else readable(first.message)
    return sentence(f"{source_name(first.source) or 'A file'}{when}: {what}")


def _what(group: list[Finding]) -> str:
    names = sorted({counted(one.series) for one in group if one.series})
    about = f" ({listed_few(names, NAMED)})" if names else ""
    return f"{in_words(group[0].rule)}{about}"


def readable(message: str | None) -> str:
    """Return a message about data without its row or cell, and with identifiers as words."""
    return _IDENTIFIER.sub(lambda found: counted(found.group()), _CELL.sub("", dated(message)))
