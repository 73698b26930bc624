"""Where things stand in the site: for links from any page."""

from __future__ import annotations

import re

from jinja2 import Environment

from earlywarning.reports.charts.chart import Chart, csv_address
from earlywarning.reports.charts.look import dark
from earlywarning.reports.where import slug

STYLE = re.compile(r"<style>.*?</style>")
PLAIN = re.compile(r"[a-z0-9_]{1,60}")


def name_of(identifier: str) -> str:
    """Return an identifier fit for a file name or a fragment; those we declare stay as they are."""
    return identifier if PLAIN.fullmatch(identifier) else slug(identifier)


def indicator_path(identifier: str) -> str:
    """Return the path of an indicator's page below the site's folder."""
    return f"indicator/{name_of(identifier)}.html"


def pattern_path(identifier: str) -> str:
    """Return the path of a pattern's page."""
    return f"pattern/{name_of(identifier)}.html"


def source_path(source: str) -> str:
    """Return the path of a publication's section on the page of sources."""
    return f"sources.html#source-{name_of(source)}"


def inline(chart: Chart) -> str:
    """Return a chart's picture for a page that holds several, which has its rules for the dark."""
    return STYLE.sub("", chart.svg)


def prepare(environment: Environment) -> None:
    """Give the templates what they need to link and to draw."""
    for tool in (indicator_path, pattern_path, source_path, inline, csv_address, name_of, slug):
        environment.filters[tool.__name__] = tool
    environment.globals["dark"] = dark()
