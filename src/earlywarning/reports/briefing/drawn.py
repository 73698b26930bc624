"""The chart that fits a thing: a funnel for where it stands, its own line for how it moves."""

from __future__ import annotations

from collections.abc import Callable

from earlywarning.reports import charts
from earlywarning.reports.briefing.things import Thing, indicators_of
from earlywarning.reports.charts import Chart
from earlywarning.reports.facts import Facts

Draw = Callable[[Facts, str, str], Chart | None]
FITS = {
    "position": ("funnel_of", "line_of"),
    "neighbours": ("line_of",),
    "movement": ("xmr_of", "line_of"),
}
ANY = ("line_of",)


def chart_of(facts: Facts, code: str, thing: Thing, taken: set[str]) -> Chart | None:
    """Return the chart of a thing, none twice in a briefing; `taken` holds the names of others."""
    for chart in _possible(facts, code, thing):
        if chart is not None and chart.name not in taken:
            taken.add(chart.name)
            return chart
    return None
