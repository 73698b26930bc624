"""Patterns with their questions, and the pathway in words, for one authority's page."""

from __future__ import annotations

from dataclasses import dataclass

from earlywarning.reports.facts import Facts
from earlywarning.reports.flows import Flow
from earlywarning.reports.records import Pattern
from earlywarning.reports.words import READING, STATUS, lines, plain

# From this distance a conversion is called unusual, as a signal is.
UNUSUAL = 1.645


@dataclass(frozen=True, slots=True)
class Together:
    """A pattern as the page shows it."""

    name: str
    reading: str
    row: Pattern
    questions: list[str]


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step of the pathway as the page shows it: figures as text, and one plain word."""

    name: str
    begin: str
    to: str
    conversion: str
    expected: str
    word: str


def together(facts: Facts, code: str) -> list[Together]:
    """Return the patterns found for an authority, with what a reviewer would ask."""
    out = []
    for row in facts.patterns.get(code, []):
        declared = facts.declared.get(row.pattern)
        name = declared.name if declared else plain(row.pattern)
        asked = lines(declared.questions) if declared else []
        reading = READING.get(row.reading or "", plain(row.reading))
        out.append(Together(name, reading, row, asked))
    return out


def pathway(facts: Facts, code: str) -> tuple[int | None, list[StepShown]]:
    """Return the newest period of the pathway and its steps."""
    rows = facts.flows.get(code, [])
    newest = max((row.time_period for row in rows), default=None)
    return newest, [_shown(row) for row in rows if row.time_period == newest]


def _shown(row: Flow) -> StepShown:
    return StepShown(
        name=row.name,
        begin=_count(row.from_count),
        to=_count(row.to_count),
        conversion=_of_a_hundred(row.conversion),
        expected=_of_a_hundred(row.expected),
        word=_word(row),
    )


def _word(row: Flow) -> str:
    if row.status != "ok":
        return STATUS.get(row.status or "", plain(row.status))
    if row.possible is False:
        return "more come out than go in: look at the recording"
    if row.position_z is None:
        return row.caution or "not compared"
    if abs(row.position_z) < UNUSUAL:
        return "nothing unusual"
    return "higher than expected" if row.position_z > 0 else "lower than expected"


def _count(value: float | None) -> str:
    return "not known" if value is None else f"{value:,.0f}"


def _of_a_hundred(value: float | None) -> str:
    return "not known" if value is None else f"{100 * value:,.0f}"
