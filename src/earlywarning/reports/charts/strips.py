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
    """

    own: float
    near: tuple[float, float] | None = None
    nation: float | None = None
    before: float | None = None
    interval: tuple[float, float] | None = None


def strip(placed: Placed) -> str:
    """Return the strip as SVG."""
    parts = [f'<line class="rule" x1="{_at(0)}" x2="{_at(0)}" y1="0" y2="{HEIGHT}"/>']
    if placed.near:
        low, high = (_at(end) for end in sorted(placed.near))
        parts.append(
            f'<rect class="band" x="{low}" y="4" width="{max(high - low, 2):.1f}" height="14"/>'
        )
    if placed.nation is not None:
        at = _at(placed.nation)
        parts.append(f'<line class="england" x1="{at}" x2="{at}" y1="1" y2="{HEIGHT - 1}"/>')
    if placed.interval:
        low, high = (_at(end) for end in sorted(placed.interval))
        parts.append(
            f'<line class="own thin" x1="{low}" x2="{high}" y1="{MIDDLE:g}" y2="{MIDDLE:g}"/>'
        )
    if placed.before is not None:
        parts.append(f'<circle class="hollow" cx="{_at(placed.before)}" cy="{MIDDLE:g}" r="4"/>')
    parts.append(f'<circle class="dot" cx="{_at(placed.own)}" cy="{MIDDLE:g}" r="5"/>')
    return _svg(WIDTH, HEIGHT, parts)


def scale(
    score: float,
    interval: tuple[float, float] | None,
    before: float | None,
    marks: Sequence[float],
) -> str:
    """Return a score from 0 to 100 with what is ordinary in a year, and where bands begin."""

    def at(value: float) -> float:
        return round(EDGE + value / 100 * (SCALE_WIDTH - 2 * EDGE), 1)

    parts = [
        f'<line class="rule" x1="{at(0)}" x2="{at(100)}" y1="{MIDDLE:g}" y2="{MIDDLE:g}"/>',
        *(
            f'<line class="england" x1="{at(mark)}" x2="{at(mark)}" y1="1" y2="{HEIGHT - 1}"/>'
            for mark in marks
        ),
    ]
    if interval:
        low, high = (at(end) for end in sorted(interval))
        wide = max(high - low, 2)
        parts.append(f'<rect class="band" x="{low}" y="6" width="{wide:.1f}" height="10"/>')
    if before is not None:
        parts.append(f'<circle class="hollow" cx="{at(before)}" cy="{MIDDLE:g}" r="4"/>')
    parts.append(f'<circle class="dot" cx="{at(score)}" cy="{MIDDLE:g}" r="5"/>')
    return _svg(SCALE_WIDTH, HEIGHT, parts)


def ten(share: float) -> str:
    """Return ten circles in a row, as many of them full as a share comes to."""
    full, step = round(10 * share), WIDTH / 10
    parts = [
        f'<circle class="{"dot" if at < full else "hollow"}" cx="{step * (at + 0.5):g}" '
        f'cy="{MIDDLE:g}" r="6"/>'
        for at in range(10)
    ]
    return _svg(WIDTH, HEIGHT, parts)


def dots(values: Sequence[float], low: float, high: float, nation: float | None = None) -> str:
    """Return one unnamed dot for each value between two ends, and the nation as a dashed line."""
    span = (high - low) or 1.0

    def at(value: float) -> float:
        return _at(MOST * (2 * (value - low) / span - 1))

    parts = [f'<line class="rule" x1="0" x2="{WIDTH}" y1="{MIDDLE:g}" y2="{MIDDLE:g}"/>']
    if nation is not None:
        x = at(nation)
        parts.append(f'<line class="england" x1="{x}" x2="{x}" y1="1" y2="{HEIGHT - 1}"/>')
    parts += [
        f'<circle class="hollow" cx="{at(v)}" cy="{MIDDLE:g}" r="4"/>' for v in sorted(values)
    ]
    return _svg(WIDTH, HEIGHT, parts)


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
