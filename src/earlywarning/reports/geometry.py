"""Geometry of a line chart: where to draw, never what to say; templates turn it into SVG.

Years without a value break a line: two points are joined only if their years follow each other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

WIDTH, HEIGHT = 420, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 62, 16, 28


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the drawing, in its own units."""

    x: float
    y: float
    year: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on an axis; `at` is along that axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart ready to draw; each line is a list of `points` attributes."""

    own: list[str]
    dots: list[Point]
    england: list[str]
    median: list[str]
    band: list[str]
    across: list[Tick]
    up: list[Tick]
    last: Point | None


def runs(years: list[int]) -> list[list[int]]:
    """Return sorted years cut into stretches without a gap."""
    cut: list[list[int]] = []
    for year in sorted(years):
        if cut and cut[-1][-1] == year - 1:
            cut[-1].append(year)
        else:
            cut.append([year])
    return cut


def ticks(top: float) -> list[float]:
    """Return round values from nought to at least `top`."""
    if top <= 0:
        return [0.0, 1.0]
    step = 10.0 ** math.floor(math.log10(top / 3))
    step = next(step * by for by in (1, 2, 2.5, 5, 10) if top / (step * by) <= 4)
    return [round(step * number, 10) for number in range(math.ceil(top / step) + 1)]


@dataclass(frozen=True, slots=True)
class _Scale:
    first: int
    last: int
    top: float

    def x(self, year: int) -> float:
        """Return how far right a year stands."""
        wide = max(1, self.last - self.first)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (year - self.first) / wide, 1)

    def y(self, value: float) -> float:
        """Return how far down a value stands."""
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.top, 1)

    def lines(self, values: Mapping[int, float]) -> list[str]:
        """Return one string of points per stretch; a lone year becomes a short dash."""
        drawn = []
        for years in runs(list(values)):
            at = [(self.x(year), self.y(values[year])) for year in years]
            if len(at) == 1:
                at = [(at[0][0] - 3, at[0][1]), (at[0][0] + 3, at[0][1])]
            drawn.append(" ".join(f"{x:g},{y:g}" for x, y in at))
        return drawn

    def band(self, low: Mapping[int, float], high: Mapping[int, float]) -> list[str]:
        """Return one outline per stretch; a lone year becomes a narrow box."""
        drawn = []
        for years in runs(list(low)):
            over = [(self.x(year), self.y(high[year])) for year in years]
            under = [(self.x(year), self.y(low[year])) for year in reversed(years)]
            if len(years) == 1:
                over = [(over[0][0] - 4, over[0][1]), (over[0][0] + 4, over[0][1])]
                under = [(under[0][0] + 4, under[0][1]), (under[0][0] - 4, under[0][1])]
            drawn.append(" ".join(f"{x:g},{y:g}" for x, y in over + under))
        return drawn


def draw(
    own: Mapping[int, float],
    england: Mapping[int, float],
    low: Mapping[int, float],
    median: Mapping[int, float],
    high: Mapping[int, float],
) -> Drawing | None:
    """Return the drawing of one indicator, year to value; None where there is nothing to draw."""
    every = sorted({*own, *england, *median})
    if not every:
        return None
    marks = ticks(max([*own.values(), *england.values(), *high.values()]))
    scale = _Scale(every[0], every[-1], marks[-1])
    dots = [Point(scale.x(year), scale.y(own[year]), year) for year in sorted(own)]
    step = max(1, math.ceil((every[-1] - every[0]) / 5))
    shown = range(every[-1], every[0] - 1, -step)
    return Drawing(
        own=scale.lines(own),
        dots=dots,
        england=scale.lines(england),
        median=scale.lines(median),
        band=scale.band(low, high),
        across=[Tick(scale.x(year), str(year)) for year in reversed(shown)],
        up=[Tick(scale.y(mark), f"{mark:,g}") for mark in marks],
        last=dots[-1] if dots else None,
    )
