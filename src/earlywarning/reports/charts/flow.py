"""The way through the service as a flow that narrows, each step beside that of other places."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from earlywarning.reports.charts.labels import fit
from earlywarning.reports.charts.look import INK, NAVY, PALE, PAPER, PLUM, SOFT, framed

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
    parts = [f'<rect width="{WIDE}" height="{high}" fill="{PAPER}"/>', *_narrowing(stages, most)]
    for row, one in enumerate(stages):
        middle = HEAD + ROW * row + ROW / 2
        parts += [*_bar(one, middle, most), *_shares(one, middle, top)]
    return framed("".join([*parts, *_scale(high, top)]), WIDE, high)


def _narrowing(stages: Sequence[Stage], most: float) -> Iterator[str]:
    known = [(at, one.count) for at, one in enumerate(stages) if one.on_way and one.count]
    for (row, many), (below, fewer) in pairwise(known):
        top, foot = (HEAD + ROW * at + ROW / 2 for at in (row, below))
        ends = [LEFT + round(LONG * count / most, 1) for count in (many, fewer)]
        yield (
            f'<path d="M{LEFT} {top + THICK}L{ends[0]} {top + THICK}L{ends[1]} {foot - THICK}'
            f'L{LEFT} {foot - THICK}Z" fill="{PALE}"/>'
        )


def _bar(one: Stage, middle: float, most: float) -> Iterator[str]:
    yield from _lines(LEFT - 8, middle, one.name, "end")
    if one.count is None:
        yield _text(LEFT + 4, middle + 5, "not known", SOFT)
        return
    wide = max(round(LONG * one.count / most, 1), 1)
    yield (
        f'<rect x="{LEFT}" y="{middle - THICK:g}" width="{wide}" height="{2 * THICK}" '
        f'fill="{NAVY if one.on_way else PAPER}" stroke="{NAVY}"/>'
    )
    yield _text(LEFT + wide + 5, middle + 5, f"{one.count:,.0f}", NAVY, bold=True)


def _lines(x: float, middle: float, text: str, anchor: str) -> Iterator[str]:
    lines = textwrap.wrap(fit(text, LETTERS * LINES), LETTERS)[:LINES]
    for at, line in enumerate(lines):
        yield _text(x, middle + 5 + 14 * (at - (len(lines) - 1) / 2), line, SOFT, anchor)


def _shares(one: Stage, middle: float, top: float) -> Iterator[str]:
    if one.share is None:
        yield from _lines(SCALE, middle, one.why, "start")
        return
    thin = 1 if len(one.others) < MANY else 0.4
    places: list[tuple[float, str, float, float]] = [(x, SOFT, thin, 6) for x in one.others]
    places += [(one.middle, PLUM, 2, 9)] if one.middle is not None else []
    line = middle + 8
    yield (
        f'<line x1="{SCALE}" x2="{END}" y1="{line}" y2="{line}" stroke="{SOFT}" '
        f'stroke-width="0.6"/>'
    )
    for value, colour, wide, tall in places:
        x = _at(value, top)
        yield (
            f'<line x1="{x}" x2="{x}" y1="{line - tall:g}" y2="{line + tall:g}" '
            f'stroke="{colour}" stroke-width="{wide}"/>'
        )
    x = _at(one.share, top)
    yield f'<circle cx="{x}" cy="{line:g}" r="5" fill="{NAVY}"/>'
    anchor = "end" if x > END - 20 else "start" if x < SCALE + 20 else "middle"
    yield _text(x, line - 12, f"{one.share:,.0f}", NAVY, anchor, bold=True)


def _scale(high: int, top: float) -> Iterator[str]:
    yield _text(LEFT, 15, "how many", SOFT)
    yield _text(SCALE, 15, "for each 100 in", SOFT)
    for value, anchor in ((0.0, "start"), (100.0, "end" if top == 100 else "middle")):
        yield _text(_at(value, top), high - 7, f"{value:.0f}", INK, anchor)


def _at(share: float, top: float) -> float:
    return round(SCALE + share / top * (END - SCALE), 1)


def _text(
    x: float, y: float, text: str, colour: str, anchor: str = "start", *, bold: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{colour}" font-size="13" text-anchor="{anchor}"'
        f"{weight}>{escape(text)}</text>"
    )
