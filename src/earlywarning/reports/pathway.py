"""Patterns with their questions, and the steps of the pathway, in words."""

from __future__ import annotations

from dataclasses import dataclass

from earlywarning.reports.facts import Facts
from earlywarning.reports.phrases import READING, STATUS, lines, plain
from earlywarning.tables.indicators import Pathway
from earlywarning.tables.signals import PatternMatch

# From this distance a conversion is called unusual, as a signal is.
UNUSUAL = 1.645


@dataclass(frozen=True, slots=True)
class Together:
    """A pattern as the page shows it."""

    name: str
    reading: str
    row: PatternMatch
    questions: list[str]


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


def beside_others(row: Pathway) -> str:
    """Return in a plain word how a step of the pathway stands beside that of others."""
    if row.status != "ok":
        return STATUS.get(row.status or "", plain(row.status))
    if row.possible is False:
        return "more come out than go in: look at the recording"
    if row.position_z is None:
        return row.caution or "not compared"
    if abs(row.position_z) < UNUSUAL:
        return "nothing unusual"
    return "higher than expected" if row.position_z > 0 else "lower than expected"
