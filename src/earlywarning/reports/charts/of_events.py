"""The timeline of an authority: inspections, reviews, offers, what was heard, changes of signal."""

from __future__ import annotations

import datetime as dt

from earlywarning.reports import phrases
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.charts.shelf import drawn
from earlywarning.reports.charts.timeline import Event, Events, timeline_svg
from earlywarning.reports.dossier import Dossier, dossier_of
from earlywarning.reports.facts import Facts

YEARS = 12


def events_of(facts: Facts, code: str) -> Chart | None:
    """Draw what happened and when, as far as the edition holds it; None where nothing did."""
    since = facts.as_of.replace(year=facts.as_of.year - YEARS, day=1)
    dossier = dossier_of(facts, code)
    every = (*_inspections(dossier), *_reviews(dossier), *_offers(dossier), *_heard(dossier))
    events = [one for one in every if since <= one.day <= facts.as_of]
    if not events:
        return None
    lanes = list(dict.fromkeys(one.lane for one in events))
    events.sort(key=lambda one: (one.day, lanes.index(one.lane)))
    key, svg = drawn(Events(events, lanes, facts.as_of.year), timeline_svg)
    return Chart(
        name="events",
        title="What happened when",
        alt=_alt(events),
        header=("Day", "What", "Kind"),
        rows=tuple((phrases.day(one.day), one.text, one.lane) for one in events),
        svg=svg,
        key=key,
    )


def _alt(events: list[Event]) -> str:
    many = phrases.count(len(events), "event")
    last = events[-1]
    return (
        f"{many} since {phrases.day(events[0].day)}; the newest is {last.text.lower()}, "
        f"{phrases.day(last.day)}. All are in the table below."
    )


def _inspections(dossier: Dossier) -> list[Event]:
    """Return one event per report: the overall grade, or what was judged."""
    by_day: dict[dt.date, dict[str, str]] = {}
    for row in dossier.inspections:
        if row.published is not None and row.grade:
            by_day.setdefault(row.published, {})[row.judgement or ""] = row.grade
    return [
        Event("Inspections", day, grades.get("overall") or _parts(grades))
        for day, grades in sorted(by_day.items())
    ]


def _parts(grades: dict[str, str]) -> str:
    return (
        phrases.count(len(grades), "judgement") if len(grades) > 1 else next(iter(grades.values()))
    )


def _reviews(dossier: Dossier) -> list[Event]:
    out = []
    for row in dossier.peer_reviews:
        day = row.held_on or row.asked_on
        if day is not None:
            out.append(Event("Peer reviews", day, phrases.plain(row.status)))
    return out


def _offers(dossier: Dossier) -> list[Event]:
    return [
        Event("Offers", row.proposed_on, phrases.plain(row.action))
        for row in dossier.offers
        if row.proposed_on is not None
    ]


def _heard(dossier: Dossier) -> list[Event]:
    return [
        Event("Heard", row.heard_on.replace(day=1), phrases.plain(row.flag))
        for row in dossier.soft_items
        if row.heard_on is not None
    ]
