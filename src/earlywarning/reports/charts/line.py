"""An authority's own line with its interval, its neighbours' range and middle, and the nation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from earlywarning.reports.charts.labels import Label, at_ends, room
from earlywarning.reports.charts.look import INK, NAVY, PALE, PLUM, SOFT, svg_of, theme

Years = Mapping[int, float]
NEVER = 9999
DASH = 0.15


@dataclass(frozen=True, slots=True)
class Lines:
    """Year to value of each line, all in the unit of the indicator; `own_text` is the newest value.

    lower, upper: 95 % interval of the own values, where there are counts. left_out: years that an
    inspection or an event coloured.
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

    def years(self) -> list[int]:
        """Return every year with a figure of anybody, in order."""
        return sorted({*self.own, *self.nation, *self.near_middle})


def round_steps(top: float) -> list[float]:
    """Return round values from nought to at least `top`."""
    if top <= 0:
        return [0.0, 1.0]
    step = 10.0 ** math.floor(math.log10(top / 3))
    step = next(step * by for by in (1, 2, 2.5, 5, 10) if top / (step * by) <= 4)
    return [round(step * number, 10) for number in range(math.ceil(top / step) + 1)]


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
    from lets_plot import (
        ggplot,
        scale_x_continuous,
        scale_y_continuous,
    )

    every = lines.years()
    first, last = every[0], max(every[-1], every[0] + 1)
    highest = [*lines.own.values(), *lines.nation.values(), *lines.near_high.values()]
    marks = round_steps(max(highest))
    shown = [mark for mark in marks if mark == int(mark) or marks[1] < 1] or marks
    plot = ggplot()
    for layer in _layers(lines):
        plot += layer
    labels = _labels(lines)
    for layer in at_ends(labels, last + 0.03 * (last - first), marks[-1]):
        plot += layer
    step = max(1, math.ceil((last - first) / 4))
    years = list(range(every[-1], first - 1, -step))[::-1]
    plot += scale_x_continuous(
        limits=[first - 0.2, last + room(labels) * (last - first)],
        breaks=years,
        labels=[str(year) for year in years],
        expand=[0, 0.1],
    )
    plot += scale_y_continuous(
        limits=[0, marks[-1]], breaks=shown, labels=[f"{mark:,g}" for mark in shown], expand=[0, 0]
    )
    return svg_of(plot + theme())


def _layers(lines: Lines) -> list[Any]:
    from lets_plot import geom_line, geom_linerange, geom_point, geom_ribbon

    out: list[Any] = []
    if lines.near_low:
        out.append(
            _on(geom_ribbon, _table(lines.near_low, low=lines.near_low, high=lines.near_high),
                {"ymin": "low", "ymax": "high"}, fill=PALE, color=PALE, size=0)
        )  # fmt: skip
    for years_of, colour, kind, size in (
        (lines.near_middle, SOFT, "dotted", 1.0),
        (lines.nation, PLUM, "dashed", 1.0),
        (lines.own, NAVY, "solid", 1.5),
    ):
        if years_of:
            table = _table(years_of, value=years_of)
            out.append(
                _on(geom_line, table, {"y": "value"}, color=colour, linetype=kind, size=size)
            )
    known = [year for year in sorted(lines.lower) if year in lines.own and year in lines.upper]
    if known:
        table = {
            "year": known,
            "low": [lines.lower[year] for year in known],
            "high": [lines.upper[year] for year in known],
            "stretch": known,
        }
        out.append(
            _on(geom_linerange, table, {"ymin": "low", "ymax": "high"}, color=NAVY, size=0.6)
        )
    if lines.own:
        table = _dots(lines.own)
        hollow = [year in lines.left_out for year in table["year"]]
        for is_hollow, fill in ((False, NAVY), (True, "#ffffff")):
            part = _kept(table, [one is is_hollow for one in hollow])
            if part["year"]:
                out.append(
                    _on(geom_point, part, {"y": "value"}, color=NAVY, fill=fill, shape=21, size=3)
                )
    return out


def _on(geom: Any, table: dict[str, list[Any]], more: dict[str, str], **look: Any) -> Any:
    from lets_plot import aes

    return geom(aes("year", group="stretch", **more), data=table, **look)


def _table(years: Years, **columns: Years) -> dict[str, list[Any]]:
    """Return columns in order of years; a year without a neighbour becomes a short dash."""
    order, runs = sorted(years), stretches(years)
    table: dict[str, list[Any]] = {"year": [], "stretch": [], **{name: [] for name in columns}}
    for year, run in zip(order, runs, strict=True):
        for at in [year - DASH, year + DASH] if runs.count(run) == 1 else [year]:
            table["year"].append(at)
            table["stretch"].append(run)
            for name, values in columns.items():
                table[name].append(values[year])
    return table


def _dots(years: Years) -> dict[str, list[Any]]:
    order = sorted(years)
    return {"year": order, "value": [years[y] for y in order], "stretch": stretches(years)}


def _kept(table: dict[str, list[Any]], keep: list[bool]) -> dict[str, list[Any]]:
    return {
        name: [cell for cell, kept in zip(cells, keep, strict=True) if kept]
        for name, cells in table.items()
    }


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
