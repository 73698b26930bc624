"""What is new since a month ago in five lines, and when the next figures are due."""

from __future__ import annotations

from dataclasses import dataclass

from earlywarning.reports import phrases
from earlywarning.reports.facts import Facts
from earlywarning.reports.pack.month import Month
from earlywarning.reports.pack.since import moved
from earlywarning.reports.where import page_of

NAMED = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One line: words before the names, and each name with its page."""

    words: str
    names: list[tuple[str, str]]
    more: int = 0


def lately(facts: Facts, month: Month) -> list[Line]:
    """Return what is new, changed and overdue, as far as this edition may know; by name."""
    out = [*_published(facts, month)]
    if not facts.edition.is_public:
        changed = _line(facts, "Changed band", list(moved(facts, month)))
        ours = [*changed, *_alerts(facts, month), *_waiting(facts)]
        out = [*ours, *_overdue(facts, month), *out]
    return out


def _line(facts: Facts, words: str, codes: list[str]) -> list[Line]:
    there = {one.old_la_code: one for one in facts.open_authorities()}
    named = sorted((there[code] for code in set(codes) if code in there), key=lambda a: a.la_name)
    if not named:
        return []
    shown = [(one.la_name, page_of(one)) for one in named[:NAMED]]
    return [Line(f"{words} ({len(named)})", shown, len(named) - len(shown))]


def _alerts(facts: Facts, month: Month) -> list[Line]:
    live = {row.old_la_code: row.alert_since for row in facts.every_standing() if row.alert_since}
    new = [code for code, since in live.items() if month.is_new(since)]
    words = "A new alert at the front door" if new else "An alert at the front door still stands"
    return _line(facts, words, new or list(live))


def _waiting(facts: Facts) -> list[Line]:
    states = {"to_be_shared", "reply_awaited", "decision_due"}
    waits = [row.old_la_code for row in facts.every_standing() if row.offer_state in states]
    return _line(facts, "An offer waits for a reply or a decision", waits)


def _overdue(facts: Facts, month: Month) -> list[Line]:
    new = [
        row.old_la_code
        for row in month.review_events
        if row.event == "overdue" and month.is_new(row.happened_on)
    ]
    return _line(facts, "Two years since the last peer review", new)


def _published(facts: Facts, month: Month) -> list[Line]:
    titles = sorted(
        {row.title or row.release for row in facts.releases if month.is_new(row.published)}
    )
    revised = sorted({row.title for row in month.revised if row.title})
    out = [Line(f"New figures: {phrases.listed(titles, 3)}", [])] if titles else []
    return out + ([Line(f"Revised: {phrases.listed(revised, 3)}", [])] if revised else [])
