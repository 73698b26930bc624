"""Labels at the ends of lines, moved apart so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from earlywarning.hostile import seen


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


def room(labels: Sequence[Label], width: int = 370) -> float:
    """Return the room that labels need right of the lines, as a share of the lines' own width."""
    letters = max((len(one.text) + 2 * one.bold for one in labels), default=0)
    needed = min(0.55 * width, 7.6 * letters + 14)
    return needed / (width - needed)


def at_ends(labels: Sequence[Label], x: float, marks: Sequence[float]) -> list[Any]:
    """Return one text layer per label, right of x; `marks` run from end to end of the scale."""
    from lets_plot import geom_text

    from earlywarning.reports.charts.look import FONT

    low, span = marks[0], marks[-1] - marks[0]
    wanted = [one.at for one in labels]
    places = apart(wanted, 0.095 * span, low + 0.03 * span, low + 0.97 * span)
    return [
        geom_text(
            x=x,
            y=place,
            label=one.text,
            hjust=0,
            color=one.colour,
            size=6.5,
            family=FONT,
            fontface="bold" if one.bold else "plain",
        )
        for place, one in zip(places, labels, strict=True)
    ]
