"""Bars with a name each: what a score is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from earlywarning.reports.charts.drawing import line, rect, stacked, text, wide, wrapped
from earlywarning.reports.charts.labels import fit
from earlywarning.reports.charts.look import NAVY, PALE, SOFT, Pen, framed

LETTERS, LINES = 34, 3
MOST = LETTERS * LINES
ROW, FRAME, THICK = 40, 16, 24
WIDE, BETWEEN, BESIDE = 500, 10, 6
OUTLINE, RULE = Pen(NAVY, 1.3), Pen(SOFT, 1.8)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, how long it is, what is written beside it, whether it is dark or pale."""

    name: str
    length: float
    text: str
    strong: bool = True


def bars_svg(bars: Sequence[Bar]) -> str:
    """Draw bars from the top down in the order given; bars left of nought lower."""
    names = [wrapped(fit(one.name, MOST), LETTERS, LINES) for one in bars]
    left = 4 + max(wide(row) for name in names for row in name) + BETWEEN
    room = BESIDE + 4 + max(wide(fit(one.text, MOST), bold=True) for one in bars)
    most, least = (end([0.0, *(one.length for one in bars)]) for end in (max, min))
    edge = left + (room if least < 0 else 0)
    unit = (WIDE - room - edge) / ((most - least) or 1.0)
    nought, high = edge - least * unit, ROW * len(bars) + FRAME
    drawn = [line((nought, 0), (nought, high), RULE)]
    for row, (one, name) in enumerate(zip(bars, names, strict=True)):
        middle = FRAME / 2 + ROW * (row + 0.5)
        drawn += [stacked((left - BETWEEN, middle), name, "end"), *_bar(one, middle, nought, unit)]
    return framed("".join(drawn), WIDE, high)


def _bar(one: Bar, middle: float, nought: float, unit: float) -> Iterator[str]:
    end = nought + one.length * unit
    fill = NAVY if one.strong else PALE
    yield rect((min(end, nought), middle - THICK / 2), abs(end - nought), THICK, fill, OUTLINE)
    beside, anchor = (-BESIDE, "end") if one.length < 0 else (BESIDE, "start")
    colour = NAVY if one.length else SOFT
    yield text((end + beside, middle + 4.5), fit(one.text, MOST), colour, anchor, bold=True)
