"""An authority's own line with its interval, its neighbours' range and middle, and the nation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from earlywarning.reports.charts.axes import Panel, across, beside, round_steps, upright
from earlywarning.reports.charts.drawing import Point, area, dots, paths
from earlywarning.reports.charts.labels import Label, at_ends, room
from earlywarning.reports.charts.look import (
    INK,
    INTERVAL,
    MIDDLE,
    NATION,
    NAVY,
    OWN,
    PALE,
    PAPER,
    PLUM,
    Pen,
    framed,
)

Years = Mapping[int, float]
NEVER = 9999
# Half of what a year without a neighbour is drawn as.
DASH = 6


@dataclass(frozen=True, slots=True)
class Lines:
    """Year to value of each line, all in the unit of the indicator; `own_text` is the newest value.

    lower, upper: 95 % interval of the own values, where there are counts. left_out: years that an
    inspection or an event coloured. unit: as it stands on the axis.
    """

    own: Years
    lower: Years
    upper: Years
    near_low: Years
    near_high: Years
    near_middle: Years
    nation: Years
    own_name: str
    nation_name: str
    own_text: str
    left_out: tuple[int, ...] = ()
    unit: str = ""

    def years(self) -> list[int]:
        """Return every year with a figure of anybody, in order."""
        return sorted({*self.own, *self.nation, *self.near_middle})


def stretches(years: Years) -> list[int]:
    """Return for each year, in order, its stretch: a missing year starts a new one."""
    number, before, out = 0, NEVER, []
    for year in sorted(years):
        number += year - before != 1
        out.append(number)
        before = year
    return out


def lines_svg(lines: Lines) -> str:
    """Draw the lines of which at least one has a figure."""
    every, labels = lines.years(), _labels(lines)
    sides = [*lines.own.values(), *lines.nation.values()]
    marks = round_steps(
        max([*sides, *lines.near_high.values(), *lines.upper.values()]),
        min([*sides, *lines.near_low.values(), *lines.lower.values()]),
    )
    # A lone year stands where the newest always does.
    ends = (min(every[0], every[-1] - 1), every[-1])
    panel = beside(marks, ends, lines.unit, room(labels))
    drawn = [
        *upright(panel, marks, lines.unit),
        *_others(lines, panel),
        *across(panel, {year: str(year) for year in range(every[0], every[-1] + 1)}),
        *_own(lines, panel),
        *at_ends(labels, panel),
    ]
    return framed("".join(drawn))


def _others(lines: Lines, panel: Panel) -> Iterator[str]:
    low = _along(lines.near_low, panel)
    for below, above in zip(low, _along(lines.near_high, panel), strict=True):
        yield area([*below, *reversed(above)], PALE)
    for years, pen in ((lines.near_middle, MIDDLE), (lines.nation, NATION)):
        if years:
            yield paths(_along(years, panel), pen)


def _own(lines: Lines, panel: Panel) -> Iterator[str]:
    if lines.own:
        yield paths(_along(lines.own, panel), OWN)
    known = [year for year in sorted(lines.lower) if year in lines.own and year in lines.upper]
    if known:
        ends = [(year, (lines.lower[year], lines.upper[year])) for year in known]
        yield paths(
            ([(panel.x(year), panel.y(end)) for end in both] for year, both in ends), INTERVAL
        )
    for is_left_out, fill in ((False, NAVY), (True, PAPER)):
        years = [year for year in sorted(lines.own) if (year in lines.left_out) is is_left_out]
        yield dots(((panel.x(y), panel.y(lines.own[y])) for y in years), 4, fill, Pen(NAVY, 1.7))


def _along(years: Years, panel: Panel) -> list[list[Point]]:
    """Return the points of each stretch; a year without a neighbour becomes a short dash."""
    kept: dict[int, list[Point]] = {}
    for year, run in zip(sorted(years), stretches(years), strict=True):
        kept.setdefault(run, []).append((panel.x(year), panel.y(years[year])))
    return [
        run if len(run) > 1 else [(run[0][0] - DASH, run[0][1]), (run[0][0] + DASH, run[0][1])]
        for run in kept.values()
    ]


def _labels(lines: Lines) -> list[Label]:
    out = []
    if lines.own:
        out.append(Label(_newest(lines.own), f"{lines.own_name} {lines.own_text}", NAVY, True))
    if lines.nation:
        out.append(Label(_newest(lines.nation), lines.nation_name, PLUM))
    if lines.near_middle:
        out.append(Label(_newest(lines.near_middle), "neighbours", INK))
    return out


def _newest(years: Years) -> float:
    return years[max(years)]
