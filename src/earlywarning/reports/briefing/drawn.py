"""The chart that fits a thing: a funnel for where it stands, its own line for how it moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from earlywarning.reports import charts
from earlywarning.reports.briefing.things import Thing, indicators_of
from earlywarning.reports.charts import Chart
from earlywarning.reports.facts import Facts

FITS: dict[str, tuple[Callable[[Facts, str, str], Chart | None], ...]] = {
    "position": (charts.funnel_of, charts.line_of),
    "movement": (charts.line_of, charts.funnel_of),
}
USUAL = (charts.line_of, charts.funnel_of)


def chart_of(facts: Facts, code: str, thing: Thing, taken: set[str]) -> Chart | None:
    """Return the chart of a thing, none twice in a briefing; `taken` holds the names of others."""
    for chart in _possible(facts, code, thing):
        if chart is not None and chart.name not in taken:
            taken.add(chart.name)
            return chart
    return None


def _possible(facts: Facts, code: str, thing: Thing) -> Iterator[Chart | None]:
    if thing.kind == "watch":
        yield charts.xmr_of(facts, code, thing.name)
    for one in indicators_of(facts, code, thing):
        for draw in FITS.get(thing.way, USUAL):
            yield draw(facts, code, one.indicator)
