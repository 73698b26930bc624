"""Which figures not to trust, and why."""

from __future__ import annotations

from earlywarning.reports import phrases
from earlywarning.reports.baseline.background import Background
from earlywarning.reports.counted import counted
from earlywarning.reports.document.blocks import Block, Heading, Listed, Words
from earlywarning.reports.dossier import Dossier
from earlywarning.reports.doubts import YEARS, told
from earlywarning.reports.panels import why_missing
from earlywarning.reports.phrases import dated, inside, listed, sentence

NAMED = 5
OLD_MONTHS = 18


def doubts(dossier: Dossier, back: Background) -> list[Block]:
    """Return which figures not to trust, and why."""
    names = dossier.facts.indicator_names()
    said = [
        *_missing(dossier),
        *told(dossier.findings, dossier.facts.as_of.year - YEARS),
        *_coloured(dossier, back, names),
        *_held(back),
        *_small(dossier),
        *_revised(back),
        *_old(dossier),
    ]
    title = Heading("Which figures not to trust")
    if not said:
        return [title, Words("No doubt was found. That is no proof: look at the records yourself.")]
    intro = "A doubt is a reason to look at the records before the figure. It blames nobody."
    return [title, Words(intro), Listed(tuple(said))]


def _missing(dossier: Dossier) -> list[str]:
    """Return what others have a newest figure of and this authority has not, by the reason."""
    kept: dict[str, list[str]] = {}
    nobody = []
    for gap in dossier.gaps.values():
        if gap.period is None:
            nobody.append(inside(gap.one.name))
        else:
            kept.setdefault(why_missing(gap), []).append(inside(gap.one.name))
    out = [f"{sentence(why)[:-1]}: {listed(names)}." for why, names in kept.items()]
    if nobody:
        out.append(f"In no file taken in, so not known of anybody: {listed(nobody)}.")
    return out


def _coloured(dossier: Dossier, back: Background, names: dict[str, str]) -> list[str]:
    """Return newest periods that an inspection, an event or a change of recording coloured."""
    kept: dict[str, list[str]] = {}
    for indicator, period, reason in back.coloured:
        if period == dossier.facts.newest.get(indicator):
            kept.setdefault(reason, []).append(inside(names.get(indicator, indicator)))
    return [
        f"Coloured, so left out of change and trend: {listed(sorted(found))}. "
        f"{sentence(dated(reason))}"
        for reason, found in sorted(kept.items())
    ]


def _held(back: Background) -> list[str]:
    if not back.held:
        return []
    series = sorted({counted(name) for name, _, _ in back.held})
    more = f" and {len(series) - NAMED} more" if len(series) > NAMED else ""
    return [
        f"Held back until a later release explains them, "
        f"{phrases.count(len(back.held), 'published value')}: {', '.join(series[:NAMED])}{more}."
    ]


def _small(dossier: Dossier) -> list[str]:
    out = []
    if dossier.authority.is_small:
        out.append("Few children live here, so single years move a lot by chance alone.")
    few = sorted((one for one in dossier.newest.values() if one.few), key=lambda n: n.one.indicator)
    told = [f"{inside(one.one.name)} (rests on {one.row.denominator:,.0f})" for one in few]
    if told:
        out.append(f"Small numbers, which move by chance: {listed(told)}.")
    return out


def _revised(back: Background) -> list[str]:
    return [
        f"Revised: {title or 'a release'} of {phrases.day(on)} changed "
        f"{phrases.count(many, 'value')} of this authority."
        for title, on, many in back.revised[:3]
    ]


def _old(dossier: Dossier) -> list[str]:
    """Return figures so old that the service may be another by now, with their age."""
    kept: dict[int, list[str]] = {}
    for one in dossier.newest.values():
        if one.months > OLD_MONTHS:
            kept.setdefault(one.months, []).append(inside(one.one.name))
    return [f"Old, {age} months: {listed(kept[age])}." for age in sorted(kept, reverse=True)]
