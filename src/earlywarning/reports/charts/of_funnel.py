"""A funnel of one indicator: the own point among all authorities, none of them named."""

from __future__ import annotations

import numpy as np

from earlywarning.reports import amounts, phrases
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.charts.funnel import Spread, funnel_svg
from earlywarning.reports.charts.of_authority import short, source_of, unit_on
from earlywarning.reports.charts.shelf import drawn
from earlywarning.reports.counted import counted
from earlywarning.reports.facts import Facts
from earlywarning.statistics.funnel import Funnel, funnel_proportion, funnel_ratio
from earlywarning.statistics.numeric import FloatArray
from earlywarning.tables.declared import Indicator
from earlywarning.tables.indicators import Comparison, IndicatorValue

FEWEST = 20
LEVELS = ((0.95, "95%"), (0.998, "99.8%"))


def funnel_of(facts: Facts, code: str, indicator: str) -> Chart | None:
    """Draw where an authority stands among all, given how much it counts; None without counts."""
    one = facts.indicator(indicator)
    row = facts.compared.get((code, indicator))
    if one is None or row is None or row.position_method != "funnel" or not row.expected:
        return None
    group = _group(facts, one, row.time_period)
    if code not in group or len(group) < FEWEST:
        return None
    spread = _spread(facts, code, one, row, group)
    key, svg = drawn(spread, funnel_svg)
    return Chart(
        name=f"{indicator}-funnel",
        title=f"{one.name}: every authority by how many are counted",
        alt=_alt(one, row, spread, len(group)),
        header=("", phrases.plain(one.unit)),
        rows=_rows(one, row, spread),
        svg=svg,
        source=source_of(facts, code, one),
        how="solid curves: 95 in 100 are expected between them; dashed: 998 in 1,000; "
        "level line: expected of everybody; pale dots: the others",
        key=key,
    )


def _group(facts: Facts, one: Indicator, period: int) -> dict[str, IndicatorValue]:
    """Return everybody who can stand in the funnel of a period, by code."""
    kept = {}
    for code, authority in facts.authorities.items():
        row = facts.own.get((code, one.indicator), {}).get(period)
        if row is None or authority.is_small or row.value is None:
            continue
        if row.numerator is None or not row.denominator:
            continue
        if row.denominator < max(1, one.minimum_denominator or 0):
            continue
        if one.comparison != "proportion" or row.numerator <= row.denominator:
            kept[code] = row
    return kept


def _spread(
    facts: Facts, code: str, one: Indicator, row: Comparison, group: dict[str, IndicatorValue]
) -> Spread:
    per, expected = float(one.per or 1), float(row.expected or 0)
    middle = expected / per
    codes = sorted(group)
    top = np.array([group[c].numerator for c in codes], dtype=float)
    bottom = np.array([group[c].denominator for c in codes], dtype=float)
    is_ratio = one.comparison == "ratio"
    funnel: Funnel
    if is_ratio:
        funnel = funnel_ratio(top, bottom * middle)
    else:
        funnel = funnel_proportion(top, bottom, target=middle)

    def limits(size: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
        low, high = funnel.limits(size * middle if is_ratio else size, level)
        scale = middle * per if is_ratio else per
        return low * scale, high * scale

    sizes = np.linspace(max(1.0, bottom.min()), bottom.max() * 1.02, 60)
    own = codes.index(code)
    value = group[code].value
    return Spread(
        size=bottom.tolist(),
        value=(per * top / bottom).tolist(),
        own=own,
        expected=expected,
        sizes=sizes.tolist(),
        limits=[_both(limits(sizes, level)) for level, _ in LEVELS],
        own_limits=[_one(limits(bottom[[own]], level)) for level, _ in LEVELS],
        own_text=f"{short(facts.name(code))} {amounts.number(value, one)}",
        expected_text=f"expected {amounts.number(expected, one)}",
        across=counted(one.denominator),
        unit=unit_on(one),
    )


def _alt(one: Indicator, row: Comparison, spread: Spread, many: int) -> str:
    low, high = spread.own_limits[0]
    value = spread.value[spread.own]
    where = "inside" if low <= value <= high else ("above" if value > high else "below")
    return (
        f"{spread.own_text} in {row.time_period} is {where} the range of "
        f"{amounts.number(low, one)} to {amounts.number(high, one)} that 95 in 100 authorities of "
        f"its size would be expected in. The other {many - 1} authorities are dots without names."
    )


def _both(limits: tuple[FloatArray, FloatArray]) -> tuple[list[float], list[float]]:
    return limits[0].tolist(), limits[1].tolist()


def _one(limits: tuple[FloatArray, FloatArray]) -> tuple[float, float]:
    return float(limits[0][0]), float(limits[1][0])


def _rows(one: Indicator, row: Comparison, spread: Spread) -> tuple[tuple[str, ...], ...]:
    said = [
        ("Own figure", amounts.number(spread.value[spread.own], one)),
        ("Expected of everybody", amounts.number(row.expected, one)),
        ("Counted out of", f"{spread.size[spread.own]:,.0f}"),
    ]
    for (_, name), (low, high) in zip(LEVELS, spread.own_limits, strict=True):
        said.append((f"{name} limits at its size",
                     f"{amounts.number(low, one)} to {amounts.number(high, one)}"))  # fmt: skip
    return tuple(said)
