"""First step: the data beside others and beside the past, stage by stage."""

from __future__ import annotations

from itertools import groupby

from earlywarning.reports import amounts, wording
from earlywarning.reports.amounts import amount
from earlywarning.reports.baseline.agreement import agreement, worth_a_look
from earlywarning.reports.charts.of_line import line_of
from earlywarning.reports.document.blocks import Block, Heading, Listed, Picture, Table, Words
from earlywarning.reports.dossier import Dossier
from earlywarning.reports.newest import COMPARED, Newest
from earlywarning.reports.phrases import quoted, sentence, several
from earlywarning.tables.declared import Indicator

PICTURES = 4
# With fewer yearly changes than this before it, no change is called the largest.
LEAST_STEPS = 5


def stages(dossier: Dossier) -> list[Block]:
    """Return a table for each stage with all comparisons, and pictures of what stands out."""
    nation = dossier.facts.nation
    out: list[Block] = [
        Heading("The data, stage by stage"),
        Words(
            "Each figure is the newest there is, beside the middle of its statistical neighbours, "
            f"its region and {nation} as published, and the middle of its own five years "
            f"before. {quoted('Far')} means farther from the neighbours than nine in ten would be. "
            "Where neither direction is good, the table says higher or lower and no more. "
            "Neighbours are the ten authorities that the published model finds most alike."
        ),
    ]
    for stage, rows in groupby(dossier.newest.values(), key=lambda newest: newest.one.stage):
        if stage in wording.STAGE:
            title = wording.STAGE[stage]
            out += [Heading(title, 3), _table(nation, title, list(rows))]
    return [*out, *pictures(dossier)]


def _table(nation: str, stage: str, rows: list[Newest]) -> Table:
    return Table(
        f"{stage}: newest figures beside four comparisons",
        ("Indicator", "Own", "Year before", "Neighbours", "Region", nation, "Own past",
         "Together"),
        tuple(_row(one) for one in rows),
        frozenset(range(1, 7)),
    )  # fmt: skip


def _row(one: Newest) -> tuple[str, ...]:
    beside = [_shown(one.beside.get(comparator), one.one) for comparator in COMPARED]
    return (
        f"{one.one.name}, {amounts.unit(one.one)}, {_period(one)}",
        amounts.number(one.value, one.one),
        _shown(one.before, one.one),
        *beside,
        sentence(agreement(one)),
    )


def _period(one: Newest) -> str:
    return amounts.period(one.row.time_period, one.one).removeprefix("the ")


def jumps(dossier: Dossier) -> list[Block]:
    """Return the figures that moved more in the last year than in any year before."""
    steady = [one for one in dossier.newest.values() if not one.is_weak]
    lines = [line for one in steady if (line := _jump(one))]
    if not lines:
        return []
    return [
        Heading("What moved more than ever before", 3),
        Words("A jump may be a change of practice, of recording or of chance: ask which."),
        Listed(tuple(lines)),
    ]


def _jump(one: Newest) -> str:
    known, last = one.values, one.row.time_period
    steps = [abs(known[year] - known[year - 1]) for year in known if year - 1 in known]
    moved = one.before is not None and len(steps) > LEAST_STEPS
    if not moved or one.before is None or abs(one.value - one.before) <= max(steps[:-1]):
        return ""
    way = "rose" if one.value > one.before else "fell"
    first = min(year for year in known if year - 1 in known)
    return (
        f"{one.one.name} {way} from {amount(one.before, one.one)} to {amount(one.value, one.one)} "
        f"({amounts.period(last, one.one)}), the largest change of a year since {first - 1}."
    )


def _shown(value: float | None, one: Indicator) -> str:
    return "none" if value is None else amounts.number(value, one)


def pictures(dossier: Dossier) -> list[Block]:
    """Return the lines of the few figures that stand out."""
    drawn = [
        line_of(dossier.facts, dossier.code, one.one.indicator)
        for one in worth_a_look(dossier, PICTURES)
    ]
    charts = [Picture(chart) for chart in drawn if chart is not None]
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
