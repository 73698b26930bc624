"""A vital indicator: formula, polarity, meaning, questions, and a worked example as its test."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from earlywarning.definitions.model import Declared
from earlywarning.period import PeriodKind

Polarity = Literal["high_is_worse", "low_is_worse", "either_way"]
Stage = Literal[
    "front_door", "assessment", "child_protection", "looked_after", "workforce", "resources"
]


class Example(Declared):
    """A worked example by hand; `value` must come out of the formula."""

    numerator: float | None = None
    denominator: float | None = None
    published: float | None = None
    value: float


class Indicator(Declared):
    """One indicator; the file name is its identifier.

    The value is `per * numerator / denominator` where both are given, else the `published`
    series as it stands. `prefer = "published"` takes the published figure first and uses the
    counts for intervals and funnels only. `history` is a published series of the same thing that
    tells the years before the first of those series begins, and no other. `context` is shown and
    carries no weight in the score. `out_of` is the series that a published figure is out of where
    its counts are not given: no part of the value, it tells how far chance goes. `amount` says that
    the figure is no share of a count, however it is printed: cases a worker, days lost.
    `definition` says what is counted, out of what, where the formula does not.
    """

    indicator: str
    name: str
    unit: Literal[
        "rate per 10,000 children", "percentage", "cases per worker", "pounds per child",
        "index score", "pounds a week",
    ]  # fmt: skip
    stage: Stage
    enabler: str
    polarity: Polarity
    context: bool = False
    period: PeriodKind
    numerator: str | None = None
    denominator: str | None = None
    denominator_years_before: int = 0
    per: int = 100
    decimals: int = 1
    published: tuple[str, ...] = ()
    history: str | None = None
    prefer: Literal["counts", "published"] = "published"
    comparison: Literal["proportion", "ratio", "neighbours"]
    minimum_denominator: int = 0
    out_of: str | None = None
    amount: bool = False
    definition: str = ""
    why_it_matters: str
    questions: tuple[str, ...]
    other_explanations: str
    source_note: str
    example: Example

    @property
    def scale(self) -> Literal["share", "rate", "amount"]:
        """Return what kind of number it is for chance: x of n, x in a population, or neither."""
        if self.comparison == "ratio":
            return "rate"
        return "share" if self.unit == "percentage" and not self.amount else "amount"

    @property
    def rests_on(self) -> frozenset[str]:
        """Return the series that its newest value may be made of."""
        counts = [one for one in (self.numerator, self.denominator) if one]
        return frozenset([*counts, *self.published])

    @model_validator(mode="after")
    def _formula_is_whole(self) -> Indicator:
        if (self.numerator is None) != (self.denominator is None):
            raise ValueError("numerator and denominator go together")
        if self.numerator is None and not self.published:
            raise ValueError("give numerator and denominator, or published")
        if self.numerator is None and not self.definition:
            raise ValueError("without counts, give a definition: what is counted, out of what")
        if self.comparison != "neighbours" and self.numerator is None:
            raise ValueError("comparison by funnel needs numerator and denominator")
        return self
