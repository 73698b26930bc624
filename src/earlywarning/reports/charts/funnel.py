"""A funnel: every authority by the size of what is counted, its own point marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from earlywarning.reports.charts.line import round_steps, upright
from earlywarning.reports.charts.look import (
    FONT,
    GRID,
    NAVY,
    PAPER,
    PLUM,
    SOFT,
    layer,
    svg_of,
    theme,
)

KINDS = ("solid", "dashed")
# Words stand on a plate of paper, so that dots and lines do not run through them.
PLATE = {"fill": PAPER, "alpha": 0.8, "label_size": 0, "label_padding": 0.1}


@dataclass(frozen=True, slots=True)
class Spread:
    """Sizes and values of all; `own` is the place of the own point among them.

    sizes: sizes at which the limits are told; limits: (lower, upper) values there, 95% then 99.8%,
    over-dispersion allowed for.
    """

    size: Sequence[float]
    value: Sequence[float]
    own: int
    expected: float
    sizes: Sequence[float]
    limits: Sequence[tuple[Sequence[float], Sequence[float]]]
    own_limits: Sequence[tuple[float, float]]
    own_text: str
    expected_text: str
    across: str
    unit: str


def funnel_svg(spread: Spread) -> str:
    """Draw the funnel: 95 % limits as lines, 99.8 % limits as dashed lines."""
    from lets_plot import (
        geom_hline,
        geom_label,
        geom_point,
        ggplot,
        scale_x_continuous,
    )

    sizes = list(spread.sizes)
    marks = round_steps(max(spread.value))
    top = marks[-1]
    plot = ggplot() + geom_hline(yintercept=spread.expected, color=SOFT, size=0.8)
    for sides, kind in zip(spread.limits, KINDS, strict=True):
        for side in sides:
            plot += _limit(sizes, [min(max(at, 0.0), top) for at in side], kind)
    own_size, own_value = spread.size[spread.own], spread.value[spread.own]
    others = [at for at in range(len(spread.size)) if at != spread.own]
    plot += _dots([spread.size[i] for i in others], [spread.value[i] for i in others])
    plot += geom_point(x=own_size, y=own_value, color=NAVY, fill=NAVY, shape=23, size=5)
    far = own_size > 0.6 * sizes[-1]
    plot += geom_label(
        x=own_size + (-0.015 if far else 0.015) * sizes[-1], y=own_value, label=spread.own_text,
        hjust=1 if far else 0, color=NAVY, size=6.5, family=FONT, fontface="bold",
        **PLATE,
    )  # fmt: skip
    plot += geom_label(
        x=sizes[-1], y=spread.expected + 0.035 * top, label=spread.expected_text, hjust=1,
        color=SOFT, size=6, family=FONT, **PLATE,
    )  # fmt: skip
    plot += upright(marks, spread.unit)
    plot += scale_x_continuous(limits=[0, sizes[-1]], format=",d", name=spread.across)
    return svg_of(plot + _named(spread.across))


def _limit(sizes: list[float], side: list[float], kind: str) -> Any:
    from lets_plot import geom_line

    return layer(geom_line, {"x": sizes, "y": side}, color=PLUM, linetype=kind, size=0.8)


def _dots(sizes: list[float], values: list[float]) -> Any:
    from lets_plot import geom_point

    look = {"color": SOFT, "fill": GRID, "shape": 21, "size": 2.2, "stroke": 0.6}
    return layer(geom_point, {"x": sizes, "y": values}, **look)


def _named(across: str) -> Any:
    from lets_plot import element_text

    return theme(axis_title_x=element_text(color=SOFT, size=13, family=FONT)) if across else theme()
