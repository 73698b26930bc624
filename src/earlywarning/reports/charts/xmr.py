"""A control chart: an in-year series, what it ordinarily varies between, and the rule it broke."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from earlywarning.reports.charts.axes import Panel, across, beside, round_steps, upright
from earlywarning.reports.charts.drawing import Point, dots, line, paths, rect
from earlywarning.reports.charts.labels import Label, at_ends, room
from earlywarning.reports.charts.line import stretches
from earlywarning.reports.charts.look import NAVY, PAPER, PLUM, SOFT, Pen, framed

LIMIT, MEAN, SERIES, DOT = Pen(PLUM, 1.8, "7 6"), Pen(SOFT, 1.8), Pen(NAVY, 2.6), Pen(NAVY, 1.7)
SQUARE = 10


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

    def limits(self) -> list[tuple[float, str]]:
        """Return the limits with their names; none below nought where nothing counted is."""
        is_beyond = self.lower < 0 <= min(self.values)
        upper, lower = (self.upper, "upper limit"), (self.lower, "lower limit")
        return [upper] if is_beyond else [upper, lower]


def control_svg(control: Control) -> str:
    """Draw the points and their limits; marked points are squares, others dots."""
    limits, labels = control.limits(), _labels(control)
    reach = [*control.values, *(at for at, _ in limits)]
    marks = round_steps(max(reach), min(reach))
    ends = (control.places[0], control.places[-1])
    panel = beside(marks, ends, control.unit, room(labels))
    levels = [(control.mean, MEAN), *((at, LIMIT) for at, _ in limits)]
    drawn = [
        *upright(panel, marks, control.unit),
        *across(panel, {at: control.names.get(at, "") for at in range(ends[0], ends[1] + 1)}),
        *(line((panel.x(ends[0]), panel.y(at)), (panel.right, panel.y(at)), pen)
          for at, pen in levels),
        *_series(control, panel),
        *at_ends(labels, panel),
    ]  # fmt: skip
    return framed("".join(drawn))


def _series(control: Control, panel: Panel) -> Iterator[str]:
    points = [
        (panel.x(at), panel.y(value))
        for at, value in zip(control.places, control.values, strict=True)
    ]
    runs: dict[int, list[Point]] = {}
    known = dict(zip(control.places, control.values, strict=True))
    for run, point in zip(stretches(known), points, strict=True):
        runs.setdefault(run, []).append(point)
    yield paths(runs.values(), SERIES)
    marked = [point for point, is_marked in zip(points, control.marked, strict=True) if is_marked]
    yield dots((point for point in points if point not in marked), 3.6, PAPER, DOT)
    for x, y in marked:
        yield rect((x - SQUARE / 2, y - SQUARE / 2), SQUARE, SQUARE, NAVY, DOT)


def _labels(control: Control) -> list[Label]:
    return [
        Label(control.values[-1], control.own_text, NAVY, True),
        Label(control.mean, "mean", SOFT),
        *(Label(at, name, PLUM) for at, name in control.limits()),
    ]
