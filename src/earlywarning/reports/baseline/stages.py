"""First step: the data beside others and beside the past, stage by stage."""

from __future__ import annotations

from itertools import groupby

from earlywarning.reports import phrases
from earlywarning.reports.baseline.standing import COMPARED, Standing, agreement, worth_a_look
from earlywarning.reports.charts import line_of
from earlywarning.reports.document import Block, Heading, Listed, Picture, Table, Words
from earlywarning.reports.facts import STAGES, Facts
from earlywarning.reports.phrases import amount, quoted, sentence, several
from earlywarning.tables.declared import Indicator
from earlywarning.tables.places import Authority

PICTURES = 4
# With fewer yearly changes than this before it, no change is called the largest.
LEAST_STEPS = 5


def stages(facts: Facts, authority: Authority, found: list[Standing]) -> list[Block]:
    """Return a table for each stage with all comparisons, and pictures of what stands out."""
    out: list[Block] = [
        Heading("The data, stage by stage"),
        Words(
            "Each figure is the newest there is, beside the middle of its statistical neighbours, "
            f"its region and {facts.nation} as published, and the middle of its own five years "
            f"before. {quoted('Far')} means farther from the neighbours than nine in ten would be. "
            "Where neither direction is good, the table says higher or lower and no more. "
            "Neighbours are the ten authorities that the published model finds most alike."
        ),
    ]
    by_stage = {stage: list(rows) for stage, rows in groupby(found, key=lambda s: s.one.stage)}
    for stage in STAGES:
        if stage in by_stage:
            out += [Heading(phrases.STAGE[stage], 3), _table(facts, stage, by_stage[stage])]
    return [*out, *pictures(facts, authority, found)]


def _table(facts: Facts, stage: str, rows: list[Standing]) -> Table:
    return Table(
        f"{phrases.STAGE[stage]}: newest figures beside four comparisons",
        ("Indicator", "Own", "Year before", "Neighbours", "Region", facts.nation, "Own past",
         "Together"),
        tuple(_row(one) for one in rows),
        frozenset(range(1, 7)),
    )  # fmt: skip


def _row(one: Standing) -> tuple[str, ...]:
    beside = [_shown(one.beside.get(comparator), one.one) for comparator, _ in COMPARED]
    return (
        f"{one.one.name}, {phrases.unit(one.one)}, {_period(one)}",
        phrases.number(one.value, one.one),
        _shown(one.before, one.one),
        *beside,
        sentence(agreement(one)),
    )


def _period(one: Standing) -> str:
    return phrases.period(one.row.time_period, one.one).removeprefix("the ")


def jumps(facts: Facts, authority: Authority, found: list[Standing]) -> list[Block]:
    """Return the figures that moved more in the last year than in any year before."""
    lines = [line for one in found if not one.weak and (line := _jump(facts, authority, one))]
    if not lines:
        return []
    return [
        Heading("What moved more than ever before", 3),
        Words("A jump may be a change of practice, of recording or of chance: ask which."),
        Listed(tuple(lines)),
    ]


def _jump(facts: Facts, authority: Authority, one: Standing) -> str:
    years = facts.own.get((authority.old_la_code, one.one.indicator), {})
    known = {year: row.value for year, row in years.items() if row.value is not None}
    last = one.row.time_period
    steps = [abs(known[year] - known[year - 1]) for year in known if year - 1 in known]
    moved = one.before is not None and len(steps) > LEAST_STEPS
    if not moved or one.before is None or abs(one.value - one.before) <= max(steps[:-1]):
        return ""
    way = "rose" if one.value > one.before else "fell"
    first = min(year for year in known if year - 1 in known)
    return (
        f"{one.one.name} {way} from {amount(one.before, one.one)} to {amount(one.value, one.one)} "
        f"({phrases.period(last, one.one)}), the largest change of a year since {first - 1}."
    )


def _shown(value: float | None, one: Indicator) -> str:
    return "none" if value is None else phrases.number(value, one)


def pictures(facts: Facts, authority: Authority, found: list[Standing]) -> list[Block]:
    """Return the lines of the few figures that stand out."""
    drawn = [
        (one, line_of(facts, authority.old_la_code, one.one.indicator))
        for one in worth_a_look(found, PICTURES)
    ]
    charts = [Picture(chart) for _, chart in drawn if chart is not None]
    if not charts:
        return []
    many = sentence(several(len(charts), "figure"))[:-1]
    return [
        Heading("What stands out", 3),
        *charts,
        Words(
            f"{many} far from the neighbours and on the same side of region and nation. Far is not "
            "bad: ask first what else it can be.",
            "small",
        ),
    ]
