"""An authority's own line beside others, and the nation's alone, in words and as a table."""

from __future__ import annotations

from statistics import median

from earlywarning.reports import amounts, phrases, wording
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.charts.line import Lines, lines_svg
from earlywarning.reports.charts.of_authority import (
    known,
    neighbours_of,
    short,
    source_of,
    unit_on,
)
from earlywarning.reports.charts.shelf import drawn
from earlywarning.reports.facts import Facts
from earlywarning.tables.declared import Indicator


def line_of(facts: Facts, code: str, indicator: str) -> Chart | None:
    """Draw an authority's own line beside its neighbours and the nation."""
    one = facts.indicator(indicator)
    if one is None:
        return None
    lines = _lines(facts, code, one)
    if not lines.years():
        return None
    key, svg = drawn(lines, lines_svg)
    return Chart(
        name=f"{indicator}-line",
        title=f"{one.name}, {phrases.plain(one.unit).lower()}",
        alt=_line_alt(facts, one, lines),
        header=("Year", lines.own_name, "95% interval", "Neighbours: lowest to highest",
                "Neighbours: middle", facts.nation),
        rows=_line_rows(facts, code, one, lines),
        svg=svg,
        source=source_of(facts, code, one),
        how=_how(lines),
        key=key,
    )  # fmt: skip


def _lines(facts: Facts, code: str, one: Indicator) -> Lines:
    years = facts.own.get((code, one.indicator), {})
    own = known(years)
    near = neighbours_of(facts, code, one.indicator)
    held = {y: row for y, row in years.items() if row.value is not None and row.lower is not None}
    name = facts.name(code)
    return Lines(
        own=own,
        lower={year: row.lower for year, row in held.items() if row.lower is not None},
        upper={year: row.upper for year, row in held.items() if row.upper is not None},
        near_low={year: min(values) for year, values in near.items()},
        near_high={year: max(values) for year, values in near.items()},
        near_middle={year: median(values) for year, values in near.items()},
        nation=known(facts.england.get(one.indicator, {})),
        own_name=short(name),
        nation_name=short(facts.nation),
        own_text=amounts.number(own[max(own)], one) if own else "",
        unit=unit_on(one),
        left_out=tuple(sorted(facts.coloured.get((code, one.indicator), ()))),
    )


def _how(lines: Lines) -> str:
    """Return what the marks mean, of those that are there."""
    told = {
        "band: lowest to highest of its neighbours, dotted their middle": lines.near_low,
        f"dashed: {lines.nation_name}": lines.nation,
        "upright lines: 95% intervals": lines.lower,
        "hollow: a year that an inspection or an event coloured": lines.left_out,
    }
    return "; ".join(said for said, there in told.items() if there)


def _line_alt(facts: Facts, one: Indicator, lines: Lines) -> str:
    if not lines.own:
        return f"{lines.own_name} has no figure; only others are drawn."
    first, last = min(lines.own), max(lines.own)
    said = [
        f"{lines.own_name} went from {amounts.amount(lines.own[first], one)} in {first} to "
        f"{amounts.amount(lines.own[last], one)} in {last}."
        if first != last
        else f"{lines.own_name} has one figure: {amounts.amount(lines.own[last], one)} in {last}."
    ]
    if last in lines.near_middle:
        said.append(
            f"In {last} the middle of its statistical neighbours is "
            f"{amounts.number(lines.near_middle[last], one)}, their range "
            f"{amounts.number(lines.near_low[last], one)} to "
            f"{amounts.number(lines.near_high[last], one)}"
            + (
                f", {facts.nation} {amounts.number(lines.nation[last], one)}."
                if last in lines.nation
                else "."
            )
        )
    gaps = [str(year) for year in range(first, last) if year not in lines.own]
    if gaps:
        said.append(f"No figure for {phrases.listed(gaps)}; the line breaks there.")
    return " ".join(said)


def _line_rows(
    facts: Facts, code: str, one: Indicator, lines: Lines
) -> tuple[tuple[str, ...], ...]:
    years = facts.own.get((code, one.indicator), {})
    every = sorted({*years, *lines.years()})

    def text(values: dict[int, float], year: int) -> str:
        return amounts.number(values.get(year), one)

    out = []
    for year in every:
        row = years.get(year)
        own = text(dict(lines.own), year)
        if row is not None and row.value is None:
            own = wording.reason(row.status, row.marker)
        interval = (
            f"{text(dict(lines.lower), year)} to {text(dict(lines.upper), year)}"
            if year in lines.lower and year in lines.upper
            else "not worked out"
        )
        spread = (
            f"{text(dict(lines.near_low), year)} to {text(dict(lines.near_high), year)}"
            if year in lines.near_low
            else "no figure"
        )
        out.append(
            (str(year), own, interval, spread, text(dict(lines.near_middle), year),
             text(dict(lines.nation), year))
        )  # fmt: skip
    return tuple(out)


def nation_of(facts: Facts, indicator: str) -> Chart | None:
    """Draw the nation's figures over the years; None with fewer than two."""
    one = facts.indicator(indicator)
    years = known(facts.england.get(indicator, {}))
    if one is None or len(years) < 2:
        return None
    last = max(years)
    key, svg = drawn(
        Lines(own=years, lower={}, upper={}, near_low={}, near_high={}, near_middle={}, nation={},
              own_name=short(facts.nation), nation_name="",
              own_text=amounts.number(years[last], one), unit=unit_on(one)),
        lines_svg,
    )  # fmt: skip
    return Chart(
        name=f"{indicator}-nation",
        title=f"{one.name}: {facts.nation} over the years",
        alt=_nation_alt(facts, one, years),
        header=("Year", facts.nation),
        rows=tuple((str(year), amounts.amount(years[year], one)) for year in sorted(years)),
        svg=svg,
        key=key,
        source=one.source_note or "",
    )


def _nation_alt(facts: Facts, one: Indicator, years: dict[int, float]) -> str:
    first, last = min(years), max(years)
    lowest, highest = min(years, key=lambda y: years[y]), max(years, key=lambda y: years[y])
    said = [
        f"{facts.nation} went from {amounts.amount(years[first], one)} in {first} to "
        f"{amounts.amount(years[last], one)} in {last}."
    ]
    if years[lowest] != years[highest]:
        said.append(
            f"The lowest figure is {amounts.number(years[lowest], one)} in {lowest}, the highest "
            f"{amounts.number(years[highest], one)} in {highest}."
        )
    gaps = [str(year) for year in range(first, last) if year not in years]
    if gaps:
        said.append(f"No figure for {phrases.listed(gaps)}; the line breaks there.")
    return " ".join(said)
