"""What all charts of an authority need: its figures, those beside it, and where they come from."""

from __future__ import annotations

from collections.abc import Iterable

from earlywarning.reports import amounts, phrases
from earlywarning.reports.charts.labels import fit
from earlywarning.reports.facts import Facts, Years
from earlywarning.tables.declared import Indicator
from earlywarning.tables.indicators import IndicatorValue

SHORT, UNIT = 16, 40


def short(name: str) -> str:
    """Return a name that fits beside a line."""
    return fit(name, SHORT)


def unit_on(one: Indicator) -> str:
    """Return a unit that fits on an axis."""
    return fit(amounts.unit_on_axis(one), UNIT)


def known(years: Years) -> dict[int, float]:
    """Return the years with a value."""
    return {year: row.value for year, row in years.items() if row.value is not None}


def neighbours_of(facts: Facts, code: str, indicator: str) -> dict[int, list[float]]:
    """Return year to the values of the statistical neighbours, each joint figure once."""
    kept: dict[int, list[IndicatorValue]] = {}
    for other in facts.neighbours.get(code, []):
        for year, row in facts.own.get((other, indicator), {}).items():
            kept.setdefault(year, []).append(row)
    told = {year: told_once(rows, beside=code) for year, rows in kept.items()}
    return {year: values for year, values in told.items() if values}


def told_once(rows: Iterable[IndicatorValue], *, beside: str = "") -> list[float]:
    """Return the values of rows of one year; of a joint return once, and never beside a partner."""
    named, out = {beside}, []
    for row in rows:
        own = str(row.old_la_code)
        about = {own, *(row.joint_with or own).split(",")}
        if row.value is not None and not named & about:
            named.add(own)
            out.append(row.value)
    return out


def source_of(facts: Facts, code: str, one: Indicator) -> str:
    """Return where the newest figure comes from: period and the day it was out."""
    years = facts.own.get((code, one.indicator), {})
    dated = [row for row in years.values() if row.value is not None and row.published is not None]
    if not dated:
        return ""
    newest = max(dated, key=lambda row: row.time_period)
    return f"{amounts.period(newest.time_period, one)}; published {phrases.day(newest.published)}"
