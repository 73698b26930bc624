"""What regions share within the year, and when a return of it is doubtful."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from earlywarning.definitions.model import Declared

RETURNS = "in_year_returns"  # the source that findings and releases of returns name
MONTHS: dict[str, int] = {"monthly": 1, "quarterly": 3}


class Measure(Declared):
    """One measure; its key in the file is its identifier."""

    label: str
    unit: Literal["count", "fte", "percentage", "ratio"] = "count"
    kind: Literal["flow", "at_period_end"] = "flow"
    spellings: tuple[str, ...] = ()
    part_of: str | None = None
    part: str | None = None
    whole: str | None = None
    published: str | None = None


class Balance(Declared):
    """A stock equals the stock before, plus what started, less what ended."""

    at_end: str
    started: str
    ended: str


class FarAbove(Declared):
    """A later step of the pathway that cannot run far above the step before it."""

    measure: str
    other: str


class InYear(Declared):
    """in_year.toml, whole."""

    title: str
    roles: tuple[str, ...]
    events: tuple[str, ...]
    measures: dict[str, Measure]
    balances: tuple[Balance, ...] = ()
    far_above: tuple[FarAbove, ...] = ()

    @model_validator(mode="after")
    def _named_measures_exist(self) -> InYear:
        named = {n for m in self.measures.values() for n in (m.part_of, m.part, m.whole) if n}
        named |= {n for b in self.balances for n in (b.at_end, b.started, b.ended)}
        named |= {n for f in self.far_above for n in (f.measure, f.other)}
        if unknown := sorted(named - set(self.measures)):
            raise ValueError(f"no measure is called {', '.join(unknown)}")
        halves = [k for k, m in self.measures.items() if (m.part is None) != (m.whole is None)]
        if halves:
            raise ValueError(f"part and whole go together: {', '.join(halves)}")
        return self


class Threshold(Declared):
    """A number that people argue about, with its reason."""

    value: float
    reason: str = Field(min_length=10)


class ReturnRules(Declared):
    """in_year_rules.toml, whole."""

    due_days_monthly: Threshold
    due_days_quarterly: Threshold
    window_months: Threshold
    region_share: Threshold
    region_minimum: Threshold
    revised_share: Threshold
    revised_minimum: Threshold
    smooth_false_alarm: Threshold
    smooth_minimum_periods: Threshold
    smooth_minimum_mean: Threshold
    smooth_window: Threshold
    balance_share: Threshold
    balance_minimum: Threshold
    percentage_gap: Threshold
    far_above_share: Threshold
    far_above_minimum: Threshold
    too_good_minimum: Threshold
    too_good_chance: Threshold
    too_good_gap: Threshold
    difference_share: Threshold
    difference_minimum: Threshold
    small_count: Threshold

    def due_days(self, frequency: str) -> int:
        """Return the days after a period's end by which its return is due."""
        monthly = frequency == "monthly"
        return int((self.due_days_monthly if monthly else self.due_days_quarterly).value)
