"""A kind of soft intelligence: what it is, who may raise it, how long and how much it counts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from earlywarning.definitions.model import Declared


class SoftFlag(Declared):
    """One flag type; the file name is its identifier. Points are of the soft pillar."""

    flag: str
    name: str
    reading: Literal["concern", "reassurance"]
    enabler: str
    raised_by: tuple[str, ...]
    points: float = Field(gt=0)
    half_life_days: int = Field(gt=0)
    uncorroborated_cap: float = Field(gt=0)
    hard_trigger: bool = False
    stage: str | None = None
    why: str
    questions: tuple[str, ...]
