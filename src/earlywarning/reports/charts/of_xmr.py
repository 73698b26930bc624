"""An in-year series as a control chart, with the rule that its newest points broke."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.charts.shelf import drawn
from earlywarning.reports.charts.xmr import Control, control_svg
from earlywarning.reports.facts import Facts
from earlywarning.statistics.spc import FEWEST_BASELINE, Xmr, xmr
from earlywarning.tables.signals import Watch

RULE = {
    "above_limit": "above the upper limit",
    "below_limit": "below the lower limit",
    "rising": "six or more points rising without a break",
    "falling": "six or more points falling without a break",
    "two_in_three_high": "two in three points close to the upper limit",
    "two_in_three_low": "two in three points close to the lower limit",
    "shift_high": "a long run above the mean",
    "shift_low": "a long run below the mean",
}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
ORDINARY = "common_cause"


class _Series(NamedTuple):
    rows: list[Watch]
    label: str
    unit: str


def measures_watched(facts: Facts, code: str) -> list[str]:
    """Return the in-year measures of an authority that have enough points for a control chart."""
    kept: dict[str, int] = {}
    for row in facts.watched.get(code, []):
        kept[row.measure] = kept.get(row.measure, 0) + (row.value is not None)
    return [name for name, many in kept.items() if many >= FEWEST_BASELINE]


def xmr_of(facts: Facts, code: str, measure: str) -> Chart | None:
    """Draw an in-year measure as a control chart; None with fewer than twelve points.

    Source: Wheeler 1993; NHS England, Making Data Count (limits at 2.66 mean moving ranges).
    """
    series = _series(facts, code, measure)
    if series is None or len(series.rows) < FEWEST_BASELINE:
        return None
    found = xmr(np.array([row.value for row in series.rows], dtype=float), improvement="neutral")
    if np.isnan(found.upper[-1]):
        return None
    newest = series.rows[-1]
    text = _text(newest.value, series.unit)
    key, svg = drawn(_control(found, series, text), control_svg)
    return Chart(
        name=f"{measure}-xmr",
        title=f"{series.label} within the year, {newest.frequency} returns",
        alt=_alt(found, series, text),
        header=("Period", series.label, "Rule"),
        rows=tuple(
            (_name(row.time_period), _text(row.value, series.unit), RULE.get(str(label), ""))
            for row, label in zip(series.rows, found.label, strict=True)
        ),
        svg=svg,
        key=key,
        source="in-year returns, provisional",
        how="dashed: limits of ordinary variation; squares: points that a rule marks",
    )


def _series(facts: Facts, code: str, measure: str) -> _Series | None:
    rows = [r for r in facts.watched.get(code, []) if r.measure == measure and r.value is not None]
    often = {row.frequency for row in rows}
    frequency = "monthly" if "monthly" in often else next(iter(often), None)
    rows = [row for row in rows if row.frequency == frequency]
    if not rows:
        return None
    unit = "%" if (rows[0].unit or "").startswith("%") else ""
    return _Series(rows, facts.measured([measure])[0], unit)


def _control(found: Xmr, series: _Series, text: str) -> Control:
    places = [_place(row.time_period) for row in series.rows]
    return Control(
        places=places,
        values=[float(row.value or 0) for row in series.rows],
        marked=[str(label) != ORDINARY for label in found.label],
        lower=float(found.lower[-1]),
        mean=float(found.mean[-1]),
        upper=float(found.upper[-1]),
        names={at: _short(at) for at in range(min(places), max(places) + 1)},
        own_text=text,
        unit=series.unit or "a month" if series.rows[-1].frequency == "monthly" else series.unit,
    )


def _alt(found: Xmr, series: _Series, text: str) -> str:
    newest = series.rows[-1]
    rule = RULE.get(str(found.label[-1]))
    end = f"It is marked: {rule}." if rule else "It is within what is ordinary for this series."
    low, high = _text(found.lower[-1], series.unit), _text(found.upper[-1], series.unit)
    return (
        f"{series.label} over {len(series.rows)} periods to {_name(newest.time_period)}. Ordinary "
        f"variation is between {low} and {high}; the newest figure is {text}. {end}"
    )


def _text(value: float | None, unit: str) -> str:
    return "no figure" if value is None else f"{value:,.1f}{unit}"


def _place(year_and_month: int) -> int:
    return year_and_month // 100 * 12 + year_and_month % 100 - 1


def _short(place: int) -> str:
    return f"{MONTHS[place % 12]} {place // 12}"


def _name(year_and_month: int) -> str:
    return _short(_place(year_and_month))
