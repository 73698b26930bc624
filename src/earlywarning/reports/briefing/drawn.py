"""The chart that fits a thing: a funnel for where it stands, its own line for how it moves."""

from __future__ import annotations

from collections.abc import Callable

from earlywarning.reports import charts
from earlywarning.reports.briefing.things import Thing, indicators_of
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.facts import Facts

FITS: dict[str, tuple[Callable[[Facts, str, str], Chart | None], ...]] = {
    "position": (charts.funnel_of, charts.line_of),
    "movement": (charts.line_of, charts.funnel_of),
}
USUAL = (charts.line_of, charts.funnel_of)


def chart_of(facts: Facts, code: str, thing: Thing, taken: set[str]) -> Chart | None:
    """Return the chart of a thing; no figure that is `taken` by another is drawn again."""
    if thing.kind == "watch":
        return charts.xmr_of(facts, code, thing.name)
    for one in indicators_of(facts, code, thing):
        if one.indicator in taken:
            continue
        for draw in FITS.get(thing.way, USUAL):
            chart = draw(facts, code, one.indicator)
            if chart is not None:
                taken.add(one.indicator)
                return chart
    return None
