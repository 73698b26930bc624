"""Which figures not to trust, and why."""

from __future__ import annotations

from earlywarning.period import months_between
from earlywarning.reports import phrases
from earlywarning.reports.baseline.background import Background
from earlywarning.reports.counted import series_words
from earlywarning.reports.document import Block, Heading, Listed, Words
from earlywarning.reports.doubts import readable, told_once
from earlywarning.reports.facts import Facts
from earlywarning.reports.figures import unknown
from earlywarning.reports.phrases import dated, inside, listed, sentence
from earlywarning.tables.declared import Indicator
from earlywarning.tables.places import Authority
from earlywarning.tables.quality import Finding

# Doubts about older years colour no newest figure.
YEARS = 3
NAMED = 5
OLD_MONTHS = 18


def doubts(facts: Facts, authority: Authority, back: Background) -> list[Block]:
    """Return which figures not to trust, and why."""
    names = {one.indicator: one.name for one in facts.indicators}
    said = [
        *_missing(facts, authority),
        *_found(facts, authority),
        *_coloured(facts, back, names),
        *_held(back),
        *_small(authority, back, names),
        *_revised(back),
        *_old(facts, authority),
    ]
    title = Heading("Which figures not to trust")
    if not said:
        return [title, Words("No doubt was found. That is no proof: look at the records yourself.")]
    intro = "A doubt is a reason to look at the records before the figure. It blames nobody."
    return [title, Words(intro), Listed(tuple(said))]


def gaps(facts: Facts, authority: Authority) -> list[tuple[Indicator, str]]:
    """Return indicators that others have a newest figure of and this authority has not, and why."""
    return [(one, why) for one, why in unknown(facts, authority) if one.indicator in facts.newest]


def _missing(facts: Facts, authority: Authority) -> list[str]:
    kept: dict[str, list[str]] = {}
    for one, why in gaps(facts, authority):
        kept.setdefault(why.partition(". ")[0], []).append(inside(one.name))
    out = [f"{sentence(why)[:-1]}: {listed(names)}." for why, names in kept.items()]
    nobody = [inside(one.name) for one in facts.indicators if one.indicator not in facts.newest]
    if nobody:
        out.append(f"In no file taken in, so not known of anybody: {listed(nobody)}.")
    return out


def _found(facts: Facts, authority: Authority) -> list[str]:
    since = facts.as_of.year - YEARS
    rows = [
        row
        for row in told_once(facts.local_findings.get(authority.old_la_code, []))
        if row.severity in ("critical", "warning", "info") and _year(row) >= since
    ]
    return [
        f"{phrases.plain(row.source)}{_of_period(row)}: {sentence(readable(row.message))}"
        for row in rows
    ]


def _year(row: Finding) -> int:
    period = row.time_period or 9999
    return period // 100 if period > 9999 else period


def _of_period(row: Finding) -> str:
    return f", {dated(str(row.time_period))}" if row.time_period else ""


def _coloured(facts: Facts, back: Background, names: dict[str, str]) -> list[str]:
    """Return newest periods that an inspection, an event or a change of recording coloured."""
    kept: dict[str, list[str]] = {}
    for indicator, period, reason in back.coloured:
        if period == facts.newest.get(indicator):
            kept.setdefault(reason, []).append(inside(names.get(indicator, indicator)))
    return [
        f"Coloured, so left out of change and trend: {listed(sorted(found))}. "
        f"{sentence(dated(reason))}"
        for reason, found in sorted(kept.items())
    ]


def _held(back: Background) -> list[str]:
    if not back.held:
        return []
    series = sorted({series_words(name) for name, _, _ in back.held})
    more = f" and {len(series) - NAMED} more" if len(series) > NAMED else ""
    return [
        f"Held back until a later release explains them, "
        f"{phrases.count(len(back.held), 'published value')}: {', '.join(series[:NAMED])}{more}."
    ]


def _small(authority: Authority, back: Background, names: dict[str, str]) -> list[str]:
    out = []
    if authority.is_small:
        out.append("Few children live here, so single years move a lot by chance alone.")
    told = [
        f"{inside(names.get(indicator, indicator))} (rests on {count:,.0f})"
        for indicator, count, _ in back.small
    ]
    if told:
        out.append(f"Small numbers, which move by chance: {listed(told)}.")
    return out


def _revised(back: Background) -> list[str]:
    return [
        f"Revised: {title or 'a release'} of {phrases.day(on)} changed "
        f"{phrases.count(many, 'value')} of this authority."
        for title, on, many in back.revised[:3]
    ]


def _old(facts: Facts, authority: Authority) -> list[str]:
    """Return figures so old that the service may be another by now, with their age."""
    kept: dict[int, list[str]] = {}
    for one in facts.indicators:
        years = facts.own.get((authority.old_la_code, one.indicator), {})
        ends = [row.period_end for row in years.values() if row.value is not None]
        if ends and (age := months_between(max(ends), facts.as_of)) > OLD_MONTHS:
            kept.setdefault(age, []).append(inside(one.name))
    return [f"Old, {age} months: {listed(kept[age])}." for age in sorted(kept, reverse=True)]
