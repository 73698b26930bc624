"""What happened when: one lane for each kind of event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from earlywarning.reports.charts.look import FONT, INK, NAVY, SOFT, svg_of, theme

LANE, FRAME, WIDE = 46, 40, 560
SHAPES = (21, 22, 23, 24, 25)
# Width of a letter and of the room beside words, as shares of the years shown.
LETTER, GAP = 0.0155, 0.012


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
    from lets_plot import (
        geom_hline,
        geom_point,
        geom_text,
        ggplot,
        scale_x_continuous,
        scale_y_continuous,
    )

    events, lanes, until = drawing
    first = min(one.day for one in events).year
    last = until + 1
    span = last - first
    heights = {lane: len(lanes) - 1 - row for row, lane in enumerate(lanes)}
    plot = ggplot()
    for height in heights.values():
        plot += geom_hline(yintercept=height, color=SOFT, size=0.4)
    for lane, height in heights.items():
        shape = SHAPES[list(lanes).index(lane) % len(SHAPES)]
        of_lane = sorted((e for e in events if e.lane == lane), key=lambda e: e.day)
        for one in of_lane:
            plot += geom_point(
                x=_year(one.day), y=height, color=NAVY, fill=NAVY, shape=shape, size=4
            )
        for one, above, right in _told(of_lane, last, span):
            plot += geom_text(
                x=_year(one.day), y=height + (0.3 if above else -0.3), label=one.text, size=6,
                hjust=1 if right else 0, color=INK, family=FONT,
            )  # fmt: skip
    years = list(range(first, last + 1, max(1, span // 6)))
    plot += scale_x_continuous(
        limits=[first, last + 0.1], breaks=years, labels=[str(y) for y in years], expand=[0.02, 0]
    )
    plot += scale_y_continuous(
        limits=[-0.6, len(lanes) - 0.4], breaks=list(heights.values()), labels=list(heights),
        expand=[0, 0],
    )  # fmt: skip
    return svg_of(plot + _frame(), WIDE, LANE * len(lanes) + FRAME)


def _told(of_lane: list[Event], last: int, span: int) -> Iterator[tuple[Event, bool, bool]]:
    """Give the events with room for their words: above or below, to the right or to the left.

    The newest come first, so that where words would overlap it is an older event that has none.
    """
    taken: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for one in reversed(of_lane):
        at, wide = _year(one.day), span * (LETTER * len(one.text) + GAP)
        right = at + wide > last
        reach = (at - wide, at + span * GAP) if right else (at - span * GAP, at + wide)
        for above in (True, False):
            if all(reach[1] <= left or reach[0] >= end for left, end in taken[above]):
                taken[above].append(reach)
                yield one, above, right
                break


def _frame() -> object:
    from lets_plot import element_blank

    return theme(panel_grid_major_y=element_blank())


def _year(day: dt.date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 366
