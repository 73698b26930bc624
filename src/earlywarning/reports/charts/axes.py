"""The panel of a chart: where a figure stands in the picture, with round steps beside and below."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from earlywarning.reports.charts.drawing import SMALL, line, paths, text, wide
from earlywarning.reports.charts.look import AXIS, GRIDLINE, HEIGHT, WIDTH

# Room for words over the uppermost mark, and for marks below the foot.
TOP, FOOT = 26, HEIGHT - 24
# Between the edges of a panel and its first and last figure: a dot there is whole.
INSIDE = 8
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Panel:
    """Where figures are drawn: its edges in the picture, and the figures that stand at them.

    first, last: what stands `INSIDE` the left and right edge. low, high: at the foot and the top.
    """

    left: float
    right: float
    first: float
    last: float
    low: float
    high: float
    top: float = TOP
    foot: float = FOOT

    def x(self, figure: float) -> float:
        """Return how far from the left a figure stands."""
        span = self.right - self.left - 2 * INSIDE
        return self.left + INSIDE + span * (figure - self.first) / (self.last - self.first)

    def y(self, figure: float) -> float:
        """Return how far from the top a figure stands; beyond the scale at its end."""
        share = (figure - self.low) / (self.high - self.low)
        return self.foot - (self.foot - self.top) * min(max(share, 0.0), 1.0)


def steps(low: float, top: float, most: int = 4) -> list[float]:
    """Return round values from at most `low` to at least `top`, at most two more than `most`."""
    span = top - low
    step = 10.0 ** math.floor(math.log10(span / 3))
    step = next(step * by for by in STEPS if span / (step * by) <= most)
    ends = math.floor(low / step), math.ceil(top / step)
    return [round(step * number, 10) for number in range(ends[0], ends[1] + 1)]


def round_steps(top: float, lowest: float = 0.0) -> list[float]:
    """Return round values up to at least `top`: from nought, or from below `lowest` if that is far.

    A line that fills less than half of a scale from nought shows nothing of its own ups and downs.
    """
    if top <= 0 <= lowest:
        return [0.0, 1.0]
    top = max(top, 0.0)
    low = lowest if lowest < 0 or top / 2 < lowest < top else 0.0
    return steps(low, max(top, low + top / 100))


def figure_said(figure: float) -> str:
    """Return a mark of a scale in words: as many decimals as it has."""
    whole, _, part = f"{figure:,.10f}".partition(".")
    return f"{whole}.{part}".rstrip("0").rstrip(".")


def beside(marks: Sequence[float], ends: tuple[float, float], unit: str, room: float = 8) -> Panel:
    """Return a panel right of its marks, with room left at its right."""
    left = 6 + max(wide(one) for one in _shown(marks, unit).values())
    right = max(WIDTH - room, left + 100)
    return Panel(left, right, *ends, marks[0], marks[-1])


def upright(panel: Panel, marks: Sequence[float], unit: str) -> Iterator[str]:
    """Give the upright scale with its unit: a sign on each mark, words over the uppermost."""
    sign = unit if unit == "%" else ""
    shown = _shown(marks, unit)
    ends = [[(panel.left, panel.y(at)), (panel.right, panel.y(at))] for at in shown]
    yield paths(ends, GRIDLINE)
    for at, words in shown.items():
        yield text((panel.left - 4, panel.y(at) + 4.5), words, anchor="end")
    begins = f"scale begins at {figure_said(marks[0])}{sign}" if marks[0] else ""
    over = ", ".join(words for words in ("" if sign else unit, begins) if words)
    if over:
        yield text((2, 12), over, size=SMALL)


def across(panel: Panel, names: Mapping[int, str]) -> Iterator[str]:
    """Give the foot with the names of as many figures as have room, the last always."""
    order = sorted(names)
    widest = max(wide(name) for name in names.values()) + 12
    most = max(1, min(4, int((panel.right - panel.left - 2 * INSIDE) / widest)))
    step = max(1, math.ceil((order[-1] - order[0]) / most))
    shown = range(order[-1], order[0] - 1, -step)
    yield from axis(panel, {at: names.get(at, "") for at in shown})


def axis(panel: Panel, names: Mapping[int, str] | Mapping[float, str]) -> Iterator[str]:
    """Give the line at the foot, and below it each name at its figure."""
    yield paths(
        [[(panel.x(at), panel.foot), (panel.x(at), panel.foot + 4)] for at in names], GRIDLINE
    )
    yield line((panel.left, panel.foot), (panel.right, panel.foot), AXIS)
    for at, name in names.items():
        yield text((panel.x(at), panel.foot + 17), name, anchor="middle")


def _shown(marks: Sequence[float], unit: str) -> dict[float, str]:
    """Return the marks that are told with their words: of wide steps the whole numbers alone."""
    shown = [mark for mark in marks if mark == int(mark) or marks[1] - marks[0] < 1] or marks
    return {mark: figure_said(mark) + ("%" if unit == "%" else "") for mark in shown}
