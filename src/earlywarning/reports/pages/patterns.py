"""Patterns, each with what it means and what to ask, and the way through the service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from earlywarning.reports import phrases, wording
from earlywarning.reports.charts.of_flow import nation_way_of
from earlywarning.reports.facts import Facts
from earlywarning.reports.pages.known import Known
from earlywarning.reports.pages.regions import regions_of
from earlywarning.reports.pages.series import releases_of
from earlywarning.reports.where import page_of
from earlywarning.tables.declared import Indicator, PathwayStep, Pattern
from earlywarning.tables.places import Authority

YEARS = 8


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step with the nation's newest figures and its conversion by year, as text."""

    step: PathwayStep
    begin: str
    to: str
    year: str
    conversions: list[str]
    sources: list[str]


def pattern_list(facts: Facts, known: Known) -> dict[str, Any]:
    """Return every pattern that is looked for, by its reading."""
    readings = sorted({one.reading or "" for one in known.patterns}, key=_reading_order)
    groups = [
        (reading, [one for one in known.patterns if (one.reading or "") == reading])
        for reading in readings
    ]
    return {"groups": groups, "seen": {one.pattern: seen(facts, one) for one in known.patterns}}


def pattern_page(facts: Facts, pattern: Pattern) -> dict[str, Any]:
    """Return what the page of one pattern shows."""
    return {
        "pattern": pattern,
        "seen": seen(facts, pattern),
        "related": related(facts, pattern),
        "shown_by": _shown_by(facts, pattern),
    }


def _shown_by(facts: Facts, pattern: Pattern) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return who shows a pattern, by region and name: for the consortium alone."""
    if facts.edition.tier != "consortium":
        return []
    found = [
        (region, [(one.la_name, page_of(one)) for one in members if _shows(facts, one, pattern)])
        for region, members in regions_of(facts).items()
    ]
    return [(region, names) for region, names in found if names]


def _shows(facts: Facts, one: Authority, pattern: Pattern) -> bool:
    return any(row.pattern == pattern.pattern for row in facts.patterns.get(one.old_la_code, []))


def seen(facts: Facts, pattern: Pattern) -> str:
    """Return how often a pattern is seen today, without a name; nothing where that is not told."""
    if facts.edition.is_public:
        return ""
    among = facts.open_authorities()
    rows = [row for one in among for row in facts.patterns.get(one.old_la_code, [])]
    many = sum(row.pattern == pattern.pattern for row in rows)
    if len(among) == 1:
        there = "It is" if many else "It is not"
        return f"{there} seen today in {among[0].la_name}."
    told = phrases.count(len(among), "authority", "authorities")
    if not many:
        return f"It is not seen today in any of {told}. That is not reassurance."
    return f"It is seen today in {many} of {told}."


def related(facts: Facts, pattern: Pattern) -> list[Indicator]:
    """Return the indicators of the pattern's stage, for further reading."""
    return [one for one in facts.indicators if one.stage == pattern.stage]


def _reading_order(reading: str) -> tuple[int, str]:
    order = list(wording.READING)
    return (order.index(reading) if reading in order else len(order), reading)


def way(facts: Facts, known: Known) -> dict[str, Any]:
    """Return the steps of the way with the nation's figures over the newest years."""
    years = sorted({year for values in known.national.values() for year in values})[-YEARS:]
    drawn = (nation_way_of(facts, known.national, year) for year in reversed(years))
    return {
        "years": years,
        "steps": [_shown(facts, known, step, years) for step in facts.steps.values()],
        "drawn": next(filter(None, drawn), None),
    }


def _shown(facts: Facts, known: Known, step: PathwayStep, years: list[int]) -> StepShown:
    begin, to = (known.national.get(name, {}) for name in (step.from_series, step.to_series))
    both = sorted(set(begin) & set(to))
    last = both[-1] if both else None
    releases = releases_of(facts, known, (step.from_series, step.to_series))
    return StepShown(
        step=step,
        begin=f"{begin[last]:,.0f}" if last else "no figure",
        to=f"{to[last]:,.0f}" if last else "no figure",
        year=str(last or ""),
        conversions=[
            f"{100 * to[year] / begin[year]:,.0f}"
            if year in begin and year in to and begin[year]
            else "no figure"
            for year in years
        ],
        sources=sorted({row.source for row in releases if row.source}),
    )
