"""The nation's own line over the years, with no authority in it."""

from __future__ import annotations

from earlywarning.reports import amounts, phrases
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.charts.line import Lines, lines_svg
from earlywarning.reports.charts.of_authority import known, short, unit_on
from earlywarning.reports.charts.shelf import drawn
from earlywarning.reports.facts import Facts
from earlywarning.tables.declared import Indicator


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
        alt=_alt(facts, one, years),
        header=("Year", facts.nation),
        rows=tuple((str(year), amounts.amount(years[year], one)) for year in sorted(years)),
        svg=svg,
        key=key,
        source=one.source_note or "",
    )


def _alt(facts: Facts, one: Indicator, years: dict[int, float]) -> str:
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
