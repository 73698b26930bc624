"""The newest figure of an indicator with all that it is held against, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from earlywarning.period import months_between
from earlywarning.reports import amounts
from earlywarning.reports.facts import Facts
from earlywarning.reports.reading import Years
from earlywarning.tables.declared import Indicator
from earlywarning.tables.indicators import (
    COMPARATORS,
    NATION,
    NEIGHBOURS,
    PAST,
    REGION,
    Benchmark,
    Comparison,
    IndicatorValue,
)  # fmt: skip

# The four that a figure is judged beside, each with the statistic that stands for it.
COMPARED = {NEIGHBOURS: "median", REGION: "published", NATION: "published", PAST: "median"}
# From here a distance from the neighbours, in their usual spread, is called far: one in twenty.
FAR = 1.645
# A figure so many years behind that of others tells of another service.
STALE_YEARS = 2


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest figure of one indicator, and all that it is held against.

    years: every year, with or without a value. before: the year before. months: its age. behind:
    years behind the newest figure that anybody has. few: it rests on fewer than declared for a
    comparison. small: few children live in the whole authority. benchmarks: those with a value, in
    the order in which they are told. compared: what they say together, where that is of this year.
    """

    one: Indicator
    row: IndicatorValue
    years: Years
    value: float
    before: float | None
    months: int
    behind: int
    few: bool
    small: bool
    benchmarks: tuple[Benchmark, ...]
    compared: Comparison | None

    @property
    def values(self) -> dict[int, float]:
        """Return the years with a value."""
        return {year: row.value for year, row in self.years.items() if row.value is not None}

    def against(self, comparator: str) -> Benchmark | None:
        """Return one of the four that it is judged beside."""
        key = (comparator, COMPARED[comparator])
        return next((b for b in self.benchmarks if (b.comparator, b.statistic) == key), None)

    @property
    def near(self) -> tuple[float, int] | None:
        """Return the middle of the similar authorities and how many it rests on."""
        held = self.against(NEIGHBOURS)
        return (held.value, held.n or 0) if held and held.value is not None else None

    @property
    def beside(self) -> dict[str, float]:
        """Return the values of the four that it is judged beside, as far as there are any."""
        held = {name: self.against(name) for name in COMPARED}
        return {name: row.value for name, row in held.items() if row and row.value is not None}

    @property
    def distance(self) -> float | None:
        """Return how far it lies from the neighbours' middle in their usual spread; up is high."""
        held = self.against(NEIGHBOURS)
        if held is None or held.value is None or not held.spread:
            return None
        return (self.value - held.value) / held.spread

    @property
    def is_weak(self) -> bool:
        """Tell whether nothing of the service of today can be read from it."""
        return self.small or self.few or self.behind >= STALE_YEARS

    @property
    def sides(self) -> list[int]:
        """Return 1, 0 or -1 for each of the four: above, level with or below it as printed."""
        return [self._side(other) for other in self.beside.values()]

    @property
    def agreed(self) -> int:
        """Return 1 or -1 where neighbours, region and nation all lie on one side of it, else 0.

        Its own past is left out: where a service was weak for years, that would hide it.
        """
        others = {self._side(value) for name, value in self.beside.items() if name != PAST}
        alone = len(self.beside.keys() - {PAST}) < 2
        return 0 if self.is_weak or alone or len(others) > 1 else others.pop()

    def _side(self, other: float) -> int:
        if amounts.number(other, self.one) == amounts.number(self.value, self.one):
            return 0
        return 1 if self.value > other else -1

    @property
    def is_worse(self) -> bool:
        """Tell whether neighbours, region and nation all say it is less good."""
        return self.agreed == {"high_is_worse": 1, "low_is_worse": -1}.get(self.one.polarity)

    @property
    def is_better(self) -> bool:
        """Tell whether neighbours, region and nation all say it is better."""
        return self.agreed == {"high_is_worse": -1, "low_is_worse": 1}.get(self.one.polarity)

    @property
    def is_far(self) -> bool:
        """Tell whether it lies far from its neighbours on either side."""
        return not self.is_weak and abs(self.distance or 0.0) >= FAR

    @property
    def stands_out(self) -> bool:
        """Tell whether it is worth a picture: far from its neighbours, and the others agree."""
        return self.is_far and self.agreed != 0 and not self.is_better


@dataclass(frozen=True, slots=True)
class Gap:
    """An indicator without a figure for the newest period that anybody has.

    period: that period, None where nobody has a figure. row: what is there instead, such as a
    symbol. last: the newest period of which there is a figure.
    """

    one: Indicator
    period: int | None
    row: IndicatorValue | None
    last: int | None


def newest_of(facts: Facts, code: str, one: Indicator) -> Newest | None:
    """Return the newest figure of an indicator, or None where the authority has none."""
    years = facts.own.get((code, one.indicator), {})
    known = {year: row for year, row in years.items() if row.value is not None}
    if not known:
        return None
    last = max(known)
    row, before = known[last], known.get(last - 1)
    compared = facts.compared.get((code, one.indicator))
    below = row.denominator
    return Newest(
        one=one,
        row=row,
        years=years,
        value=row.value or 0.0,
        before=before.value if before else None,
        months=months_between(row.period_end, facts.as_of),
        behind=facts.newest.get(one.indicator, last) - last,
        few=below is not None and below < (one.minimum_denominator or 0),
        small=bool(facts.authorities[code].is_small),
        benchmarks=_benchmarks(facts.benchmarks.get((code, one.indicator, last), [])),
        compared=compared if compared and compared.time_period == last else None,
    )


def _benchmarks(rows: list[Benchmark]) -> tuple[Benchmark, ...]:
    def place(row: Benchmark) -> tuple[int, bool]:
        known = row.comparator in COMPARATORS
        return COMPARATORS.index(row.comparator) if known else 9, row.statistic != "median"

    return tuple(sorted((row for row in rows if row.value is not None), key=place))


def gap_of(facts: Facts, code: str, one: Indicator) -> Gap | None:
    """Return why an indicator has no figure for the newest period, or None where it has."""
    years = facts.own.get((code, one.indicator), {})
    period = facts.newest.get(one.indicator)
    row = None if period is None else years.get(period)
    if row is not None and row.value is not None:
        return None
    known = [year for year, held in years.items() if held.value is not None]
    return Gap(one, period, row, max(known, default=None))
