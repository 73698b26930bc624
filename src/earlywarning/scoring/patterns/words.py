"""A pattern in plain sentences: what was seen, what it may mean, and what else it could be."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from earlywarning.definitions.pattern import Pattern, Sign
from earlywarning.period import period_words
from earlywarning.scoring.patterns.signs import Looker, SignFound

# A sign that looks at many figures names these many of them.
FIGURES_NAMED = 2


class Names(NamedTuple):
    """What steps of the pathway and soft flags are called."""

    steps: dict[str, str]
    flags: dict[str, str]


def seen_words(
    there: list[SignFound],
    unknown: list[str],
    counted: tuple[int, int],
    at: int,
    looker: Looker,
    names: Names,
) -> str:
    """Return what was seen, with its figures."""
    seen = "; ".join(_seen(one, at, looker, names) for one in there)
    start = f"{counted[0]} of {counted[1]} signs"
    if unknown:
        start += f", {len(unknown)} not known ({', '.join(unknown)})"
    return f"{start}: {seen}."


def explanation(pattern: Pattern, seen: str) -> str:
    """Return what was seen, what it may mean, and what else could explain it."""
    return (
        f"{seen} It may mean: {_inside(pattern.may_mean)} "
        f"What else could explain it: {_inside(pattern.other_explanations)}"
    )


def indicators_behind(there: list[SignFound], at: int, looker: Looker) -> list[str]:
    """Return the indicator behind each sign, the first where there are several, each once."""
    first = [_shown(one, at)[0] for one in there if one.sign.kind != "heard" and _shown(one, at)]
    return list(dict.fromkeys(name for name in first if name in looker.indicators))


def _inside(text: str) -> str:
    """Return a text on one line, ended by a full stop."""
    line = " ".join(text.split())
    return line if line.endswith((".", "?")) else f"{line}."


def _seen(one: SignFound, at: int, looker: Looker, names: Names) -> str:
    sign = one.sign
    shown = _shown(one, at)
    if sign.kind == "heard":
        return f"{sign.name} ({', '.join(names.flags[name].lower() for name in shown)})"
    if not shown:
        return sign.name
    figures = [_figure(sign, one, name, at, looker, names) for name in shown[:FIGURES_NAMED]]
    more = len(shown) - len(figures)
    return f"{sign.name} ({', '.join(figures)}{f', {more} more' if more else ''})"


def _shown(one: SignFound, at: int) -> list[str]:
    return [name for item, name in enumerate(one.sign.of()) if one.items[item, at]]


def _figure(sign: Sign, one: SignFound, name: str, at: int, looker: Looker, names: Names) -> str:
    """Return a figure of the newest period in which it showed the sign."""
    grid = looker.grid
    back = 0
    if one.periods is not None:
        back = int(np.argmax(one.periods[sign.of().index(name), at]))
    value, change, expected = (
        float(grid.of(field, (name,))[0, at, back]) for field in ("value", "change", "expected")
    )
    period = grid.period(name) - back
    indicator = looker.indicators.get(name)
    decimals = indicator.decimals if indicator else 2
    unit = "%" if indicator and indicator.unit == "percentage" else ""
    title = indicator.name if indicator else names.steps[name]
    when = period_words(period, indicator.period) if indicator else f"{period}"
    if sign.kind == "withheld":
        return f"{title} for {when}"
    text = f"{title} {value:,.{decimals}f}{unit} for {when}"
    if sign.kind in ("movement", "movement_raw", "either") and change == change:
        text += f" after {value - change:,.{decimals}f}{unit}"
    if sign.kind in ("position", "either", "quiet") and expected == expected:
        text += f" where {expected:,.{decimals}f}{unit} is expected"
    return text
