"""An authority's own line with its interval, its neighbours' range and middle, and the nation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from earlywarning.reports.charts.labels import Label, at_ends, room
from earlywarning.reports.charts.look import (
    INK,
    NAVY,
    PALE,
    PLUM,
    SOFT,
    Columns,
    layer,
    svg_of,
    theme,
)

Years = Mapping[int, float]
NEVER = 9999
DASH = 0.15


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


def round_steps(top: float, lowest: float = 0.0) -> list[float]:
    """Return round values up to at least `top`: from nought, or from below `lowest` if that is far.

    A line that fills less than half of a scale from nought shows nothing of its own ups and downs.
    """
    if top <= 0:
        return [0.0, 1.0]
    low = lowest if lowest > top / 2 else 0.0
    span = max(top - low, top / 100)
    step = 10.0 ** math.floor(math.log10(span / 3))
    step = next(step * by for by in (1, 2, 2.5, 5, 10) if span / (step * by) <= 4)
    first = math.floor(low / step)
    return [round(step * number, 10) for number in range(first, math.ceil(top / step) + 1)]


def upright(marks: list[float], unit: str, shown: list[float] | None = None) -> Any:
    """Return the upright scale with its unit: a sign on each mark, words over the uppermost."""
    from lets_plot import labs, scale_y_continuous

    sign = unit if unit == "%" else ""
    shown = marks if shown is None else shown
    labels = [f"{mark:,g}{sign}" for mark in shown]
    begins = f"scale begins at {marks[0]:,g}{sign}" if marks[0] else ""
    said = ", ".join(text for text in ("" if sign else unit, begins) if text)
    scale = scale_y_continuous(
        limits=[marks[0], marks[-1]], breaks=shown, labels=labels, expand=[0, 0]
    )
    return scale + labs(subtitle=said) if said else scale


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
    from lets_plot import ggplot, scale_x_continuous

    every = lines.years()
    first, last = every[0], max(every[-1], every[0] + 1)
    highest = [*lines.own.values(), *lines.nation.values(), *lines.near_high.values(),
               *lines.upper.values()]  # fmt: skip
    lowest = [*lines.own.values(), *lines.nation.values(), *lines.near_low.values(),
              *lines.lower.values()]  # fmt: skip
    marks = round_steps(max(highest), min(lowest))
    shown = [mark for mark in marks if mark == int(mark) or marks[1] < 1] or marks
    plot = ggplot()
    for drawn in _layers(lines):
        plot += drawn
    labels = _labels(lines)
    for words in at_ends(labels, last + 0.03 * (last - first), marks):
        plot += words
    step = max(1, math.ceil((last - first) / 4))
    years = list(range(every[-1], first - 1, -step))[::-1]
    plot += scale_x_continuous(
        limits=[first - 0.2, last + room(labels) * (last - first)],
        breaks=years,
        labels=[str(year) for year in years],
        expand=[0, 0.1],
    )
    return svg_of(plot + upright(marks, lines.unit, shown) + theme())


def _layers(lines: Lines) -> list[Any]:
    from lets_plot import geom_line, geom_linerange, geom_ribbon

    out: list[Any] = []
    if lines.near_low:
        sides = _along(lines.near_low, ymin=lines.near_low, ymax=lines.near_high)
        out.append(layer(geom_ribbon, sides, fill=PALE, color=PALE, size=0))
    for years_of, colour, kind, size in (
        (lines.near_middle, SOFT, "dotted", 1.0),
        (lines.nation, PLUM, "dashed", 1.0),
        (lines.own, NAVY, "solid", 1.5),
    ):
        if years_of:
            table = _along(years_of, y=years_of)
            out.append(layer(geom_line, table, color=colour, linetype=kind, size=size))
    known = [year for year in sorted(lines.lower) if year in lines.own and year in lines.upper]
    if known:
        ends: Columns = {
            "x": known,
            "ymin": [lines.lower[year] for year in known],
            "ymax": [lines.upper[year] for year in known],
        }
        out.append(layer(geom_linerange, ends, color=NAVY, size=0.6))
    return out + _dots(lines)


def _along(years: Years, **columns: Years) -> Columns:
    """Return columns in order of years; a year without a neighbour becomes a short dash."""
    order, runs = sorted(years), stretches(years)
    table: dict[str, list[float]] = {"x": [], "group": [], **{name: [] for name in columns}}
    for year, run in zip(order, runs, strict=True):
        for at in [year - DASH, year + DASH] if runs.count(run) == 1 else [year]:
            table["x"].append(at)
            table["group"].append(run)
            for name, values in columns.items():
                table[name].append(values[year])
    if len(set(runs)) == 1:
        del table["group"]
    return table


def _dots(lines: Lines) -> list[Any]:
    from lets_plot import geom_point

    out = []
    for is_left_out, fill in ((False, NAVY), (True, "#ffffff")):
        years = [year for year in sorted(lines.own) if (year in lines.left_out) is is_left_out]
        if years:
            dots: Columns = {"x": years, "y": [lines.own[year] for year in years]}
            out.append(layer(geom_point, dots, color=NAVY, fill=fill, shape=21, size=3))
    return out


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
