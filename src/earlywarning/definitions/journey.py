"""The stages of the improvement journey, and what makes a service slip back at each."""

from __future__ import annotations

from pydantic import Field, model_validator

from earlywarning.definitions.model import Declared


class JourneyStage(Declared):
    """One stage: the grade it answers to, what comes next, the risks of slipping back."""

    grade: str
    next: str
    risks: tuple[str, ...] = Field(min_length=1)


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
