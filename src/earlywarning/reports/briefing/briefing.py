"""One authority in four minutes: the briefing for a panel, or the public portrait."""

from __future__ import annotations

from collections.abc import Iterator

from earlywarning.errors import UsageError
from earlywarning.reports import phrases, wording
from earlywarning.reports.briefing import offer as offers
from earlywarning.reports.briefing.data import doubts, explanations
from earlywarning.reports.briefing.first import ROUTINE, inspected, lead, standing
from earlywarning.reports.briefing.jargon import explained
from earlywarning.reports.briefing.open import portrait
from earlywarning.reports.briefing.people import people
from earlywarning.reports.briefing.points import points_of
from earlywarning.reports.briefing.sayings import warned
from earlywarning.reports.briefing.sources import sources_of
from earlywarning.reports.briefing.things import Thing, indicators_of, things_of
from earlywarning.reports.charts.of_events import events_of
from earlywarning.reports.document.blocks import (
    Block,
    Document,
    Heading,
    Listed,
    Pairs,
    Picture,
    Words,
)
from earlywarning.reports.document.plain import text_of
from earlywarning.reports.dossier import Dossier, dossier_of
from earlywarning.reports.facts import Facts
from earlywarning.reports.newest import Newest

NUMBERS = ("No", "One", "Two", "Three")


def briefing_of(facts: Facts, code: str) -> Document:
    """Return the briefing of an authority, as far as this edition may tell.

    A public file gives a portrait of published figures, without score, offer or anything heard.

    Raises:
        UsageError: if this edition holds no page about the authority.
    """
    authority = facts.authorities.get(code)
    if authority is None or not facts.edition.is_about(authority):
        raise UsageError(f"{code}: this file holds no briefing about it")
    dossier = dossier_of(facts, code)
    if facts.edition.is_public:
        blocks, named = portrait(dossier, inspected(facts, code))
    else:
        things = things_of(facts, code)
        named = _named(dossier, things)
        blocks = list(_for_a_panel(dossier, things, named))
    terms = explained(text_of(blocks))
    if terms:
        blocks += [Heading("Words used here"), Pairs(terms)]
    return Document(
        title=f"Briefing: {authority.la_name}",
        subtitle=_subtitle(dossier),
        marks=facts.marks(),
        blocks=tuple(blocks),
        sources=sources_of(facts, named),
        day=facts.as_of,
    )


def _subtitle(dossier: Dossier) -> str:
    told = wording.newest_told(dossier.standing, dossier.newest_day)
    parts = (dossier.authority.region or "", f"known on {phrases.day(dossier.facts.as_of)}", told)
    return " \N{MIDDLE DOT} ".join(part for part in parts if part)


def _named(dossier: Dossier, things: list[Thing]) -> list[Newest]:
    """Return the figures that the things rest on, each once."""
    every = [
        one.indicator
        for thing in things
        for one in indicators_of(dossier.facts, dossier.code, thing)
    ]
    return [dossier.newest[name] for name in dict.fromkeys(every) if name in dossier.newest]


def _for_a_panel(dossier: Dossier, things: list[Thing], named: list[Newest]) -> Iterator[Block]:
    facts, authority, code = dossier.facts, dossier.authority, dossier.code
    offer = dossier.offer
    other = explanations(facts, things, [row.one for row in named])
    yield lead(facts, authority)
    yield standing(facts, authority)
    routine = offer is None or offer.action == ROUTINE
    yield Heading("What to know first" if routine else _heading(things))
    yield from points_of(facts, code, things)
    yield Heading("What people have said")
    yield from people(facts, code)
    yield Heading("What to doubt in the data")
    yield from doubts(dossier)
    yield from _list("What else could explain it", other)
    yield from _list("Questions to ask", offers.questions(facts, offer))
    yield Heading("The proposed offer")
    yield from offers.offer_of(facts, offer)
    yield from _under("Earlier offers, answers and decisions", offers.answered(facts, code))
    yield from _list("What was tried, and what it came to", offers.tried_before(facts, code, offer))
    drawn = events_of(facts, code)
    if drawn:
        yield from _under(drawn.title, [Picture(drawn)])
    if facts.record:
        yield Heading("How often past warnings were right")
        yield Words(facts.record)
    if facts.record and facts.warned:
        yield Words(warned(facts.warned))
    nothing = offers.for_nothing(offer, other)
    yield from _list("What would show that this worried us for nothing", nothing)


def _heading(things: list[Thing]) -> str:
    if things and all(one.reading == "concern" for one in things):
        if len(things) == 1:
            return "The one thing that matters most"
        return f"The {NUMBERS[len(things)].lower()} things that matter most"
    return "What to know first"


def _list(title: str, lines: list[str]) -> Iterator[Block]:
    if lines:
        yield Heading(title)
        yield Listed(tuple(lines))


def _under(title: str, blocks: list[Block]) -> Iterator[Block]:
    if blocks:
        yield Heading(title)
        yield from blocks
