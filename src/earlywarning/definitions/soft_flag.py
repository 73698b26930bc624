"""A kind of soft intelligence: what it is, who may raise it, how long and how much it counts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from earlywarning.definitions.model import Declared

SOURCE_KINDS = (
    "published_letter", "director", "lead_member", "regional_lead", "peer_reviewer",
    "partner_agency", "court", "union", "practitioner", "reviewing_officer", "case_audit",
    "self_evaluation", "complaints_team", "children_and_families", "ombudsman", "advocacy_service",
)  # fmt: skip


# Grades of a source, and of what it says, that a hard trigger may rest on.
TRUSTED, POSSIBLE = ("A", "B"), ("1", "2", "3")


class SoftFlag(Declared):
    """One flag type; the file name is its identifier. Points are of the soft pillar.

    Points may be 0 where another pillar counts the thing already. `raised_by` is held at entry:
    a hard trigger must not rest on a source that cannot know. `counts_cases`: an entry says on how
    many cases it rests.
    """

    flag: str
    name: str
    reading: Literal["concern", "reassurance"]
    enabler: str
    raised_by: tuple[str, ...]
    points: float = Field(ge=0)
    half_life_days: int = Field(gt=0)
    uncorroborated_cap: float = Field(ge=0)
    hard_trigger: bool = False
    # A notice or direction under which the authority stands: it is in formal support.
    formal: bool = False
    counts_cases: bool = False
    # The authority is not told of an entry, nor which flag it is, until the consortium releases it.
    in_confidence: bool = False
    stage: str | None = None
    why: str
    questions: tuple[str, ...]

    def is_fact(self, source_kind: str, reliability: str, credibility: object) -> bool:
        """Tell whether an entry is a published letter or notice that stands, and no hearsay.

        It comes from a kind of source that can know, that is trusted, and says what is at least
        possibly true; what nobody can judge opens nothing by itself.
        """
        known = source_kind in self.raised_by and reliability in TRUSTED
        return self.hard_trigger and known and str(credibility) in POSSIBLE
