"""The marks that charts are made of, as SVG.

Places are rounded to a tenth; colours are attributes, which the rules for a dark page find.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from html import escape

from earlywarning.reports.charts.look import PAPER, SOFT, Pen
from earlywarning.reports.typeface import advances

Point = tuple[float, float]
TEXT, SMALL, LEADING = 13, 12, 13
# A reader without the typeface sees another, which is often wider.
OTHERWISE = 1.12
# Half the side of marks that are no circle, for the same weight on the eye.
CORNERS = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)),
    "up": ((0.0, -1.2), (1.1, 0.9), (-1.1, 0.9)),
    "down": ((0.0, 1.2), (1.1, -0.9), (-1.1, -0.9)),
}


def line(start: Point, end: Point, pen: Pen) -> str:
    """Return a straight line."""
    return path([start, end], pen)


def path(points: Iterable[Point], pen: Pen) -> str:
    """Return a line through points."""
    return paths([points], pen)


def paths(each: Iterable[Iterable[Point]], pen: Pen) -> str:
    """Return several lines of one pen as one mark; nothing where there is none."""
    way = "".join(map(_through, each))
    return f'<path d="{way}" fill="none"{_stroke(pen)}/>' if way else ""


def area(points: Iterable[Point], fill: str) -> str:
    """Return an area without an outline."""
    return f'<path d="{_through(points)}Z" fill="{fill}"/>'


def rect(corner: Point, wide: float, high: float, fill: str, pen: Pen) -> str:
    """Return a box from its upper left corner."""
    x, y = map(_tenth, corner)
    sides = f'width="{_tenth(wide)}" height="{_tenth(high)}"'
    return f'<rect x="{x}" y="{y}" {sides} fill="{fill}"{_stroke(pen)}/>'


def dots(places: Iterable[Point], radius: float, fill: str, pen: Pen) -> str:
    """Return a dot at each place; nothing where there is none."""
    each = "".join(
        f'<circle cx="{_tenth(x)}" cy="{_tenth(y)}" r="{_tenth(radius)}"/>' for x, y in places
    )
    return f'<g fill="{fill}"{_stroke(pen)}>{each}</g>' if each else ""


def mark(place: Point, shape: str, size: float, fill: str) -> str:
    """Return a filled mark of a shape: `circle` or one of CORNERS."""
    if shape == "circle":
        return dots([place], size, fill, Pen(fill))
    x, y = place
    return area([(x + size * right, y + size * down) for right, down in CORNERS[shape]], fill)


def text(
    place: Point,
    words: str,
    colour: str = SOFT,
    anchor: str = "start",
    *,
    size: int = TEXT,
    bold: bool = False,
    over: bool = False,
) -> str:
    """Return words whose line stands at a place; `over` keeps other marks from touching them."""
    weight = ' font-weight="bold"' if bold else ""
    halo = f' stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    beside = "" if anchor == "start" else f' text-anchor="{anchor}"'
    x, y = map(_tenth, place)
    return (
        f'<text x="{x}" y="{y}" fill="{colour}" font-size="{size}"{beside}{weight}'
        f"{halo if over else ''}>{escape(words, quote=False)}</text>"
    )


def stacked(place: Point, each: Sequence[str], anchor: str) -> str:
    """Return lines of words below each other, their middle at the height of a place."""
    x, y = place
    first = y + 4.5 - LEADING / 2 * (len(each) - 1)
    return "".join(
        text((x, first + LEADING * at), one, anchor=anchor) for at, one in enumerate(each)
    )


def wrapped(words: str, letters: int, most: int) -> list[str]:
    """Return words as lines of so many letters; what does not fit ends in an ellipsis."""
    return textwrap.wrap(words, letters, max_lines=most, placeholder="\N{HORIZONTAL ELLIPSIS}")


def wide(words: str, size: int = TEXT, *, bold: bool = False) -> float:
    """Return how wide words are at most, in the typeface or in what a reader may have instead."""
    held = advances(bold=bold)
    return OTHERWISE * size * sum(held.get(ord(letter), 0.6) for letter in words)


def _through(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{_tenth(x)} {_tenth(y)}" for x, y in points)


def _stroke(pen: Pen) -> str:
    dash = f' stroke-dasharray="{pen.dash}"' if pen.dash else ""
    return f' stroke="{pen.colour}" stroke-width="{pen.width:g}"{dash}'


def _tenth(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
