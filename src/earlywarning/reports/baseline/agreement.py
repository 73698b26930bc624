"""Where each figure stands: beside neighbours, region, nation and its own past, and together."""

from __future__ import annotations

from dataclasses import dataclass

from earlywarning.reports import phrases
from earlywarning.reports.facts import Facts
from earlywarning.tables.declared import Indicator
from earlywarning.tables.indicators import Benchmark, IndicatorValue
from earlywarning.tables.places import Authority

NEIGHBOURS, REGION, NATION, PAST = "statistical_neighbours", "region", "england", "own_past"
# In the order of the table; each with the statistics that may stand for it, the first found.
COMPARED = (
    (NEIGHBOURS, ("median",)),
    (REGION, ("published",)),
    (NATION, ("published",)),
    (PAST, ("median",)),
)
# From here a distance from the neighbours, in their usual spread, is called far: one in twenty.
FAR = 1.645
# A figure so many years behind that of others tells of another service.
STALE_YEARS = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """One figure beside the four: what each says, and how far it lies from the neighbours.

    beside: comparator to its value, absent where there is none. before: the year before. distance:
    from the neighbours' middle in their usual spread, positive is high; None where none is known.
    weak: why nothing is to be read from it, such as small numbers; empty where it can be.
    """

    one: Indicator
    row: IndicatorValue
    value: float
    before: float | None
    beside: dict[str, float]
    distance: float | None
    weak: str

    @property
    def sides(self) -> list[int]:
        """Return 1, 0 or -1 for each comparator: above, level with or below it as printed."""
        return [self._side(other) for other in self.beside.values()]

    @property
    def agreed(self) -> int:
        """Return 1 or -1 where neighbours, region and nation all lie on one side of it, else 0.

        Its own past is left out: where a service was weak for years, that would hide it.
        """
        if self.weak:
            return 0
        others = [self._side(value) for name, value in self.beside.items() if name != PAST]
        return others[0] if len(others) > 1 and len(set(others)) == 1 else 0

    def _side(self, other: float) -> int:
        if phrases.number(other, self.one) == phrases.number(self.value, self.one):
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
        return not self.weak and self.distance is not None and abs(self.distance) >= FAR

    @property
    def stands_out(self) -> bool:
        """Tell whether it is worth a picture: far from its neighbours, and the others agree."""
        return self.is_far and self.agreed != 0 and not self.is_better


def standings(
    facts: Facts, authority: Authority, small: frozenset[str] = frozenset()
) -> list[Standing]:
    """Return the newest figure of each indicator that has one, in the order of the journey.

    `small` are indicators whose newest figure rests on fewer than declared for a comparison.
    """
    found = (_standing(facts, authority, one, small) for one in facts.indicators)
    return [one for one in found if one is not None]


def _standing(
    facts: Facts, authority: Authority, one: Indicator, small: frozenset[str]
) -> Standing | None:
    years = facts.own.get((authority.old_la_code, one.indicator), {})
    known = {year: row for year, row in years.items() if row.value is not None}
    if not known:
        return None
    last = max(known)
    rows = facts.benchmarks.get((authority.old_la_code, one.indicator, last), [])
    value, before = known[last].value or 0.0, known.get(last - 1)
    near = _found(rows, NEIGHBOURS, "median")
    return Standing(
        one=one,
        row=known[last],
        value=value,
        before=before.value if before else None,
        beside=_beside(rows),
        distance=_distance(value, near),
        weak=_weak(facts, authority, one, last, small),
    )


def _weak(
    facts: Facts, authority: Authority, one: Indicator, last: int, small: frozenset[str]
) -> str:
    """Return why a figure tells nothing of the service of today, or nothing."""
    if authority.is_small or one.indicator in small:
        return "small numbers"
    behind = facts.newest.get(one.indicator, last) - last
    return f"{behind} years behind others" if behind >= STALE_YEARS else ""


def _beside(rows: list[Benchmark]) -> dict[str, float]:
    out = {}
    for comparator, statistics in COMPARED:
        held = [_found(rows, comparator, statistic) for statistic in statistics]
        values = [row.value for row in held if row is not None and row.value is not None]
        if values:
            out[comparator] = values[0]
    return out


def _found(rows: list[Benchmark], comparator: str, statistic: str) -> Benchmark | None:
    fits = [r for r in rows if r.comparator == comparator and r.statistic == statistic]
    return fits[0] if fits else None


def _distance(value: float, near: Benchmark | None) -> float | None:
    if near is None or near.value is None or not near.spread:
        return None
    return (value - near.value) / near.spread


def agreement(one: Standing) -> str:
    """Return what the comparators say together, in words; 'higher' where neither way is good."""
    told = _agreement(one)
    return f"{told}; {one.weak}" if one.weak else told


def _agreement(one: Standing) -> str:
    sides = one.sides
    if not sides:
        return "nothing to compare with"
    high, low = ("higher", "lower") if one.one.polarity == "either_way" else _good_words(one)
    many = len(sides)
    if many == 1:
        return {1: high, -1: low, 0: "level"}[sides[0]] + " (one comparison)"
    if all(side == 1 for side in sides):
        return f"{high} than all {many}{_far(one)}"
    if all(side == -1 for side in sides):
        return f"{low} than all {many}{_far(one)}"
    if all(side == 0 for side in sides):
        return f"level with all {many}"
    return f"mixed: {_counted(sides, high, low)}"


def _good_words(one: Standing) -> tuple[str, str]:
    worse_high = one.one.polarity == "high_is_worse"
    return ("less good", "better") if worse_high else ("better", "less good")


def _far(one: Standing) -> str:
    return ", and far" if one.is_far else ""


def _counted(sides: list[int], high: str, low: str) -> str:
    parts = [(sides.count(1), high), (sides.count(-1), low), (sides.count(0), "level")]
    return ", ".join(f"{word} than {many}" if word != "level" else f"level with {many}"
                     for many, word in parts if many)  # fmt: skip


def worth_a_look(found: list[Standing], most: int) -> list[Standing]:
    """Return the figures that stand out, at most so many: the farthest from their neighbours."""
    out = [one for one in found if one.stands_out]
    far = sorted(out, key=lambda s: (-abs(s.distance or 0.0), s.one.indicator))[:most]
    return [one for one in found if one in far]
