"""Small marks inside tables: a strip that places one figure among others, and a line of years.

They have no words of their own: what they show stands beside them. Colours are the page's, by
class, so they follow a dark page and print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 200, 22
MIDDLE = HEIGHT / 2
# Standard units shown on each side of the middle; farther is drawn at the edge.
MOST = 3.0
EDGE = 6.0
SPARK_WIDTH, SPARK_HEIGHT = 120, 28
SCALE_WIDTH = 480


@dataclass(frozen=True, slots=True)
class Placed:
    """One figure among others, as distances from the middle of similar places; right is less good.

    near: the middle half of similar places. nation, before, interval: where they are known.
    is_old: others have newer figures, so it is drawn as last year's is.
    """

    own: float
    near: tuple[float, float] | None = None
    nation: float | None = None
    before: float | None = None
    interval: tuple[float, float] | None = None
    is_old: bool = False


def strip(placed: Placed) -> str:
    """Return the strip as SVG."""
    parts = [_upright("rule", _at(0), 0)]
    if placed.near:
        parts.append(_band(_at(min(placed.near)), _at(max(placed.near)), 14))
    if placed.nation is not None:
        parts.append(_upright("england", _at(placed.nation)))
    if placed.interval:
        parts.append(_level("own thin", _at(min(placed.interval)), _at(max(placed.interval))))
    if placed.before is not None:
        parts.append(_dot("hollow", _at(placed.before)))
    return _svg(
        WIDTH, HEIGHT, [*parts, _dot("hollow" if placed.is_old else "dot", _at(placed.own), 5)]
    )


def scale(
    score: float,
    interval: tuple[float, float] | None,
    before: float | None,
    marks: Sequence[float],
) -> str:
    """Return a score from 0 to 100 with what is ordinary in a year, and where bands begin."""

    def at(value: float) -> float:
        return round(EDGE + value / 100 * (SCALE_WIDTH - 2 * EDGE), 1)

    parts = [_level("rule", at(0), at(100)), *(_upright("england", at(mark)) for mark in marks)]
    if interval:
        parts.append(_band(at(min(interval)), at(max(interval)), 10))
    if before is not None:
        parts.append(_dot("hollow", at(before)))
    return _svg(SCALE_WIDTH, HEIGHT, [*parts, _dot("dot", at(score), 5)])


def ten(share: float) -> str:
    """Return ten circles in a row, as many of them full as a share comes to."""
    full, step = round(10 * share), WIDTH / 10
    parts = [_dot("dot" if at < full else "hollow", step * (at + 0.5), 6) for at in range(10)]
    return _svg(WIDTH, HEIGHT, parts)


def dots(values: Sequence[float], low: float, high: float, nation: float | None = None) -> str:
    """Return one unnamed dot for each value between two ends, and the nation as a dashed line."""
    span = (high - low) or 1.0

    def at(value: float) -> float:
        return _at(MOST * (2 * (value - low) / span - 1))

    parts = [_level("rule", 0, WIDTH)]
    if nation is not None:
        parts.append(_upright("england", at(nation)))
    return _svg(WIDTH, HEIGHT, [*parts, *(_dot("hollow", at(v)) for v in sorted(values))])


def _upright(kind: str, x: float, inside: int = 1) -> str:
    return f'<line class="{kind}" x1="{x}" x2="{x}" y1="{inside}" y2="{HEIGHT - inside}"/>'


def _level(kind: str, first: float, last: float) -> str:
    return f'<line class="{kind}" x1="{first}" x2="{last}" y1="{MIDDLE:g}" y2="{MIDDLE:g}"/>'


def _band(low: float, high: float, tall: int) -> str:
    wide = max(high - low, 2)
    return (
        f'<rect class="band" x="{low}" y="{(HEIGHT - tall) / 2:g}" width="{wide:.1f}" '
        f'height="{tall}"/>'
    )


def _dot(kind: str, x: float, radius: int = 4) -> str:
    return f'<circle class="{kind}" cx="{x:g}" cy="{MIDDLE:g}" r="{radius}"/>'


def _at(distance: float) -> float:
    inside = max(-MOST, min(MOST, distance)) / MOST
    return round(WIDTH / 2 + inside * (WIDTH / 2 - EDGE), 1)


def spark(values: Sequence[float | None], beside: Sequence[float | None] = ()) -> str:
    """Return a line of values in order, broken where one is missing, with the newest as a dot.

    `beside` is a second, dashed line at the same places, such as the nation's.
    """
    known = [value for value in [*values, *beside] if value is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    told = any(value is not None for value in beside)
    parts = [f'<path class="england" d="{_path(beside, low, high)}"/>'] if told else []
    parts.append(f'<path class="own" d="{_path(values, low, high)}"/>')
    last = max((at for at, value in enumerate(values) if value is not None), default=None)
    if last is not None:
        x, y = _point(last, values[last] or 0.0, len(values), low, high)
        parts.append(f'<circle class="dot" cx="{x}" cy="{y}" r="3"/>')
    return _svg(SPARK_WIDTH, SPARK_HEIGHT, parts)


def _path(values: Sequence[float | None], low: float, high: float) -> str:
    said, pen = [], "M"
    for at, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        x, y = _point(at, value, len(values), low, high)
        said.append(f"{pen}{x} {y}")
        pen = "L"
    return "".join(said)


def _point(at: int, value: float, many: int, low: float, high: float) -> tuple[float, float]:
    across = at / max(many - 1, 1)
    up = (value - low) / (high - low) if high > low else 0.5
    return (
        round(4 + across * (SPARK_WIDTH - 8), 1),
        round(SPARK_HEIGHT - 4 - up * (SPARK_HEIGHT - 8), 1),
    )


def _svg(width: int, height: int, parts: list[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )
