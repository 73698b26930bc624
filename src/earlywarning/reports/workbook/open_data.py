"""Indicators as CSV with metadata, in the layout of the Department for Education's open data.

One row a place and year, one column an indicator; no filters. Indicators of calendar years are
left out: the layout allows one kind of year a file. Source of the rules: research note on the
data, section 8.
"""

from __future__ import annotations

import csv
import datetime as dt
from io import StringIO
from pathlib import Path

from earlywarning.hostile import harmless, tame
from earlywarning.reports import phrases, wording
from earlywarning.reports.facts import Facts
from earlywarning.reports.where import slug
from earlywarning.reports.workbook import shorthand
from earlywarning.reports.workbook.figures import Figures
from earlywarning.reports.workbook.revealing import LOCAL, NATIONAL, REGIONAL
from earlywarning.reports.workbook.values import listed
from earlywarning.tables.declared import Indicator
from earlywarning.tables.places import Authority

WHEN_AND_WHERE = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name",
    "region_code", "region_name", "old_la_code", "new_la_code", "la_name",
)  # fmt: skip
META = (
    "col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp",
    "filter_hint", "filter_grouping_column",
)  # fmt: skip
IDENTIFIER = "Reporting year"
OTHER_YEARS = ("calendar_year",)
LONGEST_LABEL = 100
# The nine regions and the two parts of London, as the Office for National Statistics codes them.
CODES = {
    "England": "E92000001", "North East": "E12000001", "North West": "E12000002",
    "Yorkshire and The Humber": "E12000003", "East Midlands": "E12000004",
    "West Midlands": "E12000005", "East of England": "E12000006", "London": "E12000007",
    "South East": "E12000008", "South West": "E12000009", "Inner London": "E13000001",
    "Outer London": "E13000002",
}  # fmt: skip
Line = tuple[str, ...]


def open_data(facts: Facts, figures: Figures) -> tuple[list[Line], list[Line]]:
    """Return the data file and the metadata file as lines of cells, header first.

    Every cell that holds no number says why: c, x, z or low.
    """
    used = {key[0] for key in figures}
    ones = [i for i in facts.indicators if i.period not in OTHER_YEARS and i.indicator in used]
    names = {one.indicator for one in ones}
    years = sorted({key[3] for key in figures if key[0] in names})
    header = (*WHEN_AND_WHERE, *(one.indicator for one in ones))
    lines = [header]
    for year in reversed(years):
        for level, place, identity in _places(facts, figures, year):
            cells = [_cell(figures, one, level, place, year) for one in ones]
            if any(cells):
                filled = (cell or shorthand.OPEN[shorthand.MISSING] for cell in cells)
                lines.append((str(year), IDENTIFIER, level, *identity, *filled))
    return lines, [META, *(_described(one) for one in ones)]


def write_open_data(facts: Facts, figures: Figures, path: Path) -> list[Path]:
    """Write the data file and beside it the metadata; return both paths."""
    data, meta = open_data(facts, figures)
    beside = path.with_suffix(".meta.csv")
    for where, lines in ((path, data), (beside, meta)):
        out = StringIO()
        csv.writer(out, lineterminator="\n").writerows(map(_safe, lines))
        where.write_text(out.getvalue(), encoding="utf-8")
    return [path, beside]


def _safe(line: Line) -> list[object]:
    return [harmless(tame(cell)) for cell in line]


def _places(facts: Facts, figures: Figures, year: int) -> list[tuple[str, str, Line]]:
    """Return level, key and identity columns of nation, regions and authorities of a year."""
    nation = (code_of(facts.nation), facts.nation)
    out: list[tuple[str, str, Line]] = [(NATIONAL, "", (*nation, "", "", "", "", ""))]
    regions = sorted({key[2] for key in figures if key[1] == REGIONAL and key[3] == year})
    out += [(REGIONAL, r, (*nation, code_of(r), r, "", "", "")) for r in regions]
    end = dt.date(year, 3, 31)
    for one in _authorities(facts):
        if one.closed is None or one.closed >= end:
            region = one.region or ""
            place = (one.old_la_code, one.new_la_code or "", one.la_name)
            out.append((LOCAL, one.old_la_code, (*nation, code_of(region), region, *place)))
    return out


def _authorities(facts: Facts) -> list[Authority]:
    """Return those the edition lists, and in a wider edition those that have closed."""
    now = listed(facts)
    if facts.edition.tier == "authority":
        return now
    codes = {one.old_la_code for one in now}
    return [
        one
        for one in facts.authorities.values()
        if one.old_la_code in codes or (one.closed and facts.edition.is_about(one))
    ]


def code_of(place: str) -> str:
    """Return the official code of a nation or region, or one made of its name."""
    return CODES.get(place, f"X-{slug(place)}"[:30]) if place else ""


def _cell(figures: Figures, one: Indicator, level: str, place: str, year: int) -> str:
    figure = figures.get((one.indicator, level, place, year))
    if figure is None:
        return ""
    if figure.value is None:
        return shorthand.OPEN.get(figure.mark, "x")
    return f"{figure.value:.{one.decimals or 0}f}"


def _described(one: Indicator) -> Line:
    label = f"{one.name} ({one.unit})"[:LONGEST_LABEL]
    unit = "%" if one.unit == "percentage" else ""
    stage = wording.STAGE.get(one.stage, phrases.plain(one.stage))
    return (one.indicator, "Indicator", label, stage, unit, str(one.decimals or 0), "", "")
