"""Which figures must be withheld so that no withheld one can be worked out from those shown.

A reader knows the denominators (they are published elsewhere). A shown rate with its denominator
gives the count above the line to within rounding; a region less its other authorities gives the
one that is withheld, and England less the other regions gives a region. Here the reader's sums are
done first, as intervals, and where they close in on a withheld count, more is withheld: the
region's own figure, because it costs least, then the smallest figure beside it, then the nation's.
Two indicators that share a count can give each other away as well: that is looked at last.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from earlywarning.tables.declared import Indicator

LOCAL, REGIONAL, NATIONAL = "Local authority", "Regional", "National"
Key = tuple[str, str, str, int]
Span = tuple[float, float]
# A count withheld because it is small is one of 1 to 5; fewer possible values would tell of it.
SMALL = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure as a reader may see it; `below` is its denominator, `value` rounded as shown."""

    indicator: str
    level: str
    place: str
    region: str
    time_period: int
    value: float | None
    below: float | None
    is_withheld: bool
    joint_with: str | None = None

    @property
    def key(self) -> Key:
        """Return what it is the figure of."""
        return (self.indicator, self.level, self.place, self.time_period)


def to_hide(cells: list[Seen], indicators: list[Indicator]) -> set[Key]:
    """Return figures that must be withheld beside those that are already."""
    declared = {one.indicator: one for one in indicators}
    hidden: set[Key] = set()
    groups: dict[tuple[str, int], list[Seen]] = defaultdict(list)
    for cell in cells:
        groups[cell.indicator, cell.time_period].append(cell)
    for (indicator, _), group in groups.items():
        if any(cell.is_withheld for cell in group) and declared[indicator].denominator:
            hidden |= _by_sums(group, declared[indicator])
    return hidden | _by_shared_counts(cells, declared, hidden)


def span(cell: Seen, one: Indicator) -> Span:
    """Return between which whole counts the number above the line lies, for a shown figure."""
    if cell.value is None or cell.below is None or not one.per:
        return (0.0, math.inf)
    half = 0.5 * 10.0 ** -(one.decimals or 0)
    low = math.ceil(round((cell.value - half) * cell.below / one.per, 6))
    high = math.floor(round((cell.value + half) * cell.below / one.per, 6))
    middle = round(cell.value * cell.below / one.per)
    return (float(max(0, min(low, middle))), float(max(0, high, middle)))


def is_revealed(found: Span) -> bool:
    """Tell whether an interval for a withheld count says more than that it is withheld.

    It does with fewer values than one to five, when it leaves out some of one to five, and when a
    larger count (withheld beside a small one) is known to within a factor of two.
    """
    low, high = max(found[0], 1.0), found[1]
    return high - low + 1 < SMALL or 1.0 < low <= SMALL or (low > SMALL and high <= 2 * low)


def _by_sums(group: list[Seen], one: Indicator) -> set[Key]:
    """Withhold until the sums of one indicator and period tell of no withheld count."""
    hidden: set[Key] = set()
    while (cell := _first_revealed(group, one, hidden)) is not None:
        choice = _next(group, one, cell, hidden)
        if choice is None:
            break
        hidden.add(choice.key)
    return hidden


def _first_revealed(group: list[Seen], one: Indicator, hidden: set[Key]) -> Seen | None:
    withheld = [c for c in group if c.level == LOCAL and (c.is_withheld or c.key in hidden)]
    for spans in ways(group, one, hidden):
        for cell in withheld:
            if cell.key in spans and is_revealed(spans[cell.key]):
                return cell
    return None


def _next(group: list[Seen], one: Indicator, cell: Seen, hidden: set[Key]) -> Seen | None:
    """Return what to withhold next: region, then the smallest neighbour in it, then the nation."""
    shown = [c for c in group if c.value is not None and c.key not in hidden]
    region = [c for c in shown if c.level == REGIONAL and c.place == cell.region]
    beside = [c for c in shown if c.level == LOCAL and c.region == cell.region]
    beside.sort(key=lambda c: (span(c, one)[1], c.place))
    nation = [c for c in shown if c.level == NATIONAL]
    return next(iter([*region, *beside, *nation]), None)


def ways(group: list[Seen], one: Indicator, hidden: set[Key]) -> Iterable[dict[Key, Span]]:
    """Yield the intervals that a reader gets: from each sum alone, and from all together.

    Published totals contradict their parts now and then (they are rounded, or older). All sums
    together then tell less than one of them alone, so each is tried.
    """
    spans = {
        c.key: (_unseen(c) if c.value is None or c.key in hidden else span(c, one))
        for c in group
        if _counts_once(c)
    }
    sums = list(_sums(group, spans))
    for whole, parts in sums:
        alone = {key: spans[key] for key in (whole, *parts)}
        _tighten(whole, parts, alone)
        yield alone
    # Every sum is looked at before the next round, and the last round moves nothing.
    while sum(_tighten(whole, parts, spans) for whole, parts in sums):
        pass
    yield spans


def _unseen(cell: Seen) -> Span:
    return (1.0 if cell.is_withheld else 0.0, math.inf)


def _counts_once(cell: Seen) -> bool:
    """Leave out the second of two authorities that publish one figure jointly."""
    return not (cell.level == LOCAL and cell.joint_with and cell.joint_with < cell.place)


def _sums(group: list[Seen], spans: dict[Key, Span]) -> Iterable[tuple[Key, list[Key]]]:
    """Yield (whole, parts): regions of their authorities, the nation of the regions."""
    regions = {c.place: c.key for c in group if c.level == REGIONAL}
    nations = [c.key for c in group if c.level == NATIONAL]
    members: dict[str, list[Key]] = defaultdict(list)
    for cell in group:
        if cell.level == LOCAL and cell.key in spans:
            members[cell.region].append(cell.key)
    for region, parts in members.items():
        if region in regions:
            yield regions[region], parts
    # A region above others (London) is no part of the nation beside them.
    own = [regions[name] for name in sorted(members) if name in regions]
    if nations and len(own) == len(members):
        yield nations[0], own
    if nations:
        yield nations[0], [key for parts in members.values() for key in parts]


def _tighten(whole: Key, parts: list[Key], spans: dict[Key, Span]) -> bool:
    """Close in on a sum and on each of its parts; return whether anything moved."""
    low = sum(spans[key][0] for key in parts)
    high = sum(spans[key][1] for key in parts)
    moved = _set(whole, (low, high), spans)
    total = spans[whole]
    endless = sum(math.isinf(spans[key][1]) for key in parts)
    finite = sum(spans[key][1] for key in parts if not math.isinf(spans[key][1]))
    for key in parts:
        mine = spans[key]
        others = endless - math.isinf(mine[1])
        above = math.inf if others else finite - (0.0 if math.isinf(mine[1]) else mine[1])
        moved |= _set(key, (total[0] - above, total[1] - (low - mine[0])), spans)
    return moved


def _set(key: Key, found: Span, spans: dict[Key, Span]) -> bool:
    """Narrow one interval; where sums contradict each other (rounding), the older one stays."""
    low, high = max(spans[key][0], found[0]), min(spans[key][1], found[1])
    if low > high or (low, high) == spans[key]:
        return False
    spans[key] = (low, high)
    return True


def _by_shared_counts(
    cells: list[Seen], declared: dict[str, Indicator], hidden: set[Key]
) -> set[Key]:
    """Withhold figures that with another one give a withheld figure of the same place and year."""
    places: dict[tuple[str, str, int], list[Seen]] = defaultdict(list)
    for cell in cells:
        if declared[cell.indicator].numerator and declared[cell.indicator].denominator:
            places[cell.level, cell.place, cell.time_period].append(cell)
    more: set[Key] = set()
    for group in places.values():
        if any(cell.is_withheld or cell.key in hidden for cell in group):
            more |= _unshared(group, declared, hidden)
    return more


def _unshared(group: list[Seen], declared: dict[str, Indicator], hidden: set[Key]) -> set[Key]:
    more: set[Key] = set()
    withheld = [c for c in group if c.is_withheld or c.key in hidden]
    for cell in withheld:
        above, below = _series(cell, declared)
        while {above, below} <= counts_known(group, declared, hidden | more):
            shown = [c for c in group if c.value is not None and c.key not in hidden | more]
            using = [c for c in shown if above in _series(c, declared)]
            using = using or [c for c in shown if below in _series(c, declared)]
            if not using:
                break
            more.add(using[0].key)
    return more


def counts_known(group: list[Seen], declared: dict[str, Indicator], hidden: set[Key]) -> set[str]:
    """Return the counts of one place and year that its shown figures give, one after another.

    What stands below some line and above none (a population) is known to begin with.
    """
    lines = [_series(cell, declared) for cell in group]
    known = {below for _, below in lines} - {above for above, _ in lines}
    shown = [_series(c, declared) for c in group if c.value is not None and c.key not in hidden]
    while grown := {
        one for pair in shown if len(known & set(pair)) == 1 for one in pair if one not in known
    }:
        known |= grown
    return known


def _series(cell: Seen, declared: dict[str, Indicator]) -> tuple[str, str]:
    one = declared[cell.indicator]
    return (one.numerator or "", one.denominator or "")
