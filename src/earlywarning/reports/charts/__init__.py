"""One chart grammar for every output; drawn by lets-plot, the same picture everywhere."""

from earlywarning.reports.charts.chart import Chart

__all__ = ["Chart"]
