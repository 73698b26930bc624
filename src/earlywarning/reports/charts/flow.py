"""The way through the service as a flow that narrows, each step beside that of other places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from earlywarning.reports.charts.drawing import (
    Point,
    area,
    line,
    mark,
    paths,
    rect,
    stacked,
    text,
    wrapped,
)
from earlywarning.reports.charts.labels import fit
from earlywarning.reports.charts.look import INK, NAVY, PALE, PAPER, PLUM, SOFT, Pen, framed

WIDE, ROW, HEAD, FOOT = 500, 40, 22, 22
# Where bars begin and how long the longest is; where the scale of shares begins and ends.
LEFT, LONG, SCALE, END = 160, 120, 350, 490
THICK, LETTERS, LINES, MANY = 9, 25, 3, 20


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its name, how many there are, and how many for each 100 of the stage it is from.

    others: that share in other places, unnamed. middle: of the middle authority. on_way: whether
    the next stage begins here; else it is drawn below the way. why: why there is no share.
    """

    name: str
    count: float | None
    share: float | None = None
    others: tuple[float, ...] = ()
    middle: float | None = None
    on_way: bool = True
    why: str = ""


def flow_svg(stages: Sequence[Stage]) -> str:
    """Draw the stages from the top down: a bar by its count, and beside it its share on a scale."""
    most = max(one.count or 0.0 for one in stages) or 1.0
    top = max([100.0, *(x for one in stages for x in (one.share, *one.others) if x is not None)])
    high = HEAD + ROW * len(stages) + FOOT
    parts = [*_narrowing(stages, most)]
    for row, one in enumerate(stages):
        middle = HEAD + ROW * row + ROW / 2
        parts += [*_bar(one, middle, most), *_shares(one, middle, top)]
    return framed("".join([*parts, *_scale(high, top)]), WIDE, high)


def _narrowing(stages: Sequence[Stage], most: float) -> Iterator[str]:
    known = [(at, one.count) for at, one in enumerate(stages) if one.on_way and one.count]
    for (row, many), (below, fewer) in pairwise(known):
        top, foot = HEAD + ROW * (row + 0.5) + THICK, HEAD + ROW * (below + 0.5) - THICK
        ends = [LEFT + LONG * count / most for count in (many, fewer)]
        yield area([(LEFT, top), (ends[0], top), (ends[1], foot), (LEFT, foot)], PALE)


def _bar(one: Stage, middle: float, most: float) -> Iterator[str]:
    yield stacked((LEFT - 8, middle), _lines(one.name), "end")
    if one.count is None:
        yield text((LEFT + 4, middle + 5), "not known")
        return
    long = max(LONG * one.count / most, 1)
    fill = NAVY if one.on_way else PAPER
    yield rect((LEFT, middle - THICK), long, 2 * THICK, fill, Pen(NAVY))
    yield text((LEFT + long + 5, middle + 5), f"{one.count:,.0f}", NAVY, bold=True)


def _lines(words: str) -> list[str]:
    return wrapped(fit(words, LETTERS * LINES), LETTERS, LINES)


def _shares(one: Stage, middle: float, top: float) -> Iterator[str]:
    if one.share is None:
        yield stacked((SCALE, middle), _lines(one.why), "start")
        return
    level, x = middle + 8, _at(one.share, top)
    yield line((SCALE, level), (END, level), Pen(SOFT, 0.6))
    thin = Pen(SOFT, 1 if len(one.others) < MANY else 0.4)
    yield paths((_tick(_at(share, top), level, 6) for share in one.others), thin)
    if one.middle is not None:
        yield paths([_tick(_at(one.middle, top), level, 9)], Pen(PLUM, 2))
    yield mark((x, level), "circle", 4.5, NAVY)
    anchor = "end" if x > END - 20 else "start" if x < SCALE + 20 else "middle"
    yield text((x, level - 12), f"{one.share:,.0f}", NAVY, anchor, bold=True)


def _tick(x: float, level: float, tall: float) -> list[Point]:
    return [(x, level - tall), (x, level + tall)]


def _scale(high: int, top: float) -> Iterator[str]:
    yield text((LEFT, 15), "how many")
    yield text((SCALE, 15), "for each 100 in")
    for value, anchor in ((0.0, "start"), (100.0, "end" if top == 100 else "middle")):
        yield text((_at(value, top), high - 7), f"{value:.0f}", INK, anchor)


def _at(share: float, top: float) -> float:
    return SCALE + share / top * (END - SCALE)
