"""What happened when: one lane for each kind of event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from earlywarning.reports.charts.axes import Panel, axis
from earlywarning.reports.charts.drawing import SMALL, line, mark, text, wide, wrapped
from earlywarning.reports.charts.labels import fit
from earlywarning.reports.charts.look import INK, NAVY, SOFT, Pen, framed

LANE, FRAME, WIDE = 46, 40, 560
# Letters and lines of an event's words, and how much a second line needs above and below a lane.
LETTERS, LINES, LEADING = 24, 2, 12
SHAPES = ("circle", "square", "diamond", "up", "down")
GAP, RULE = 6, Pen(SOFT, 0.9)


class Events(NamedTuple):
    """What is drawn: the events, their lanes from the top down, and the last year."""

    events: list[Event]
    lanes: list[str]
    until: int


class Event(NamedTuple):
    """One event: its lane, its day, what it was in a few words."""

    lane: str
    day: dt.date
    text: str


def timeline_svg(drawing: Events) -> str:
    """Draw events in the lanes given, from the top down; close ones step up and down."""
    events, lanes, until = drawing
    first, last = min(one.day for one in events).year, until + 1
    held = [sorted((e for e in events if e.lane == lane), key=lambda e: e.day) for lane in lanes]
    heights = [_height(of_lane) for of_lane in held]
    left, foot = 8 + max(map(wide, lanes)), 6 + sum(heights)
    panel = Panel(left, WIDE - 12, first, last, 0, 1, foot=foot)
    parts = []
    for row, (lane, of_lane) in enumerate(zip(lanes, held, strict=True)):
        middle = 6 + sum(heights[:row]) + heights[row] / 2
        parts += [
            line((panel.left, middle), (panel.right, middle), RULE),
            text((left - 4, middle + 4.5), lane, anchor="end"),
            *_marks(of_lane, panel, middle, SHAPES[row % len(SHAPES)]),
        ]
    years = range(first, last + 1, max(1, (last - first) // 6))
    parts += [*axis(panel, {year: str(year) for year in years})]
    return framed("".join(parts), WIDE, foot + FRAME - 6)


def _height(of_lane: list[Event]) -> int:
    return LANE + 2 * LEADING * (max(len(_lines(one)) for one in of_lane) - 1)


def _lines(one: Event) -> list[str]:
    return wrapped(fit(one.text, LETTERS * LINES), LETTERS, LINES)


def _marks(of_lane: list[Event], panel: Panel, middle: float, shape: str) -> Iterator[str]:
    for one in of_lane:
        yield mark((panel.x(_year(one.day)), middle), shape, 5.5, NAVY)
    for one, x, anchor, is_above in _told(of_lane, panel):
        lines = _lines(one)
        first = middle - 10 - LEADING * (len(lines) - 1) if is_above else middle + 19
        for at, words in enumerate(lines):
            yield text((x, first + LEADING * at), words, INK, anchor, size=SMALL)


def _told(of_lane: list[Event], panel: Panel) -> Iterator[tuple[Event, float, str, bool]]:
    """Give the events with room for their words: place, anchor, and whether above the lane.

    The newest come first, so that where words would overlap it is an older event that has none.
    """
    taken: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for one in reversed(of_lane):
        x, long = panel.x(_year(one.day)), max(wide(words, SMALL) for words in _lines(one))
        is_left = x + long > panel.right
        reach = (x - long, x + GAP) if is_left else (x - GAP, x + long)
        for is_above in (True, False):
            if all(reach[1] <= left or reach[0] >= end for left, end in taken[is_above]):
                taken[is_above].append(reach)
                yield one, x, "end" if is_left else "start", is_above
                break


def _year(day: dt.date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 366
