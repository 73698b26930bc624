"""First step: the data beside others and beside the past, and which figures not to trust."""

from __future__ import annotations

from itertools import groupby

from earlywarning.period import months_between
from earlywarning.reports import words
from earlywarning.reports.baseline.background import Background
from earlywarning.reports.baseline.standing import (
    COMPARED,
    Standing,
    agreement,
    worth_a_look,
)
from earlywarning.reports.briefing.language import dated, inside, listed, sentence, several
from earlywarning.reports.charts import line_of
from earlywarning.reports.document import Block, Heading, Listed, Picture, Table, Words
from earlywarning.reports.doubts import told_once
from earlywarning.reports.facts import STAGES, Facts
from earlywarning.reports.figures import unknown
from earlywarning.reports.pack.saying import readable
from earlywarning.reports.records import Authority, Finding, Indicator

PICTURES = 4
# Doubts about older years colour no newest figure.
YEARS = 3
NAMED = 5
OLD_MONTHS = 18


def stages(facts: Facts, authority: Authority, found: list[Standing]) -> list[Block]:
    """Return a table for each stage with all comparisons, and pictures of the few that stand out."""
    out: list[Block] = [
        Heading("The data, stage by stage"),
        Words(
            "Each figure is the newest there is, beside the middle of its statistical neighbours, "
            f"its region and {facts.nation} as published, and the middle of its own five years "
            "before. 'Far' means farther from the neighbours than all but about one in ten are. "
            "Where neither direction is good, the table says higher or lower and no more."
        ),
    ]
    by_stage = {stage: list(rows) for stage, rows in groupby(found, key=lambda s: s.one.stage)}
    for stage in STAGES:
        if stage in by_stage:
            out += [Heading(words.STAGE[stage], 3), _table(facts, stage, by_stage[stage])]
    return [*out, *pictures(facts, authority, found)]


def _table(facts: Facts, stage: str, rows: list[Standing]) -> Table:
    return Table(
        f"{words.STAGE[stage]}: newest figures beside four comparisons",
        ("Indicator", "Own", "Year before", "Neighbours", "Region", facts.nation, "Own past",
         "Together"),
        tuple(_row(one) for one in rows),
        frozenset(range(1, 7)),
    )  # fmt: skip


def _row(one: Standing) -> tuple[str, ...]:
    beside = [_shown(one.beside.get(comparator), one.one) for comparator, _ in COMPARED]
    return (
        f"{one.one.name}, {unit(one.one)}, {words.period(one.row.time_period, one.one)}",
        words.number(one.value, one.one),
        _shown(one.before, one.one),
        *beside,
        sentence(agreement(one)),
    )


def unit(one: Indicator) -> str:
    """Return a unit as it stands behind a name."""
    short = {"percentage": "%", "rate per 10,000 children": "per 10,000 children"}
    return short.get(one.unit, one.unit)


def _shown(value: float | None, one: Indicator) -> str:
    return "none" if value is None else words.number(value, one)


def pictures(facts: Facts, authority: Authority, found: list[Standing]) -> list[Block]:
    """Return the lines of the few figures that stand out."""
    drawn = [
        (one, line_of(facts, authority.old_la_code, one.one.indicator))
        for one in worth_a_look(found, PICTURES)
    ]
    charts = [Picture(chart) for _, chart in drawn if chart is not None]
    if not charts:
        return []
    return [
        Heading("What stands out", 3),
        Words(
            f"{sentence(several(len(charts), 'figure'))[:-1]} farthest from the neighbours and on "
            "the same side of every comparison. Farther is not worse: ask first what else it is."
        ),
        *charts,
    ]


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


def _missing(facts: Facts, authority: Authority) -> list[str]:
    return [f"{one.name}: {sentence(why)}" for one, why in unknown(facts, authority)]


def _found(facts: Facts, authority: Authority) -> list[str]:
    since = facts.as_of.year - YEARS
    rows = [
        row
        for row in told_once(facts.local_findings.get(authority.old_la_code, []))
        if row.severity in ("critical", "warning", "info") and _year(row) >= since
    ]
    return [
        f"{words.plain(row.source)}{_of_period(row)}: {sentence(readable(row.message))}"
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
    series = sorted({words.plain(name).lower() for name, _, _ in back.held})
    more = f" and {len(series) - NAMED} more" if len(series) > NAMED else ""
    return [
        f"Held back until a later release explains them, "
        f"{words.count(len(back.held), 'published value')}: {', '.join(series[:NAMED])}{more}."
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
        f"Revised: {title or 'a release'} of {words.day(on)} changed "
        f"{words.count(many, 'value')} of this authority."
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
