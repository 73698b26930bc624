"""The baseline pack for a new director: where the service stands, from what is on record."""

from __future__ import annotations

from collections.abc import Iterator

from earlywarning.errors import UsageError
from earlywarning.reports import phrases, wording
from earlywarning.reports.baseline.asking import questions, solved
from earlywarning.reports.baseline.background import Background
from earlywarning.reports.baseline.doubts import doubts
from earlywarning.reports.baseline.people import said, workforce
from earlywarning.reports.baseline.stages import jumps, stages
from earlywarning.reports.baseline.way import way
from earlywarning.reports.baseline.year import in_year
from earlywarning.reports.briefing.jargon import explained
from earlywarning.reports.document.blocks import Block, Document, Heading, Listed, Pairs, Words
from earlywarning.reports.document.plain import text_of
from earlywarning.reports.dossier import Dossier, dossier_of
from earlywarning.reports.facts import Facts
from earlywarning.reports.phrases import inside, listed, listed_few, sentence, spelled

# The report's first steps for a new leader, in our words.
STEPS = (
    "Ask the data yourself: beside neighbours, region, nation and its own past, with an eye for "
    "detail. The first sections of this pack are a start.",
    "Go and see practice: sit beside team managers and social workers, and look at decisions with "
    "peers from elsewhere. No table replaces it; the questions here say where to begin.",
    "Judge the workforce: where good practice can be built on, what people need to learn, and "
    "which teams have posts that stand empty.",
)


def baseline_of(facts: Facts, code: str, back: Background) -> Document:
    """Return the baseline pack of an authority, as far as this edition may tell.

    It holds no score and no band: a new director is owed the facts first. Source of its order: the
    report's three steps for new leaders.

    Raises:
        UsageError: if this edition holds nothing about the authority.
    """
    authority = facts.authorities.get(code)
    if authority is None or not facts.edition.is_about(authority):
        raise UsageError(f"{code}: this file holds no baseline of it")
    dossier = dossier_of(facts, code)
    blocks = list(_blocks(dossier, back))
    terms = explained(text_of(blocks))
    if terms:
        blocks += [Heading("Words used here"), Pairs(terms)]
    told = wording.newest_told(dossier.standing, dossier.newest_day)
    return Document(
        title=f"Baseline for a new director: {authority.la_name}",
        subtitle=f"{authority.region or facts.nation}, {told}",
        marks=facts.marks(),
        blocks=tuple(blocks),
        sources=_sources(dossier),
        day=facts.as_of,
    )


def _blocks(dossier: Dossier, back: Background) -> Iterator[Block]:
    yield Words(_lead(dossier), "lead")
    yield Words("Three steps of the first weeks, as leaders who have been there advise:")
    yield Listed(STEPS)
    yield from stages(dossier)
    yield from jumps(dossier)
    yield from in_year(dossier, back)
    yield from way(dossier)
    yield from doubts(dossier, back)
    yield from workforce(dossier)
    yield from said(dossier)
    yield from questions(dossier)
    yield from solved(dossier)


def _lead(dossier: Dossier) -> str:
    """Return where the service stands in two sentences."""
    name, found = dossier.authority.la_name, list(dossier.newest.values())
    if not found:
        return (
            f"No figure of {name} is in what was published. That is itself the first "
            "thing to ask about."
        )
    worse = [one for one in found if one.is_worse]
    better = [one for one in found if one.is_better]
    gone = sum(gap.period is not None for gap in dossier.gaps.values())
    missing = (
        f"; {spelled(gone)} {'has' if gone == 1 else 'have'} no current figure" if gone else ""
    )
    text = (
        f"Of {len(dossier.facts.indicators)} indicators, {spelled(len(worse))} "
        f"{'is' if len(worse) == 1 else 'are'} less good in {name} than among its "
        f"neighbours, in its region and in {dossier.facts.nation} alike, and "
        f"{spelled(len(better))} better{missing}."
    )
    out = [one for one in found if one.stands_out]
    if out:
        names = [inside(one.one.name) for one in out]
        text += f" Farthest from their neighbours: {listed_few(names, 3)}."
    return sentence(text)


def _sources(dossier: Dossier) -> tuple[str, ...]:
    """Return for each day of publication which figures came out on it."""
    kept: dict[str, list[str]] = {}
    for one in dossier.newest.values():
        kept.setdefault(f"Published {phrases.day(one.row.published)}", []).append(
            inside(one.one.name)
        )
    run = f"Run {dossier.facts.run}, with what was known on {phrases.day(dossier.facts.as_of)}"
    return (*(f"{on}: {listed(names)}." for on, names in kept.items()), run)
