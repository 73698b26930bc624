"""How one indicator is spread over all authorities, one dot each and no names but the reader's own.

No value is given by name except the reader's own: nobody can put authorities in order by it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from earlywarning.reports import amounts, phrases
from earlywarning.reports.charts.axes import STEPS, Panel, axis, figure_said, steps
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.charts.drawing import SMALL, Point, dots, line, text, wide
from earlywarning.reports.charts.look import INK, NAVY, PALE, PLUM, SOFT, WIDTH, Pen, framed
from earlywarning.reports.charts.of_authority import short, told_once, unit_on
from earlywarning.reports.charts.shelf import drawn
from earlywarning.reports.facts import Facts
from earlywarning.tables.declared import Indicator
from earlywarning.tables.indicators import IndicatorValue

# Heaps that nine authorities in ten fill, and the most there may be with those far off.
HEAPS, MOST = 24, 80
FEWEST = 5
# Room over the tallest heap for the labels.
ABOVE = 1.35
# The widest dot, the room between a line and its label, and that for the outermost mark.
WIDEST, BESIDE, MARGIN = 9.0, 6, 16


@dataclass(frozen=True, slots=True)
class Heap:
    """The authorities whose value rounds to `at`; `codes` stand in no order of value."""

    at: float
    codes: tuple[str, ...]


def spread_of(facts: Facts, indicator_id: str, own: str | None = None) -> Chart | None:
    """Return the picture of the newest period, or None with fewer than five figures.

    Args:
        facts: the run.
        indicator_id: which indicator.
        own: three-digit code of the reader's authority: its dot is named, its neighbours' are
            marked together.
    """
    one = facts.indicator(indicator_id)
    period = facts.newest.get(indicator_id)
    if one is None or period is None:
        return None
    values = newest_values(facts, one)
    if len(values) < FEWEST:
        return None
    width, heaps = heaped(values, one.decimals or 0)
    when = amounts.period(period, one)
    # Kept by what was drawn: the figures behind it are more than the picture shows.
    key, svg = drawn(_svg(facts, one, heaps, values, own), str)
    return Chart(
        name=f"{indicator_id}-spread",
        title=f"{one.name}, {amounts.unit_on_axis(one)}: all authorities, {when}",
        alt=_alt(facts, one, values, own, when),
        header=(f"Rounded to the nearest {width:g}", "Authorities"),
        rows=tuple((f"{heap.at:,g}", f"{len(heap.codes):,}") for heap in heaps),
        svg=svg,
        key=key,
        source=one.source_note or "",
    )


def newest_values(facts: Facts, one: Indicator) -> dict[str, float]:
    """Return the values of the newest period by authority; those that have none are left out."""
    rows = newest_rows(facts, one, facts.authorities)
    return {str(row.old_la_code): row.value for row in rows if row.value is not None}


def newest_rows(facts: Facts, one: Indicator, codes: Iterable[str]) -> list[IndicatorValue]:
    """Return the rows of the newest period of some authorities, in their order."""
    period = facts.newest.get(one.indicator, 0)
    found = (facts.own.get((code, one.indicator), {}).get(period) for code in codes)
    return [row for row in found if row is not None]


def heaped(values: Mapping[str, float], decimals: int) -> tuple[float, list[Heap]]:
    """Return a round width, and the values gathered by their multiple of it, from the lowest up.

    The few that lie far from all others do not make the heaps of the others coarse.
    """
    order = sorted(values.values())
    inner = order[math.ceil(0.95 * (len(order) - 1))] - order[math.floor(0.05 * (len(order) - 1))]
    wanted = max(inner / HEAPS, (order[-1] - order[0]) / MOST)
    width = max(_round_up(wanted), 10.0**-decimals)
    kept: dict[int, list[str]] = {}
    for code in sorted(values):
        kept.setdefault(math.floor(values[code] / width + 0.5), []).append(code)
    return width, [Heap(round(at * width, 6), tuple(kept[at])) for at in sorted(kept)]


def _round_up(width: float) -> float:
    if width <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(width))
    return next(power * step for step in STEPS if power * step >= width * (1 - 1e-9))


def _alt(facts: Facts, one: Indicator, values: dict[str, float], own: str | None, when: str) -> str:
    ordered = sorted(values.values())
    quarter, half, three = (ordered[int(share * (len(ordered) - 1))] for share in (0.25, 0.5, 0.75))
    said = [
        f"One dot for each of {phrases.count(len(values), 'authority', 'authorities')} with a "
        f"figure for {when}. They lie between {amounts.number(ordered[0], one)} and "
        f"{amounts.amount(ordered[-1], one)}; half of them between {amounts.number(quarter, one)} "
        f"and {amounts.number(three, one)}, and the middle one is {amounts.number(half, one)}."
    ]
    nation = _national(facts, one)
    if nation is not None:
        said.append(f"{facts.nation} as a whole: {amounts.amount(nation, one)}.")
    if own in values:
        near = told_once(newest_rows(facts, one, facts.neighbours.get(own, [])), beside=own)
        beside = f"; the middle of its neighbours is {amounts.number(median(near), one)}"
        said.append(
            f"{facts.name(own)}: {amounts.amount(values[own], one)}{beside if near else ''}."
        )
    return " ".join(said)


def _national(facts: Facts, one: Indicator) -> float | None:
    row = facts.england.get(one.indicator, {}).get(facts.newest.get(one.indicator, 0))
    return row.value if row else None


def _svg(
    facts: Facts, one: Indicator, heaps: list[Heap], values: dict[str, float], own: str | None
) -> str:
    tallest, ends = max(len(heap.codes) for heap in heaps), (heaps[0].at, heaps[-1].at)
    panel = Panel(MARGIN, WIDTH - MARGIN, *_apart(ends), 0, tallest * ABOVE)
    marks = {at: figure_said(at) for at in steps(panel.first, panel.last, 5)}
    drawn = [
        text((2, 12), f"{unit_on(one)}; one dot for each authority", size=SMALL),
        *axis(panel, {at: name for at, name in marks.items() if ends[0] <= at <= ends[1]}),
        *_dots(facts, heaps, panel, own),
        *_marks(facts, one, values, panel, own),
    ]
    return framed("".join(drawn))


def _apart(ends: tuple[float, float]) -> tuple[float, float]:
    """Return the ends of a scale; where all are equal, the figure stands in the middle."""
    low, high = ends
    return (low, high) if low < high else (low - 1, high + 1)


def _dots(facts: Facts, heaps: list[Heap], panel: Panel, own: str | None) -> Iterator[str]:
    """Give the dots of each kind; neighbours lie at the bottom of their heap, then the others."""
    near = set(facts.neighbours.get(own, [])) if own else set()
    kinds: dict[str, list[Point]] = {PALE: [], NAVY: [], PLUM: []}
    for heap in heaps:
        order = sorted(heap.codes, key=lambda code: (code != own, code not in near))
        for place, code in enumerate(order):
            kind = PLUM if code == own else NAVY if code in near or not own else PALE
            kinds[kind].append((panel.x(heap.at), panel.y(place + 0.5)))
    beside = [panel.x(after.at) - panel.x(one.at) for one, after in pairwise(heaps)]
    room = min(panel.y(0) - panel.y(1), *beside, WIDEST)
    for colour, places in kinds.items():
        radius = room / 2 + (0.6 if colour == PLUM else -0.2)
        yield dots(places, radius, colour, Pen(SOFT if colour == PALE else colour, 0.8))


def _marks(
    facts: Facts, one: Indicator, values: dict[str, float], panel: Panel, own: str | None
) -> Iterator[str]:
    """Give an upright line with its label for the nation, and one for the reader's own."""
    wanted = [(facts.nation, _national(facts, one), Pen(SOFT, 2, "7 6"))]
    if own:
        wanted.append((short(facts.name(own)), values.get(own), Pen(PLUM, 2)))
    known = [(name, at, pen) for name, at, pen in wanted if at is not None]
    leftmost = min((at for _, at, _ in known), default=0.0)
    for step, (name, at, pen) in enumerate(known):
        x, top = panel.x(at), panel.top + 8 + 18 * step
        label = f"{name} {amounts.number(at, one)}"
        # Away from the other line, unless there is no room.
        is_left = len(known) > 1 and at == leftmost and x - wide(label) > BESIDE
        is_left = is_left or x + wide(label) + BESIDE > WIDTH
        place = (x - BESIDE, top + 5) if is_left else (x + BESIDE, top + 5)
        yield line((x, panel.foot), (x, top), pen)
        yield text(place, label, INK if pen.colour == SOFT else pen.colour,
                   "end" if is_left else "start", over=True)  # fmt: skip
