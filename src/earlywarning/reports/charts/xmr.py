"""A control chart: an in-year series, what it ordinarily varies between, and the rule it broke."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from earlywarning.reports.charts.labels import Label, at_ends, room
from earlywarning.reports.charts.line import round_steps, stretches, upright
from earlywarning.reports.charts.look import NAVY, PAPER, PLUM, SOFT, Columns, layer, svg_of, theme


@dataclass(frozen=True, slots=True)
class Control:
    """Points in order of time: number of the period, value, whether a rule marks it.

    lower, mean, upper: limits of ordinary variation, constant. own_text: the newest point in words.
    """

    places: Sequence[int]
    values: Sequence[float]
    marked: Sequence[bool]
    lower: float
    mean: float
    upper: float
    names: dict[int, str]
    own_text: str
    unit: str


def control_svg(control: Control) -> str:
    """Draw the points and their limits; marked points are squares, others dots."""
    from lets_plot import geom_line, geom_point, ggplot, scale_x_continuous

    marks = round_steps(max(*control.values, control.upper), min(*control.values, control.lower))
    plot = ggplot() + _level(control, control.mean, SOFT, "solid")
    for limit in (control.lower, control.upper):
        if marks[0] <= limit <= marks[-1]:
            plot += _level(control, limit, PLUM, "dashed")
    known = dict(zip(control.places, control.values, strict=True))
    line: Columns = {"x": list(known), "y": list(known.values()), "group": stretches(known)}
    plot += layer(geom_line, line, color=NAVY, size=1.2)
    for is_marked, shape, fill in ((False, 21, PAPER), (True, 22, NAVY)):
        kept = [i for i, one in enumerate(control.marked) if one is is_marked]
        if kept:
            part: Columns = {
                "x": [control.places[i] for i in kept],
                "y": [control.values[i] for i in kept],
            }
            plot += layer(
                geom_point, part, color=NAVY, fill=fill, shape=shape,
                size=4 if is_marked else 2.6,
            )  # fmt: skip
    labels = _labels(control)
    first, last = min(control.places), max(control.places)
    for words in at_ends(labels, last + 0.03 * (last - first), marks):
        plot += words
    step = max(1, math.ceil((last - first) / 4))
    shown = list(range(last, first - 1, -step))[::-1]
    plot += scale_x_continuous(
        limits=[first - 0.2, last + room(labels) * (last - first)], expand=[0, 0.1],
        breaks=shown, labels=[control.names.get(at, "") for at in shown],
    )  # fmt: skip
    return svg_of(plot + upright(marks, control.unit) + theme())


def _level(control: Control, at: float, colour: str, kind: str) -> Any:
    from lets_plot import geom_segment

    return geom_segment(
        x=min(control.places), xend=max(control.places), y=at, yend=at, color=colour, size=0.8,
        linetype=kind,
    )  # fmt: skip


def _labels(control: Control) -> list[Label]:
    return [
        Label(control.values[-1], control.own_text, NAVY, True),
        Label(control.upper, "upper limit", PLUM),
        Label(control.mean, "mean", SOFT),
        Label(control.lower, "lower limit", PLUM),
    ]
