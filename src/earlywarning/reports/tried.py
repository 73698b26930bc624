"""What was tried in offers of help, and what it came to: here, and elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from earlywarning.reports import phrases
from earlywarning.reports.facts import Facts
from earlywarning.reports.phrases import dated, inside, listed, sentence
from earlywarning.tables.offers import OfferOutcome

APPROACH, SUPPORTER = "approach", "supporter"
CAME = {"helped": "helped", "did_not_help": "did not help", "too_early": "too early to tell"}


def here(facts: Facts, code: str) -> list[str]:
    """Return in sentences what was tried in an authority and who helped, newest first."""
    return [
        sentence(
            f"{title_of(facts, row.what, row.name)}: {_came(row)}, {phrases.day(row.recorded_on)}"
        )
        + (f" Seen: {sentence(dated(row.seen))}" if row.seen else "")
        for row in facts.outcomes.get(code, [])
    ]


def elsewhere(facts: Facts, what: str, name: str, but: str = "") -> str:
    """Return what an approach or a supporter came to in offers to others; empty if in none.

    Only the consortium's own file holds what came of offers to others.
    """
    rows = [row for row in _rows(facts, what, name) if row.old_la_code != but]
    if not rows:
        return ""
    told = [
        f"{word} in {listed(sorted({facts.name(row.old_la_code) for row in own}))}"
        for outcome, word in CAME.items()
        if (own := [row for row in rows if row.outcome == outcome])
    ]
    return "; ".join(told)


def beside(facts: Facts, code: str, approaches: list[str], supporters: list[str]) -> list[str]:
    """Return in sentences what an offer's approaches and supporters came to elsewhere."""
    named = [(APPROACH, one) for one in approaches] + [(SUPPORTER, one) for one in supporters]
    return [
        sentence(f"{title_of(facts, what, name)}: {told}")
        for what, name in named
        if (told := elsewhere(facts, what, name, code))
    ]


def title_of(facts: Facts, what: str, name: str) -> str:
    """Return the name of an approach, of an authority that helped, or the role."""
    if what == APPROACH:
        found = facts.toolkit.get(name)
        return (found.name if found else None) or phrases.plain(name)
    return f"{facts.name(name)} as supporter" if what == SUPPORTER else phrases.plain(name)


def known(facts: Facts) -> list[tuple[str, str]]:
    """Return every approach and supporter of which an outcome is known, by name, with what came."""
    rows = {(row.what, row.name) for own in facts.outcomes.values() for row in own}
    told = [(title_of(facts, what, name), elsewhere(facts, what, name)) for what, name in rows]
    return sorted(one for one in told if one[1])


def tried_in(facts: Facts, code: str) -> str:
    """Return in short which approaches were tried in an authority, and where it helped others."""
    own = [
        f"{inside(title_of(facts, row.what, row.name))} ({_came(row)})"
        for row in facts.outcomes.get(code, [])
        if row.what == APPROACH
    ]
    helped = elsewhere(facts, SUPPORTER, code)
    return "; ".join([*own, *([f"as supporter: {helped}"] if helped else [])])


def _came(row: OfferOutcome) -> str:
    return CAME.get(row.outcome, phrases.plain(row.outcome).lower())


def _rows(facts: Facts, what: str, name: str) -> Iterator[OfferOutcome]:
    for own in facts.outcomes.values():
        yield from (row for row in own if (row.what, row.name) == (what, name))
