"""The look that all charts share: few colours, one typeface, lines told apart without colour.

The palette stays apart in grey and for the colour-blind: own is dark and thick, England dashed,
the neighbours' middle dotted, their range a pale area.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

# Aesthetic to numbers.
Columns = Mapping[str, Sequence[float]]
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
_ID = re.compile(r'id="([A-Za-z0-9_-]+)"')
_RGB = re.compile(r"rgb\((\d+),(\d+),(\d+)\)")
_ATTRIBUTE = re.compile(r'="[^".]*\.[^"]*"')
_NUMBER = re.compile(r"-?\d+\.\d+")
_STYLE = re.compile(r"<style.*?</style>", re.DOTALL)
_CLIP = re.compile(r'<defs><clipPath id="(\w+)">.*?</clipPath></defs>')
_IDLE = re.compile(
    r' (?:clip-bounds-jfx|buffered-rendering|stroke-dashoffset|fill-rule|class)="[^"]*"'
    r'| (?:fill|stroke)-opacity="1"| stroke-width="0" stroke="[^"]*"| transform="rotate\(0 [^"]*"'
    r'| (?:x1|y1|y)="0"| stroke-width="1"(?=[ />])|</?tspan>'
)
_TEXT = re.compile(r"<text([^>]*)>")
_CLOSED = re.compile(r"></(?:line|path|circle|rect)>")
_GROUP = re.compile(r"<(/?)g( [^>]*)?>")
_EMPTY = re.compile(r"<g(?: [^>]*)?></g>")
# The outline of an area, which lets-plot gives no colour, and a pane over all that nobody sees.
_UNDRAWN = re.compile(r'<path d="[^"]*" fill="none"/>|<path [^>]*fill-opacity="0"[^>]*/>')


def theme(**more: Any) -> Any:
    """Return the theme of every chart."""
    from lets_plot import element_blank, element_line, element_rect, element_text, theme

    shared = {
        "text": element_text(color=SOFT, size=13, family=FONT),
        "axis_title": element_blank(),
        "axis_line_y": element_blank(),
        "axis_ticks_y": element_blank(),
        "axis_ticks_x": element_line(color=GRID),
        "axis_line_x": element_line(color=SOFT, size=1),
        "panel_grid_major_x": element_blank(),
        "panel_grid_minor": element_blank(),
        "panel_grid_major_y": element_line(color=GRID, size=1),
        "plot_background": element_rect(fill=PAPER, color=PAPER, size=0),
        "panel_background": element_blank(),
        "plot_margin": [4, 2, 2, 2],
        "plot_subtitle": element_text(color=SOFT, size=12, family=FONT),
        "legend_position": "none",
    }
    return theme(**{**shared, **more})


def layer(geom: Any, columns: Columns, **look: Any) -> Any:
    """Return a layer that draws numbers: one column for each aesthetic, or for `group`.

    They go as arrays, which lets-plot takes whole: of a list it looks at the type of each value.
    """
    from lets_plot import aes

    arrays = {name: np.asarray(column, dtype=float) for name, column in columns.items()}
    groups = arrays.pop("group", None)
    if groups is None:
        return geom(aes(**arrays), **look)
    return geom(aes(group="run", **arrays), data={"run": groups}, **look)


def svg_of(plot: Any, width: int = WIDTH, height: int = HEIGHT) -> str:
    """Draw a plot; the same plot gives the same bytes, and colours follow a dark page."""
    from lets_plot import ggsize

    drawn = str((plot + ggsize(width, height)).to_svg())
    body = _STYLE.sub("", drawn, count=1)
    body = body[body.index(">") + 1 :]
    for tidy in (_numbers, _colours, _ids_in_order, _texts, _without_idle):
        body = tidy(body)
    return framed(body.removesuffix("</svg>"), width, height)


def framed(body: str, width: int, height: int) -> str:
    """Return what is drawn as a picture, in the typeface and with its rules for the dark."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="{FAMILY}">'
        f"<style>{dark()}</style>{body}</svg>"
    )


def dark() -> str:
    """Return the rules by which a chart's colours follow a dark page."""
    rules = "".join(
        f'[fill="{old}"]{{fill:{new}}}[stroke="{old}"]{{stroke:{new}}}' for old, new in DARK.items()
    )
    return f"@media (prefers-color-scheme:dark){{{rules}}}"


def _numbers(text: str) -> str:
    """Round places to a tenth; what is written on the chart stays as it is."""
    return _ATTRIBUTE.sub(lambda found: _NUMBER.sub(_tenth, found.group()), text)


def _tenth(found: re.Match[str]) -> str:
    return f"{float(found.group()):.1f}".removesuffix(".0")


def _colours(text: str) -> str:
    return _RGB.sub(
        lambda found: "#" + "".join(f"{int(part):02x}" for part in found.groups()), text
    )


def _ids_in_order(text: str) -> str:
    """Name every id by its place: lets-plot draws them by lot, and the same chart must be equal."""
    for number, name in enumerate(dict.fromkeys(_ID.findall(text))):
        text = text.replace(name, f"c{number}")
    return text


def _texts(text: str) -> str:
    """Give each text its colour and size as attributes: an inline style would not turn dark."""
    return _TEXT.sub(_text, text)


def _text(found: re.Match[str]) -> str:
    kept, style = found.group(1), re.search(r'style="([^"]*)"', found.group(1))
    said = dict(
        part.split(":", 1) for part in (style.group(1) if style else "").split(";") if ":" in part
    )
    fill, size = said.get("fill", SOFT).strip(), said.get("font-size", "13px").removesuffix("px")
    weight = f' font-weight="{said["font-weight"]}"' if "font-weight" in said else ""
    anchor = f' text-anchor="{said["text-anchor"]}"' if "text-anchor" in said else ""
    rest = re.sub(r' (?:style|class|fill|fill-opacity)="[^"]*"', "", kept)
    return f'<text{rest} fill="{fill}" font-size="{size}"{weight}{anchor}>'


def _without_idle(text: str) -> str:
    # Between elements first: what looks for an end after each space is slow where there are many.
    text = re.sub(r"\s+(/?>)", r"\1", re.sub(r">\s+<", "><", text)).strip()
    text = _UNDRAWN.sub("", _CLOSED.sub("/>", _IDLE.sub("", text)))
    used = set(re.findall(r"url\(#(\w+)\)", text))
    return _ungrouped(
        _CLIP.sub(lambda found: found.group() if found.group(1) in used else "", text)
    )


def _ungrouped(text: str) -> str:
    """Return a drawing without groups that say nothing: every third element of lets-plot is one."""
    idle: list[bool] = []

    def kept(found: re.Match[str]) -> str:
        if found.group(1):
            return "" if idle.pop() else found.group()
        idle.append(not found.group(2))
        return "" if idle[-1] else found.group()

    text = _GROUP.sub(kept, text)
    while (less := _EMPTY.sub("", text)) != text:
        text = less
    return text
