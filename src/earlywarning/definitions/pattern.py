"""A pattern: signs that mean something together, and a worked example that is its test."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from earlywarning.definitions.indicator import Stage
from earlywarning.definitions.model import Declared

Kind = Literal[
    "position", "movement", "movement_raw", "either", "quiet", "smooth", "withheld", "heard",
    "newly_good", "good_or_better", "below_good", "leads_reviews",
]  # fmt: skip
Side = Literal["high", "low", "worse", "better"]
# How a sign stands in an example: distances newest first, judgements as (months ago, grade),
# a weight, a number of reviews, or nothing to go by.
Fact = Literal["not known"] | float | tuple[float, ...] | tuple[tuple[int, str], ...]

# Kinds that tell of a figure standing out; a pattern needs at least one of them.
STANDING_OUT = ("position", "movement", "movement_raw", "either")
OF_FIGURES = (*STANDING_OUT, "quiet", "smooth", "withheld")
NEEDS_SIDE = STANDING_OUT
NEEDS_MONTHS = ("newly_good", "leads_reviews")


class Sign(Declared):
    """One sign. It is there when at least `in_at_least` of what it looks at show it.

    position: distance from expected on a side. movement: one-year change on a side; marked years
    have none. movement_raw: the same with marked years kept. either: position or movement.
    quiet: nearer than `z` (with a side: no further than `z` on that side). smooth: own changes far
    smaller than those of authorities of its size. withheld: not returned, or withdrawn as
    unreliable, in the newest period. heard: a soft flag that still has weight.
    newly_good: rose to Good or better in the last `months`. good_or_better, below_good: newest
    judgement. leads_reviews: led at least `at_least` peer reviews in the last `months`.
    """

    sign: str
    name: str
    kind: Kind
    indicators: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    side: Side | None = None
    z: float | None = Field(default=None, gt=0)
    in_at_least: int = Field(default=1, ge=1)
    within: int = Field(default=1, ge=1, le=5)
    times: int = Field(default=1, ge=1)
    months: int | None = Field(default=None, ge=1)
    at_least: int = Field(default=1, ge=1)

    def of(self) -> tuple[str, ...]:
        """Return the indicators and steps it looks at, or the flags."""
        return (*self.indicators, *self.steps) or self.flags

    @model_validator(mode="after")
    def _is_whole(self) -> Sign:
        if (self.kind in OF_FIGURES) != bool(self.indicators or self.steps):
            raise ValueError(f"{self.sign}: indicators or steps go with kinds that are of figures")
        if (self.kind == "heard") != bool(self.flags):
            raise ValueError(f"{self.sign}: flags go with kind heard")
        if self.kind in NEEDS_SIDE and self.side is None:
            raise ValueError(f"{self.sign}: say which side: high, low, worse or better")
        if self.side in ("worse", "better") and self.steps:
            raise ValueError(f"{self.sign}: a step of the pathway has no worse side; high or low")
        if (self.kind in NEEDS_MONTHS) != (self.months is not None):
            raise ValueError(f"{self.sign}: months go with {' and '.join(NEEDS_MONTHS)}")
        if self.of() and self.in_at_least > len(self.of()):
            raise ValueError(f"{self.sign}: in_at_least is more than it looks at")
        if self.times > self.within:
            raise ValueError(f"{self.sign}: times is more than within")
        return self


class Example(Declared):
    """What is known, sign by sign, and what must come out."""

    facts: dict[str, Fact]
    matched: int
    possible: int
    strength: float


class CounterExample(Declared):
    """What is known, sign by sign, where the pattern must not be found."""

    why: str
    facts: dict[str, Fact]


class Pattern(Declared):
    """One pattern; the file name is its identifier.

    It is found when at least `at_least` signs are there, all of `required` among them.
    """

    pattern: str
    name: str
    reading: Literal["concern", "notable", "hold_your_nerve"]
    stage: Stage
    enabler: str
    may_mean: str
    other_explanations: str
    questions: tuple[str, ...] = Field(min_length=1)
    at_least: int = Field(ge=2)
    required: tuple[str, ...] = ()
    sign: tuple[Sign, ...] = Field(min_length=2)
    example: Example
    counter_example: CounterExample

    @model_validator(mode="after")
    def _is_whole(self) -> Pattern:
        names = [sign.sign for sign in self.sign]
        if len(set(names)) < len(names):
            raise ValueError("two signs of one name")
        if unknown := set(self.required) - set(names):
            raise ValueError(f"required: no sign {sorted(unknown)}")
        if not len(self.required) <= self.at_least <= len(names):
            raise ValueError("at_least: no fewer than required, no more than there are signs")
        for facts in (self.example.facts, self.counter_example.facts):
            if set(facts) != set(names):
                raise ValueError("example and counter_example: give a fact for each sign")
        outstanding = {sign.sign for sign in self.sign if sign.kind in STANDING_OUT}
        if not outstanding & set(self.required) and len(names) - len(outstanding) >= self.at_least:
            raise ValueError("required: it could be found without one figure that stands out")
        return self
