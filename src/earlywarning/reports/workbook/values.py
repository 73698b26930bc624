"""Sheets of indicator values: one a stage for many authorities, or every year of one."""

from __future__ import annotations

from collections.abc import Iterator

from earlywarning.reports import amounts, phrases, wording
from earlywarning.reports.facts import STAGES, Facts
from earlywarning.reports.workbook import model, shorthand
from earlywarning.reports.workbook.figures import Figure, Figures
from earlywarning.reports.workbook.model import Cell, Row, Sheet
from earlywarning.reports.workbook.revealing import LOCAL, NATIONAL, REGIONAL
from earlywarning.tables.declared import Indicator
from earlywarning.tables.places import Authority

S = "\N{RIGHT SINGLE QUOTATION MARK}"
READ = (
    "This worksheet contains one table. Where there is no number, a mark in square brackets says "
    "why; the worksheet Shorthand explains each mark."
)
BESIDE = (
    f"Neighbours are the authority{S}s statistical neighbours: the "
    "median of those with a figure. Own past is the median of up to five earlier periods."
)
ALPHABET = "Authorities stand in the order of the alphabet. The order says nothing about them."
# Columns that hold figures, in both kinds of sheet.
FIRST_NUMBER, LAST_NUMBER = 6, 10


def listed(facts: Facts) -> list[Authority]:
    """Return the authorities whose figures an edition lists, by name.

    An authority's own edition lists itself and its statistical neighbours: published comparators.
    """
    own = facts.open_authorities()
    if facts.edition.tier != "authority":
        return own
    codes = {a.old_la_code for a in own}
    near = {code for one in codes for code in facts.neighbours.get(one, [])}
    return [a for a in facts.authorities.values() if a.old_la_code in codes | near]


def stage_sheets(facts: Facts, figures: Figures) -> list[Sheet]:
    """Return one sheet a stage of the service: the newest period of each of its indicators."""
    sheets = []
    for stage in STAGES:
        ones = [i for i in facts.indicators if i.stage == stage and i.indicator in facts.newest]
        rows = list(_stage_rows(facts, figures, ones))
        if rows:
            title = f"{wording.STAGE[stage]}: newest period of each indicator, by authority"
            sheets.append(_sheet(facts, wording.STAGE[stage], title, rows, (ALPHABET, BESIDE)))
    return sheets


def _stage_rows(
    facts: Facts, figures: Figures, ones: list[Indicator]
) -> Iterator[tuple[Row, Indicator]]:
    for authority in listed(facts):
        for one in ones:
            yield _row(facts, figures, authority, one, facts.newest[one.indicator]), one


def years_sheets(facts: Facts, figures: Figures, authority: Authority) -> list[Sheet]:
    """Return one sheet a stage: every period of each indicator of one authority."""
    sheets = []
    for stage in STAGES:
        rows = []
        for one in (i for i in facts.indicators if i.stage == stage):
            years = facts.own.get((authority.old_la_code, one.indicator), {})
            newest = facts.newest.get(one.indicator)
            every = sorted({*years, *([newest] if newest and years else [])})
            rows += [(_row(facts, figures, authority, one, year), one) for year in every]
        if rows:
            title = f"{wording.STAGE[stage]}: every period of {model.words(authority.la_name)}"
            sheets.append(_sheet(facts, wording.STAGE[stage], title, rows, (BESIDE,)))
    return sheets


def _sheet(
    facts: Facts,
    stage: str,
    title: str,
    rows: list[tuple[Row, Indicator]],
    notes: tuple[str, ...],
) -> Sheet:
    columns = (
        "Authority", "Code", "Region", "Indicator", "Unit", "Period", "Value",
        f"Neighbours{S} median", f"Region{S}s figure", f"{model.words(facts.nation)}{S}s figure",
        "Own past", "Status",
    )  # fmt: skip
    decimals = {
        (number, column): one.decimals or 0
        for number, (row, one) in enumerate(rows)
        for column in range(FIRST_NUMBER, LAST_NUMBER + 1)
        if not isinstance(row[column], str)
    }
    return Sheet(stage, title, columns, tuple(row for row, _ in rows), (READ, *notes), decimals)


def _row(facts: Facts, figures: Figures, authority: Authority, one: Indicator, year: int) -> Row:
    code, indicator = authority.old_la_code, one.indicator
    figure = figures.get((indicator, LOCAL, code, year))
    region = figures.get((indicator, REGIONAL, authority.region or "", year))
    return (
        model.words(authority.la_name),
        model.words(authority.new_la_code or code),
        model.words(authority.region),
        model.words(one.name),
        model.words(phrases.plain(one.unit)),
        amounts.period(year, one),
        _shown(figure),
        _held(facts, code, one, year, "statistical_neighbours"),
        _shown(region),
        _shown(figures.get((indicator, NATIONAL, "", year))),
        _held(facts, code, one, year, "own_past"),
        _status(facts, figure),
    )


def _shown(figure: Figure | None) -> Cell:
    return figure.cell if figure else shorthand.MISSING


def _held(facts: Facts, code: str, one: Indicator, year: int, comparator: str) -> Cell:
    found = [
        row.value
        for row in facts.benchmarks.get((code, one.indicator, year), [])
        if row.comparator == comparator and row.statistic == "median" and row.value is not None
    ]
    return round(found[0], one.decimals or 0) + 0.0 if found else shorthand.MISSING


def _status(facts: Facts, figure: Figure | None) -> str:
    if figure is None:
        return "no row in any file taken in"
    if figure.hidden_here:
        return "withheld here: with others it would show a withheld figure"
    if figure.value is None:
        return wording.reason(figure.row.status, figure.row.marker)
    if figure.row.joint_with:
        return model.words(f"published jointly with {facts.name(figure.row.joint_with)}")
    return "published"
