"""The look that all charts share: few colours, one typeface, lines told apart without colour.

The palette stays apart in grey and for the colour-blind: own is dark and thick, England dashed,
the neighbours' middle dotted, their range a pale area.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

INK, SOFT, NAVY, PLUM = "#1b2430", "#4a5666", "#17406d", "#7a2e6d"
PALE, GRID, PAPER = "#d3dfec", "#dfe5ec", "#ffffff"
FONT = "Source Sans Pro"
FAMILY = f"'{FONT}', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
WIDTH, HEIGHT = 400, 230
# What each colour becomes where the reader asks for a dark page.
DARK = {
    INK: "#e8edf3",
    SOFT: "#b4c0ce",
    NAVY: "#8fbdf0",
    PLUM: "#e3a3d6",
    PALE: "#2c4057",
    GRID: "#35424f",
    PAPER: "#12181f",
}


class Pen(NamedTuple):
    """How a line is drawn: colour, width, and dashes and gaps if it has them."""

    colour: str
    width: float = 1.0
    dash: str = ""


OWN, NATION, MIDDLE = Pen(NAVY, 3), Pen(PLUM, 2, "8 6"), Pen(SOFT, 2.2, "2 5")
INTERVAL, GRIDLINE, AXIS = Pen(NAVY, 1.3), Pen(GRID), Pen(SOFT)


def framed(body: str, width: int = WIDTH, height: int = HEIGHT) -> str:
    """Return what is drawn as a picture, on paper, in the typeface, with its rules for the dark."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="{FAMILY}"><style>{dark()}</style>'
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>{body}</svg>'
    )


@cache
def dark() -> str:
    """Return the rules by which a chart's colours follow a dark page."""
    rules = "".join(
        f'[fill="{old}"]{{fill:{new}}}[stroke="{old}"]{{stroke:{new}}}' for old, new in DARK.items()
    )
    return f"@media (prefers-color-scheme:dark){{{rules}}}"
