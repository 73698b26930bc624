"""What is new of each authority since a month ago, in a few words each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from earlywarning.reports import phrases, wording
from earlywarning.reports.facts import Facts
from earlywarning.reports.pack.month import Month
from earlywarning.reports.phrases import inside, listed, quoted
from earlywarning.reports.wording import band
from earlywarning.tables.published import Inspection
from earlywarning.tables.signals import WATCH

NAMED = 3
LIFE = (
    ("proposed_on", "an offer was written down"),
    ("shared_on", "the offer was shared with the authority"),
    ("held_on", "the review was held"),
    ("closed_on", "what the review found was written down"),
)


def news(facts: Facts, month: Month) -> dict[str, list[str]]:
    """Return what is new, by three-digit code; an authority without news is not in it."""
    kept: dict[str, list[str]] = defaultdict(list)
    tellers = (_bands, _figures, _alerts, _watch, _heard, _offers, _replies, _reviews, _inspections)
    for tell in tellers:
        for code, said in tell(facts, month):
            kept[code].append(said)
    there = {a.old_la_code for a in facts.open_authorities()}
    return {code: said for code, said in kept.items() if code in there}


def moved(facts: Facts, month: Month) -> dict[str, tuple[str, str]]:
    """Return the bands then and now of those whose band is another; not known is no band."""
    out = {}
    for code, rows in facts.scores.items():
        then, now = month.bands_then.get(code), rows[0].band
        if then and then != now:
            out[code] = (then, now)
    return out


def _bands(facts: Facts, month: Month) -> Iterator[tuple[str, str]]:
    for code, (then, now) in sorted(moved(facts, month).items()):
        yield code, f"band {band(now)}, was {band(then)} ({_because(facts, month, code)})"


def _because(facts: Facts, month: Month, code: str) -> str:
    """Return what differs from a month ago: keys, and figures that stand out or no longer do."""
    names, stands = facts.indicator_names(), facts.standing(code)
    then = {one for whose, one in month.stood_out_then if whose == code}
    now = {row.indicator for row in facts.signals.get(code, []) if row.reading == "concern"}
    before, keys = month.keys_then.get(code, []), (stands.keys or []) if stands else []
    told = {
        "turned since": [wording.key(one) for one in keys if one not in before],
        "no longer turned": [wording.key(one) for one in before if stands and one not in keys],
        "stands out now": sorted(inside(names.get(one, one)) for one in now - then),
        "no longer stands out": sorted(inside(names.get(one, one)) for one in then - now),
    }
    said = "; ".join(f"{what}: {listed(found, NAMED)}" for what, found in told.items() if found)
    return said or "by points alone"


def _figures(facts: Facts, month: Month) -> Iterator[tuple[str, str]]:
    names = facts.indicator_names()
    for code, rows in facts.signals.items():
        found = sorted(
            {
                inside(names.get(row.indicator, phrases.plain(row.indicator)))
                for row in rows
                if row.reading == "concern"
                and month.is_new(row.first_seen)
                and (code, row.indicator) not in month.stood_out_then
            }
        )
        if found:
            yield code, f"newly stands out: {listed(found, NAMED)}"


def _alerts(_facts: Facts, month: Month) -> Iterator[tuple[str, str]]:
    for row in month.alerts:
        # How a watch alert ended is told by the watch itself, with its reason.
        if month.is_new(row.looked_on) and (row.cause, row.change) != (WATCH, "over"):
            told = {"raised": "alert", "stronger": "alert, stronger", "over": "alert over"}
            yield (
                row.old_la_code,
                f"{told.get(row.change, row.change)}: {phrases.plain(row.cause).lower()}",
            )


def _watch(_facts: Facts, month: Month) -> Iterator[tuple[str, str]]:
    ended = {
        "returned": "back to what its own past lets expect",
        "new_level": "the new level has lasted so long that it is expected now, which is "
        "no reassurance",
        "no_returns": "no more returns, which is no reassurance",
    }
    for row in month.watch_alerts:
        if month.is_new(row.ended_known_on):
            said = ended.get(row.ended_because or "", "over")
            yield row.old_la_code, f"front-door watch: {said}"


def _heard(_facts: Facts, month: Month) -> Iterator[tuple[str, str]]:
    kept: dict[str, set[str]] = defaultdict(set)
    for row in month.heard:
        if month.is_new(row.recorded_on or row.heard_on):
            kept[row.old_la_code].add(phrases.plain(row.flag).lower())
    for code, flags in sorted(kept.items()):
        yield code, f"heard: {listed(sorted(flags))}"


def _offers(facts: Facts, month: Month) -> Iterator[tuple[str, str]]:
    for code, rows in facts.offers.items():
        for row in rows:
            for field, said in LIFE:
                on: dt.date | None = getattr(row, field)
                if month.is_new(on):
                    yield code, f"{said} on {phrases.day(on)} ({row.offer})"
            if month.is_new(row.decided_on):
                yield code, f"{row.decision or 'decided'} on {phrases.day(row.decided_on)}"


def _replies(facts: Facts, month: Month) -> Iterator[tuple[str, str]]:
    for code, replies in facts.replies.items():
        for reply in replies:
            if month.is_new(reply.replied_on):
                yield code, f"replied on {phrases.day(reply.replied_on)}"


def _reviews(_facts: Facts, month: Month) -> Iterator[tuple[str, str]]:
    said = {
        "overdue": "two years since its last peer review",
        "refused": "a peer review was refused",
        "postponed": "a peer review was postponed",
    }
    for row in month.review_events:
        if month.is_new(row.happened_on):
            told = said.get(row.event, phrases.plain(row.event).lower())
            yield row.old_la_code, f"{told}, on {phrases.day(row.happened_on)}"


def _inspections(facts: Facts, month: Month) -> Iterator[tuple[str, str]]:
    for code, rows in facts.inspections.items():
        new = [row for row in rows if month.is_new(row.published)]
        for on in sorted({row.published for row in new if row.published}):
            of_day = [row for row in new if row.published == on]
            yield code, f"inspection report of {phrases.day(on)}: {_grades(of_day)}"


def _grades(rows: list[Inspection]) -> str:
    overall = [row.grade for row in rows if row.judgement == "overall" and row.grade]
    if overall:
        return f"overall {quoted(overall[0])}"
    said = [
        f"{phrases.plain(r.judgement).lower()} {quoted(r.grade or '')}" for r in rows if r.grade
    ]
    return listed(sorted(said), NAMED) or "no grade in the list"
