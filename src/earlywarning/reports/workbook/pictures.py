"""The charts of one authority as a workbook shows them: the same as on its page."""

from __future__ import annotations

from earlywarning.reports.charts.of_bars import points_of
from earlywarning.reports.charts.of_events import events_of
from earlywarning.reports.charts.of_flow import way_of
from earlywarning.reports.charts.of_line import line_of
from earlywarning.reports.document.pdf import picture_png
from earlywarning.reports.facts import Facts
from earlywarning.reports.workbook import model
from earlywarning.reports.workbook.model import Drawn

# Sharp on a screen of twice the usual density, and small enough to send.
DOTS = 144


def pictures_of(facts: Facts, code: str) -> tuple[Drawn, ...]:
    """Return the charts of an authority, those that there is something to draw for."""
    charts = (
        way_of(facts, code),
        points_of(facts, code),
        events_of(facts, code),
        *(line_of(facts, code, one.indicator) for one in facts.indicators),
    )
    return tuple(
        Drawn(model.words(chart.title), model.words(chart.alt), picture_png(chart, DOTS), DOTS)
        for chart in charts
        if chart is not None
    )
