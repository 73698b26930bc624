"""The stages of the improvement journey, and what makes a service slip back at each."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from earlywarning.definitions.model import Declared

Phase = Literal["poor_to_fair", "fair_to_good", "good_to_great"]


class Milestone(Declared):
    """What services of the study had reached by a month of a stage; indicative, no target."""

    name: str
    until_months: int = Field(gt=0)


class JourneyStage(Declared):
    """One stage: the grade it answers to, what comes next, the risks of slipping back.

    `phase`: the way on from here, which the enablers tell of.
    """

    grade: str
    phase: Phase
    next: str
    milestones: tuple[Milestone, ...] = ()
    risks: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_after_the_other(self) -> JourneyStage:
        months = [one.until_months for one in self.milestones]
        if months != sorted(set(months)):
            raise ValueError("milestones: each ends later than the one before")
        return self

    def milestone_at(self, months: int) -> Milestone | None:
        """Return the milestone that services reached around a month; none once all are past."""
        return next((one for one in self.milestones if months < one.until_months), None)


class Journey(Declared):
    """journey.toml, whole; stages from the weakest to the strongest."""

    judgements: tuple[str, ...]
    stages: dict[str, JourneyStage]

    @model_validator(mode="after")
    def _overall_first(self) -> Journey:
        if not self.judgements or self.judgements[0] != "overall":
            raise ValueError(
                "judgements: overall comes first, the others stand in where it is gone"
            )
        return self
