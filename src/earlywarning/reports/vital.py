"""Two pictures of an authority's page: its vital signs among others, and what is new this year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from statistics import quantiles

from earlywarning.reports import amounts, phrases
from earlywarning.reports.charts.of_authority import neighbours_of
from earlywarning.reports.charts.strips import Placed, spark, strip
from earlywarning.reports.dossier import Dossier
from earlywarning.reports.facts import Facts
from earlywarning.reports.newest import Newest
from earlywarning.tables.indicators import NATION, NEIGHBOURS
from earlywarning.tables.signals import Watch

PERIODS = 12
STATES = {
    "ordinary": "as expected",
    "rising_doubt": "moving: a doubt",
    "slip": "slipping",
    "notable": "far from its own past",
    "not_enough_history": "too short a past to judge",
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One vital sign of an authority: figures in words, and where it lies among others.

    year: of a figure that is older than those of others.
    """

    indicator: str
    name: str
    unit: str
    figure: str
    year: str
    near: str
    nation: str
    either_way: bool
    strip: str
    alt: str


@dataclass(frozen=True, slots=True)
class Now:
    """One in-year measure: its newest period in figures, and the periods before as a line."""

    name: str
    figure: str
    period: str
    state: str
    line: str


def vital_of(dossier: Dossier) -> list[Sign]:
    """Return the vital signs with a figure, in the order of the child's journey."""
    sides = {row.indicator: -1 if row.worse == "low" else 1 for row in dossier.facts.vital_signs}
    return [
        _sign(dossier, newest, sides[name])
        for name, newest in dossier.newest.items()
        if name in sides and newest.distance is not None
    ]


def _sign(dossier: Dossier, newest: Newest, side: int) -> Sign:
    one = newest.one
    near, nation = newest.against(NEIGHBOURS), newest.against(NATION)
    return Sign(
        indicator=one.indicator,
        name=one.name,
        unit="" if one.unit == "percentage" else amounts.unit_in_brief(one),
        figure=amounts.bare(newest.value, one),
        year=amounts.period(newest.row.time_period, one) if newest.behind else "",
        near=amounts.number(near.value, one) if near else "",
        nation=amounts.number(nation.value, one) if nation else "",
        either_way=one.polarity == "either_way",
        strip=strip(_placed(dossier, newest, side)),
        alt=_alt(dossier, newest),
    )


def _alt(dossier: Dossier, newest: Newest) -> str:
    """Return what the strip shows, for who does not see it."""
    beside = {
        "in similar places": newest.against(NEIGHBOURS),
        f"in {dossier.facts.nation}": newest.against(NATION),
    }
    said = [f"{amounts.number(newest.value, newest.one)} here"]
    said += [f"{amounts.number(row.value, newest.one)} {where}"
             for where, row in beside.items() if row]  # fmt: skip
    if newest.before is not None:
        said.append(f"{amounts.number(newest.before, newest.one)} a year before")
    return phrases.listed(said)


def _placed(dossier: Dossier, newest: Newest, side: int) -> Placed:
    """Return the figure and those beside it in the usual spread of similar places."""
    middle = newest.against(NEIGHBOURS)
    centre = middle.value if middle and middle.value is not None else newest.value
    spread = middle.spread if middle and middle.spread else 1.0

    def at(value: float) -> float:
        return side * (value - centre) / spread

    year, row = newest.row.time_period, newest.row
    near = neighbours_of(dossier.facts, dossier.code, newest.one.indicator).get(year, [])
    ends = quantiles(near, n=4, method="inclusive") if len(near) > 1 else []
    nation = newest.against(NATION)
    known = row.lower is not None and row.upper is not None
    return Placed(
        own=at(newest.value),
        near=(at(ends[0]), at(ends[2])) if ends else None,
        nation=at(nation.value) if nation and nation.value is not None else None,
        before=at(newest.before) if newest.before is not None else None,
        interval=(at(row.lower or 0.0), at(row.upper or 0.0)) if known else None,
        is_old=bool(newest.behind),
    )


def now_of(facts: Facts, code: str) -> list[Now]:
    """Return each in-year measure with its newest period, by name."""
    kept: dict[str, list[Watch]] = {}
    for row in facts.watched.get(code, []):
        kept.setdefault(row.measure, []).append(row)
    found = [_now(facts, name, rows) for name, rows in kept.items()]
    return sorted((one for one in found if one), key=lambda one: one.name)


def _now(facts: Facts, name: str, rows: list[Watch]) -> Now | None:
    often = {row.frequency for row in rows if row.value is not None}
    if not often:
        return None
    # Where both come in, months say more.
    frequency = "monthly" if "monthly" in often else "quarterly"
    own = [row for row in rows if row.frequency == frequency][-PERIODS:]
    newest = next((row for row in reversed(own) if row.value is not None), None)
    if newest is None or newest.value is None:
        return None
    return Now(
        name=facts.measures.get(name, phrases.plain(name)),
        figure=_figure(newest.value, newest.unit or ""),
        period=_period(newest.time_period, frequency),
        state=STATES.get(newest.state or "", phrases.plain(newest.state).lower()),
        line=spark([row.value for row in own], [row.expected for row in own]),
    )


def _figure(value: float, unit: str) -> str:
    if unit.startswith("%"):
        return f"{value:.1f}%"
    return f"{value:,.0f}" if unit == "count" else f"{value:,.1f}"


def _period(period: int, frequency: str) -> str:
    month = phrases.month_name(dt.date(period // 100, period % 100, 1))
    return month if frequency == "monthly" else f"quarter to {month}"
