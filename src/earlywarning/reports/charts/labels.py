"""Labels at the ends of lines, moved apart so that none covers another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from earlywarning.hostile import seen
from earlywarning.reports.charts.axes import Panel
from earlywarning.reports.charts.drawing import line, text, wide
from earlywarning.reports.charts.look import Pen

# Between two labels, and between a line's end and its label.
GAP, BESIDE = 17, 9
# A label that stands farther from its line's end is joined to it.
AWAY = 4


class Label(NamedTuple):
    """A label: where its line ends, what it says, its colour, and whether it is bold."""

    at: float
    text: str
    colour: str
    bold: bool = False


def fit(text: str, most: int) -> str:
    """Return a text as a chart can hold it: seen characters only, cut between words if too long."""
    text = " ".join(seen(text[: 20 * most]).split())
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",") + "\N{HORIZONTAL ELLIPSIS}"


def apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return places at least `gap` from each other, in the order wanted, within low and high.

    Where there is no room for all, the gap shrinks.
    """
    if not wanted:
        return []
    many = len(wanted)
    gap = min(gap, (high - low) / max(1, many - 1)) if many > 1 else gap
    order = sorted(range(many), key=lambda i: wanted[i])
    placed = [0.0] * many
    floor = low
    for i in order:
        placed[i] = max(wanted[i], floor)
        floor = placed[i] + gap
    ceiling = high
    for i in reversed(order):
        placed[i] = min(placed[i], ceiling)
        ceiling = placed[i] - gap
    return placed


def room(labels: Sequence[Label]) -> float:
    """Return the room that labels need right of the lines."""
    return BESIDE + 4 + max((wide(one.text, bold=one.bold) for one in labels), default=0.0)


def at_ends(labels: Sequence[Label], panel: Panel) -> Iterator[str]:
    """Give the labels right of a panel, each at the height of its line's end or near it."""
    wanted = [panel.y(one.at) for one in labels]
    places = apart(wanted, GAP, panel.top + 4, panel.foot - 4)
    for place, end, one in zip(places, wanted, labels, strict=True):
        if abs(place - end) > AWAY:
            yield line((panel.right, end), (panel.right + BESIDE - 2, place), Pen(one.colour, 0.8))
        yield text((panel.right + BESIDE, place + 4.5), one.text, one.colour, bold=one.bold)
