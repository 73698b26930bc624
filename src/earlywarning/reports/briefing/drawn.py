"""The chart that fits a thing: a funnel for where it stands, its own line for how it moves."""

from __future__ import annotations

from collections.abc import Callable

from earlywarning.reports.briefing.things import Thing, indicators_of
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.charts.of_funnel import funnel_of
from earlywarning.reports.charts.of_line import line_of
from earlywarning.reports.charts.of_xmr import xmr_of
from earlywarning.reports.facts import Facts

FITS: dict[str, tuple[Callable[[Facts, str, str], Chart | None], ...]] = {
    "position": (funnel_of, line_of),
    "movement": (line_of, funnel_of),
}
USUAL = (line_of, funnel_of)


def chart_of(facts: Facts, code: str, thing: Thing, taken: set[str]) -> Chart | None:
    """Return the chart of a thing; no figure that is `taken` by another is drawn again."""
    if thing.kind == "watch":
        return xmr_of(facts, code, thing.name)
    for one in indicators_of(facts, code, thing):
        if one.indicator in taken:
            continue
        for draw in FITS.get(thing.way, USUAL):
            chart = draw(facts, code, one.indicator)
            if chart is not None:
                taken.add(one.indicator)
                return chart
    return None
