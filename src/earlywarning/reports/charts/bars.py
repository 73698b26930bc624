"""Bars with a name each: what a score is made of."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from earlywarning.reports.charts.labels import fit
from earlywarning.reports.charts.look import FONT, NAVY, PALE, SOFT, layer, svg_of, theme

LETTERS = 30
MOST = 3 * LETTERS
ROW, FRAME = 40, 44
WIDE = 500
ROOM = 0.16


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, how long it is, what is written beside it, whether it is dark or pale."""

    name: str
    length: float
    text: str
    strong: bool = True


def bars_svg(bars: Sequence[Bar]) -> str:
    """Draw bars from the top down in the order given; bars left of nought lower."""
    from lets_plot import geom_vline, ggplot, scale_x_continuous, scale_y_continuous

    places = [len(bars) - 1 - row for row in range(len(bars))]
    reach = [b.length for b in bars]
    most, least = max([*reach, 0.0]) or 1.0, min([*reach, 0.0])
    span = most - least
    plot = ggplot() + geom_vline(xintercept=0, color=SOFT, size=0.8)
    for drawn in [*_bars(bars, places), *_texts(bars, places, span)]:
        plot += drawn
    plot += scale_y_continuous(
        limits=[-0.6, len(bars) - 0.4], breaks=places, expand=[0, 0],
        labels=["\n".join(textwrap.wrap(fit(one.name, MOST), LETTERS)) for one in bars],
    )  # fmt: skip
    left = 1.7 * ROOM * span if least < 0 else 0
    plot += scale_x_continuous(limits=[least - left, most + 1.6 * ROOM * span], expand=[0, 0])
    return svg_of(plot + _frame(), WIDE, ROW * len(bars) + FRAME // 2)


def _bars(bars: Sequence[Bar], places: list[int]) -> list[Any]:
    from lets_plot import geom_rect

    out = []
    for strong, colour in ((True, NAVY), (False, PALE)):
        kept = [(b, at) for b, at in zip(bars, places, strict=True) if b.strong is strong]
        if kept:
            sides = {
                "xmin": [min(b.length, 0) for b, _ in kept],
                "xmax": [max(b.length, 0) for b, _ in kept],
                "ymin": [at - 0.3 for _, at in kept],
                "ymax": [at + 0.3 for _, at in kept],
            }
            out.append(layer(geom_rect, sides, fill=colour, color=NAVY, size=0.6))
    return out


def _texts(bars: Sequence[Bar], places: list[int], span: float) -> list[Any]:
    from lets_plot import geom_text

    return [
        geom_text(
            x=_beside(one, span), y=at, label=fit(one.text, MOST),
            color=NAVY if one.length else SOFT, hjust=1 if one.length < 0 else 0,
            size=6.5, family=FONT, fontface="bold",
        )
        for one, at in zip(bars, places, strict=True)
    ]  # fmt: skip


def _beside(one: Bar, span: float) -> float:
    return one.length + (-0.015 if one.length < 0 else 0.015) * span


def _frame() -> Any:
    from lets_plot import element_blank, element_text

    return theme(
        axis_text_x=element_blank(), axis_ticks_x=element_blank(), axis_line_x=element_blank(),
        panel_grid_major_y=element_blank(),
        axis_text_y=element_text(color=SOFT, size=13, family=FONT, hjust=1),
    )  # fmt: skip
