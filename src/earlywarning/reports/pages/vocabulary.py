"""The page of words."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from earlywarning.reports.facts import Facts
from earlywarning.reports.pages.known import Known
from earlywarning.tables.declared import Glossary


def vocabulary(facts: Facts, known: Known) -> dict[str, Any]:
    """Return the words by first letter; those that only builders meet stand apart."""
    del facts
    return {
        "letters": _by_letter([one for one in known.words if not one.builders]),
        "builders": [one for one in known.words if one.builders],
    }


def _by_letter(words: list[Glossary]) -> list[tuple[str, list[Glossary]]]:
    def letter(one: Glossary) -> str:
        return one.word[:1].upper()

    return [(key, list(members)) for key, members in groupby(words, key=letter)]
