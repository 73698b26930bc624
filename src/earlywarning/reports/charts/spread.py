"""How one indicator is spread over all authorities, one dot each and no names but the reader's own.

No value is given by name except the reader's own: nobody can put authorities in order by it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from earlywarning.reports import words
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.charts.drawn import INK, OWN, PALE, SOFT, drawn, frame
from earlywarning.reports.facts import Facts
from earlywarning.reports.records import Indicator

ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
HEAPS = 26
FEWEST = 5
WIDTH, HEIGHT = 480, 250


@dataclass(frozen=True, slots=True)
class Heap:
    """Values from `low` up to, and not including, `high`; `codes` in no order of value."""

    low: float
    high: float
    codes: tuple[str, ...]

    @property
    def middle(self) -> float:
        """Return where its dots stand."""
        return (self.low + self.high) / 2


def spread_of(facts: Facts, indicator_id: str, own: str | None = None) -> Chart | None:
    """Return the picture of the newest period, or None with fewer than five figures.

    Args:
        facts: the run.
        indicator_id: which indicator.
        own: three-digit code of the reader's authority: its dot is named, its neighbours' are
            marked together.
    """
    one = next((row for row in facts.indicators if row.indicator == indicator_id), None)
    period = facts.newest.get(indicator_id)
    if one is None or period is None:
        return None
    values = newest_values(facts, one)
    if len(values) < FEWEST:
        return None
    heaps = heaped(values, one.decimals or 0)
    when = words.period(period, one)
    return Chart(
        name=f"spread-{indicator_id}",
        title=f"{one.name}, {unit(one)}: all authorities, {when}",
        alt=_alt(facts, one, values, own, when),
        header=("From", "to under", "Authorities"),
        rows=tuple(
            (words.number(heap.low, one), words.number(heap.high, one), f"{len(heap.codes):,}")
            for heap in heaps
        ),
        svg=_svg(facts, one, heaps, values, own),
        source=one.source_note or "",
    )


def newest_values(facts: Facts, one: Indicator) -> dict[str, float]:
    """Return the values of the newest period by authority; those that have none are left out."""
    period = facts.newest.get(one.indicator)
    kept = {}
    for code in facts.authorities:
        row = facts.own.get((code, one.indicator), {}).get(period or 0)
        if row is not None and row.value is not None:
            kept[code] = row.value
    return kept


def unit(one: Indicator) -> str:
    """Return the unit as it stands after a name."""
    return {"percentage": "%"}.get(one.unit, one.unit.removeprefix("rate "))


def heaped(values: Mapping[str, float], decimals: int) -> list[Heap]:
    """Return values gathered in heaps of one round width, empty ones too; all of them once."""
    low, high = min(values.values()), max(values.values())
    width = max(_round_up((high - low) / HEAPS), 10.0**-decimals)
    first = math.floor(low / width + 1e-9)
    kept: dict[int, list[str]] = {}
    for code in sorted(values):
        kept.setdefault(math.floor(values[code] / width + 1e-9), []).append(code)
    return [
        Heap(round(at * width, 6), round((at + 1) * width, 6), tuple(kept.get(at, ())))
        for at in range(first, max(kept) + 1)
    ]


def _round_up(width: float) -> float:
    if width <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(width))
    return next(power * step for step in ROUND if power * step >= width * (1 - 1e-9))


def _alt(facts: Facts, one: Indicator, values: dict[str, float], own: str | None, when: str) -> str:
    ordered = sorted(values.values())
    quarter, half, three = (ordered[int(share * (len(ordered) - 1))] for share in (0.25, 0.5, 0.75))
    said = [
        f"One dot for each of {words.count(len(values), 'authority', 'authorities')} with a figure "
        f"for {when}. They lie between {words.number(ordered[0], one)} and "
        f"{words.amount(ordered[-1], one)}; half of them between {words.number(quarter, one)} and "
        f"{words.number(three, one)}, and the middle one is {words.number(half, one)}."
    ]
    nation = _national(facts, one)
    if nation is not None:
        said.append(f"{facts.nation} as a whole: {words.amount(nation, one)}.")
    if own in values:
        near = [values[code] for code in facts.neighbours.get(own, []) if code in values]
        beside = f"; the middle of its neighbours is {words.number(median(near), one)}"
        said.append(
            f"{facts.name(own)}: {words.amount(values[own], one)}{beside if near else ''}."
        )
    return " ".join(said)


def _national(facts: Facts, one: Indicator) -> float | None:
    row = facts.england.get(one.indicator, {}).get(facts.newest.get(one.indicator, 0))
    return row.value if row else None


def _svg(
    facts: Facts, one: Indicator, heaps: list[Heap], values: dict[str, float], own: str | None
) -> str:
    from lets_plot import aes, geom_point, geom_segment, geom_text, ggplot, ylim

    near = set(facts.neighbours.get(own, [])) if own else set()
    tallest = max(len(heap.codes) for heap in heaps)
    plot = ggplot() + frame(WIDTH, HEIGHT, across=unit(one)) + ylim(0, tallest * 1.3 + 2)
    for inside, colour in ((False, SOFT), (True, OWN)):
        dots = [
            (heap.middle, place + 0.5)
            for heap in heaps
            for place, code in enumerate(sorted(heap.codes, key=lambda code: code not in near))
            if (code in near) == inside and code != own
        ]
        if dots:
            data = {"x": [x for x, _ in dots], "y": [y for _, y in dots]}
            size = min(3.2, 46 / (tallest + 2))
            plot += geom_point(aes("x", "y"), data=data, size=size, color=colour, tooltips="none")
    marks = [(f"{facts.nation} {words.number(_national(facts, one), one)}", _national(facts, one), INK)]
    if own in values:
        marks.append((f"{facts.name(own)} {words.number(values[own], one)}", values[own], OWN))
    for step, (label, at, colour) in enumerate(m for m in marks if m[1] is not None):
        top = tallest * 1.12 + 1.0 + step * (tallest * 0.12 + 0.6)
        data = {"x": [at], "y": [0.0], "top": [top], "label": [label]}
        plot += geom_segment(aes("x", "y", xend="x", yend="top"), data=data, color=colour, size=1)
        side = "left" if at < (heaps[0].low + heaps[-1].high) / 2 else "right"
        plot += geom_text(aes("x", "top", label="label"), data=data, color=colour, hjust=side, size=6)
    return drawn(plot, f"spread-{one.indicator}")
