"""The way through the service: how many go into each step and how many come out."""

from __future__ import annotations

from earlywarning.reports.document.blocks import Block, Heading, Table
from earlywarning.reports.dossier import Dossier
from earlywarning.reports.pathway import beside_others, of_a_hundred, whole
from earlywarning.reports.phrases import sentence
from earlywarning.tables.indicators import Pathway

HEADER = ("Step", "Go in", "Come out", "Of a hundred", "Expected", "In a word")
# A public file tells how many, and not how far that is from expected.
COUNTS = 4


def way(dossier: Dossier) -> list[Block]:
    """Return the newest year's way through the service, as far as this edition tells it."""
    if not dossier.steps:
        return []
    columns = COUNTS if dossier.facts.edition.is_public else len(HEADER)
    return [
        Heading("The way through the service", 3),
        Table(
            f"Each step in the year {dossier.steps[0].time_period}: how many go in, how many come "
            "out, and how many of a hundred",
            HEADER[:columns],
            tuple(_row(row)[:columns] for row in dossier.steps),
            frozenset({1, 2, 3, 4}) & frozenset(range(columns)),
        ),
    ]


def _row(row: Pathway) -> tuple[str, ...]:
    return (
        row.name,
        whole(row.from_count),
        whole(row.to_count),
        of_a_hundred(row.conversion),
        of_a_hundred(row.expected),
        sentence(beside_others(row)),
    )
