"""A funnel: every authority by the size of what is counted, its own point marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from earlywarning.reports.charts.axes import (
    Panel,
    axis,
    beside,
    figure_said,
    round_steps,
    steps,
    upright,
)
from earlywarning.reports.charts.drawing import SMALL, Point, dots, line, mark, paths, text, wide
from earlywarning.reports.charts.look import GRID, HEIGHT, NAVY, PLUM, SOFT, Pen, framed

# 95 % limits, then 99.8 %.
KINDS = (Pen(PLUM, 1.6), Pen(PLUM, 1.6, "6 5"))
EXPECTED, DOT = Pen(SOFT, 1.8), Pen(SOFT, 1.1)
# With the name of what is across below the marks.
FOOT = HEIGHT - 42


@dataclass(frozen=True, slots=True)
class Spread:
    """Sizes and values of all; `own` is the place of the own point among them.

    sizes: sizes at which the limits are told; limits: (lower, upper) values there, 95% then 99.8%,
    over-dispersion allowed for.
    """

    size: Sequence[float]
    value: Sequence[float]
    own: int
    expected: float
    sizes: Sequence[float]
    limits: Sequence[tuple[Sequence[float], Sequence[float]]]
    own_limits: Sequence[tuple[float, float]]
    own_text: str
    expected_text: str
    across: str
    unit: str


def funnel_svg(spread: Spread) -> str:
    """Draw the funnel: 95 % limits as lines, 99.8 % limits as dashed lines."""
    marks, most = round_steps(max(spread.value), min(spread.value)), spread.sizes[-1]
    panel = replace(beside(marks, (0, most), spread.unit), foot=FOOT)
    level = panel.y(spread.expected)
    below = {size: figure_said(size) for size in steps(0, most) if size <= most}
    drawn = [
        *upright(panel, marks, spread.unit),
        *axis(panel, below),
        text(((panel.left + panel.right) / 2, HEIGHT - 6), spread.across, anchor="middle"),
        line((panel.left, level), (panel.right, level), EXPECTED),
        *_limits(spread, panel),
        *_points(spread, panel),
        _expected(spread, panel),
    ]
    return framed("".join(drawn))


def _expected(spread: Spread, panel: Panel) -> str:
    """Return the words of the middle line, away from those of the own point."""
    own, level = spread.value[spread.own], panel.y(spread.expected)
    is_below = own >= spread.expected and spread.size[spread.own] > spread.sizes[-1] / 2
    place = (panel.right, level + (17 if is_below else -6))
    return text(place, spread.expected_text, anchor="end", size=SMALL, over=True)


def _limits(spread: Spread, panel: Panel) -> Iterator[str]:
    across = [panel.x(size) for size in spread.sizes]
    for sides, pen in zip(spread.limits, KINDS, strict=True):
        # Beyond the scale a limit is not drawn: at its edge it would be another one.
        yield paths((run for side in sides for run in _within(across, side, panel)), pen)


def _within(across: list[float], side: Sequence[float], panel: Panel) -> Iterator[list[Point]]:
    """Return the stretches of a limit that lie on the scale."""
    run: list[Point] = []
    for x, figure in zip(across, side, strict=True):
        if panel.low <= figure <= panel.high:
            run.append((x, panel.y(figure)))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _points(spread: Spread, panel: Panel) -> Iterator[str]:
    """Give the others without names, then the own point with its words where there is room."""
    places = list(zip(map(panel.x, spread.size), map(panel.y, spread.value), strict=True))
    x, y = places.pop(spread.own)
    yield dots(places, 3, GRID, DOT)
    yield mark((x, y), "diamond", 6, NAVY)
    is_far = x + 10 + wide(spread.own_text, bold=True) > panel.right
    at, anchor = (x - 10, "end") if is_far else (x + 10, "start")
    yield text((at, y + 4.5), spread.own_text, NAVY, anchor, bold=True, over=True)
