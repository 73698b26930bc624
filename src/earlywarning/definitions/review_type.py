"""A kind of review that can be offered, and the seven enablers that every scope answers to."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from earlywarning.definitions.journey import Phase
from earlywarning.definitions.model import Declared

# Who takes part in a team or can be lent, by role; middle leaders as well as directors.
Role = Literal[
    "director", "head_of_service", "team_manager", "auditor", "elected_member", "workforce_lead",
    "finance_lead",
]  # fmt: skip


class ReviewType(Declared):
    """One review type; the file name is its identifier.

    `stages`, `patterns` and `flags` say what it suits; `enablers` which of the seven it always
    covers. `team` is who comes, by role. `quick`: a look for when there is no time, and no way to
    mend anything. Nothing computed leads to a type that suits nothing.
    """

    review_type: str
    name: str
    days: int = Field(ge=1)
    quick: bool = False
    team: dict[Role, int]
    stages: tuple[str, ...]
    patterns: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    enablers: tuple[str, ...]
    cost_band: Literal["low", "medium", "high"]
    prerequisites: tuple[str, ...]
    consent: tuple[str, ...] = Field(min_length=1)
    scope: str
    lines_of_enquiry: tuple[str, ...]


class Emphasis(Declared):
    """What a service mostly does about one enabler in one phase of the journey; what to ask."""

    emphasis: str
    question: str


class Enabler(Declared):
    """One of the study's seven enablers, and what is said where a scope leaves it out."""

    name: str
    words: tuple[str, ...]
    flags: tuple[str, ...] = ()
    question: str
    left_out: str
    phases: dict[Phase, Emphasis] = Field(min_length=3, max_length=3)


class Enablers(Declared):
    """enablers.toml, whole."""

    enablers: dict[str, Enabler] = Field(min_length=7, max_length=7)

    def of(self, word: str, item: str = "") -> str | None:
        """Return the enabler that a word of the definitions, or a flag, belongs to."""
        for name, enabler in self.enablers.items():
            if item in enabler.flags:
                return name
        for name, enabler in self.enablers.items():
            if word in enabler.words:
                return name
        return None
