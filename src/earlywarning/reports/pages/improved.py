"""Who became better and stayed so, by indicator and pattern: somebody to ring, A to Z."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from earlywarning.reports import amounts, phrases, wording
from earlywarning.reports.facts import STAGES, Facts
from earlywarning.reports.tried import known, tried_in
from earlywarning.reports.where import page_of
from earlywarning.tables.declared import Indicator, Pattern
from earlywarning.tables.level import Improved

# What stands between places where one approach was tried in several.
JOINED = re.compile(r"; | with |, | and ")


@dataclass(frozen=True, slots=True)
class Better:
    """One authority that became better at something, as told.

    since: the first better year, or the figures that were behind a pattern. reviewed: a peer review
    since. tried: what the toolkit knows of it.
    """

    name: str
    path: str
    region: str
    figures: str
    since: str
    reviewed: str
    tried: str


def improved(facts: Facts) -> dict[str, Any]:
    """Return what the page shows: by part of the service and indicator, authorities by name."""
    kept: dict[str, list[Better]] = defaultdict(list)
    for one in facts.open_authorities():
        for row in facts.improved.get(one.old_la_code, []):
            kept[row.indicator].append(better_of(facts, row))
    found = [one for one in facts.indicators if one.indicator in kept]
    groups = [
        (wording.STAGE[stage], [(one, kept[one.indicator]) for one in members])
        for stage in STAGES
        if (members := [one for one in found if one.stage == stage])
    ]
    return {"groups": groups, "gone": _gone(facts), "tried": known(facts)}


def _gone(facts: Facts) -> list[tuple[Pattern, list[Better]]]:
    """Return by pattern who showed it and no longer does, by name."""
    kept: dict[str, list[Better]] = defaultdict(list)
    for place in facts.open_authorities():
        for row in facts.gone.get(place.old_la_code, []):
            names = [facts.indicator(name) for name in row.indicators or []]
            kept[row.pattern].append(
                Better(
                    name=place.la_name,
                    path=page_of(place),
                    region=place.region or "",
                    figures=f"last seen on {phrases.day(row.last_seen)}, on none of "
                    f"{phrases.count(row.looks, 'day')} looked at since",
                    since=", ".join(phrases.inside(one.name) for one in names if one),
                    reviewed=_reviewed(facts, row.old_la_code, row.last_seen.year),
                    tried=_tried(facts, place.la_name),
                )
            )
    found = [one for one in facts.declared.values() if one.pattern in kept]
    return [(one, kept[one.pattern]) for one in sorted(found, key=lambda one: one.name)]


def _tried(facts: Facts, name: str) -> str:
    """Return what the toolkit knows that an authority tried, and what came of offers."""
    told = [one for one in facts.toolkit.values() if name in JOINED.split(one.tried_in or "")]
    study = sorted(one.name or "" for one in told)
    code = next((c for c, one in facts.authorities.items() if one.la_name == name), "")
    own = tried_in(facts, code)
    return "; ".join([*study, *([own] if own else [])])


def better_of(facts: Facts, row: Improved) -> Better:
    """Return one row in words."""
    one, place = facts.indicator(row.indicator), facts.authorities[row.old_la_code]
    assert one is not None, row.indicator
    before = f"{amounts.amount(row.value_before, one)} {amounts.when(row.period_before or 0, one)}"
    now = f"{amounts.bare(row.value, one)} {amounts.when(row.time_period, one)}"
    return Better(
        name=place.la_name,
        path=page_of(place),
        region=place.region or "",
        figures=f"{before}, {now}",
        since=amounts.period(row.since, one),
        reviewed=_reviewed(facts, row.old_la_code, row.since),
        tried=_tried(facts, place.la_name),
    )


def _reviewed(facts: Facts, code: str, year: int) -> str:
    """Return the peer reviews that were held from the year before one on."""
    held = [
        f"{phrases.plain(one.review_type).lower()}, {phrases.day(one.held_on)}"
        for one in facts.peer_reviews.get(code, [])
        if one.held_on and one.held_on.year >= year - 1
    ]
    return "; ".join(held)


def to_ring(facts: Facts, code: str, indicators: list[str]) -> list[tuple[Indicator, list[Better]]]:
    """Return by indicator who among similar places, or else in the region, became better at it."""
    own = facts.authorities[code]
    open_now = {one.old_la_code: one for one in facts.open_authorities()}
    near = [one for one in facts.neighbours.get(code, []) if one in open_now]
    around = [c for c, one in open_now.items() if one.region == own.region and c != code]
    out = []
    for name in indicators:
        one = facts.indicator(name)
        found = _better_at(facts, name, near) or _better_at(facts, name, around)
        if one and found:
            out.append((one, sorted(found, key=lambda better: better.name)))
    return out


def _better_at(facts: Facts, indicator: str, codes: list[str]) -> list[Better]:
    return [
        better_of(facts, row)
        for code in codes
        for row in facts.improved.get(code, [])
        if row.indicator == indicator
    ]
