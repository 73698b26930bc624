"""What all charts of an authority need: its figures, those beside it, and where they come from."""

from __future__ import annotations

from earlywarning.reports import phrases
from earlywarning.reports.charts.labels import fit
from earlywarning.reports.facts import Facts, Years
from earlywarning.tables.declared import Indicator

SHORT = 16


def short(name: str) -> str:
    """Return a name that fits beside a line."""
    return fit(name, SHORT)


def known(years: Years) -> dict[int, float]:
    """Return the years with a value."""
    return {year: row.value for year, row in years.items() if row.value is not None}


def neighbours_of(facts: Facts, code: str, indicator: str) -> dict[int, list[float]]:
    """Return year to the values of the statistical neighbours."""
    kept: dict[int, list[float]] = {}
    for other in facts.neighbours.get(code, []):
        for year, value in known(facts.own.get((other, indicator), {})).items():
            kept.setdefault(year, []).append(value)
    return kept


def source_of(facts: Facts, code: str, one: Indicator) -> str:
    """Return where the newest figure comes from: period and the day it was out."""
    years = facts.own.get((code, one.indicator), {})
    dated = [row for row in years.values() if row.value is not None and row.published is not None]
    if not dated:
        return ""
    newest = max(dated, key=lambda row: row.time_period)
    return f"{phrases.period(newest.time_period, one)}; published {phrases.day(newest.published)}"
