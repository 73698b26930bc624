"""One chart grammar for every output; drawn by lets-plot, the same picture everywhere."""

from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.charts.of_bars import pathway_of, points_of
from earlywarning.reports.charts.of_events import events_of
from earlywarning.reports.charts.of_funnel import funnel_of
from earlywarning.reports.charts.of_line import line_of
from earlywarning.reports.charts.of_xmr import measures_watched, xmr_of
from earlywarning.reports.charts.shelf import SUFFIX, kept_in

__all__ = [
    "SUFFIX",
    "Chart",
    "events_of",
    "funnel_of",
    "kept_in",
    "line_of",
    "measures_watched",
    "pathway_of",
    "points_of",
    "xmr_of",
]
