"""The first page: what this is, whom it is about, and how old what it says is."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Container
from dataclasses import dataclass
from typing import Any, cast, get_args

from earlywarning.definitions.publication import Cadence
from earlywarning.hostile import tame
from earlywarning.period import PeriodKind, months_between, period_end, period_words
from earlywarning.reports import amounts, phrases
from earlywarning.reports.facts import STAGES, Facts
from earlywarning.reports.pages.known import Known
from earlywarning.reports.pages.lately import Line
from earlywarning.reports.pages.regions import region_path, regions_of
from earlywarning.reports.where import page_of
from earlywarning.tables.declared import Indicator
from earlywarning.tables.places import Authority
from earlywarning.tables.published import Publication


@dataclass(frozen=True, slots=True)
class Age:
    """How old the newest figures of one stage are."""

    stage: str
    newest: list[str]
    age: str
    waiting: list[Indicator]


@dataclass(frozen=True, slots=True)
class Late:
    """A publication whose next release should be out, or the day by which it should be."""

    source: str
    title: str
    period: str
    due: dt.date
    is_late: bool


def home(
    facts: Facts, known: Known, there: Container[str] | None, lately: list[Line]
) -> dict[str, Any]:
    """Return what the first page shows."""
    everyone = facts.open_authorities()
    described = _described(facts)
    due = coming(facts, known)
    return {
        "lately": lately,
        "next_due": min((one for one in due if not one.is_late), key=lambda o: o.due, default=None),
        "count": len(everyone),
        "unwritten": not all(_is_there(one, there) for one in everyone),
        "regions": [
            (
                region,
                region_path(region),
                [(one, page_of(one), _is_there(one, there)) for one in members],
            )
            for region, members in regions_of(facts).items()
        ],
        "newest_day": {one.old_la_code: facts.newest_day(one.old_la_code) for one in everyone},
        "described": described,
        "oldness": months_between(described, facts.as_of) if described else 0,
        "ages": [age for age in (_age(facts, stage) for stage in STAGES) if age],
        "late": [one for one in due if one.is_late],
        "refused": [row for row in facts.intake if row.outcome == "refused"],
        "unread": [row for row in facts.intake if row.outcome not in ("refused", "taken")],
        "critical": [row for row in facts.findings if row.severity == "critical"],
    }


def search_index(facts: Facts, known: Known, there: Container[str] | None) -> str:
    """Return a script that sets one variable: for each page its names, codes and region.

    A script and not data, because a page opened from a folder may not fetch.
    """
    rows = [
        {
            "path": page_of(one),
            "name": tame(one.la_name),
            "region": tame(one.region or ""),
            "codes": [one.old_la_code, *known.older_codes.get(one.old_la_code, [])],
            "before": [tame(name) for name in known.other_names.get(one.old_la_code, [])],
        }
        for one in facts.open_authorities()
        if _is_there(one, there)
    ]
    # Only ASCII, and no end of a script in it, so that it holds in any page and encoding.
    told = json.dumps(rows).replace("</", "<\\/")
    return f"var AUTHORITIES = {told};\n"


def coming(facts: Facts, known: Known) -> list[Late]:
    """Return for each publication with a usual day when its next release is due."""
    newest: dict[str, int] = {}
    for row in facts.releases:
        # In-year labels have six figures; publications with a cadence are annual.
        if row.source and row.period and row.period < 10_000:
            newest[row.source] = max(newest.get(row.source, 0), row.period)
    found = (
        _next(facts.as_of, known.publications[source], year)
        for source, year in sorted(newest.items())
        if source in known.publications
    )
    return [one for one in found if one]


def _next(as_of: dt.date, one: Publication, newest: int) -> Late | None:
    if not one.cadence_days or one.cadence_period not in get_args(PeriodKind):
        return None
    kind = cast(PeriodKind, one.cadence_period)
    # The month is checked where the cadence is declared; here only the days count.
    cadence = Cadence.model_construct(period=kind, days=one.cadence_days, month=1, basis="")
    due = cadence.due(newest + 1)
    period = period_words(newest + 1, kind)
    return Late(one.source, one.title or phrases.plain(one.source), period, due, due <= as_of)


def _age(facts: Facts, stage: str) -> Age | None:
    members = [one for one in facts.indicators if one.stage == stage]
    dated = [(one, facts.newest[one.indicator]) for one in members if one.indicator in facts.newest]
    if not members:
        return None
    ends = {_end(one, year): amounts.period(year, one) for one, year in dated}
    days = sorted((day for day in ends if day), reverse=True)
    months = [months_between(day, facts.as_of) for day in days]
    return Age(
        stage=stage,
        newest=[ends[day] for day in days],
        age=_told(months),
        waiting=[one for one in members if one.indicator not in facts.newest],
    )


def _described(facts: Facts) -> dt.date | None:
    ends = [
        _end(one, facts.newest[one.indicator])
        for one in facts.indicators
        if one.indicator in facts.newest
    ]
    return max((end for end in ends if end), default=None)


def _told(months: list[int]) -> str:
    if not months:
        return "no figures"
    if months[0] == months[-1]:
        return phrases.months(months[0])
    return f"{months[0]} to {phrases.months(months[-1])}"


def _end(one: Indicator, year: int) -> dt.date | None:
    if one.period in get_args(PeriodKind):
        return period_end(year, cast(PeriodKind, one.period))
    return None


def _is_there(one: Authority, there: Container[str] | None) -> bool:
    return there is None or page_of(one) in there
