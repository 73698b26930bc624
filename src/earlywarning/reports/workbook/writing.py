"""Writes the workbooks and the open data of one edition."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

from earlywarning.reports.charts.of_bars import points_of
from earlywarning.reports.charts.of_events import events_of
from earlywarning.reports.charts.of_flow import way_of
from earlywarning.reports.charts.of_line import line_of
from earlywarning.reports.document.pdf import picture_png
from earlywarning.reports.facts import Facts, load
from earlywarning.reports.where import slug, stem_of
from earlywarning.reports.workbook import model
from earlywarning.reports.workbook.editions import authority_workbook, edition_workbook
from earlywarning.reports.workbook.figures import Figures, load_figures
from earlywarning.reports.workbook.model import Drawn, Workbook
from earlywarning.reports.workbook.ods import write_ods
from earlywarning.reports.workbook.open_data import write_open_data
from earlywarning.reports.workbook.xlsx import write_xlsx

# Sharp on a screen of twice the usual density, and small enough to send.
DOTS = 144


def write_books(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    code: str | None = None,
    edition: bool = True,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write an edition's workbook and open data, an authority's workbook, or both.

    Args:
        connection: the edition's own database.
        folder: where the files go; it is made.
        code: three-digit code of an authority whose workbook is written too.
        edition: whether the edition's own files are written.
        progress: is told each file's name.

    Raises:
        NothingUsableError: if the database records no run.
        UsageError: if the edition is not about the authority.
    """
    facts = load(connection)
    figures = load_figures(connection, facts.indicators, whole=facts.edition.is_whole)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    if edition:
        written += write_edition(facts, figures, folder)
    if code is not None:
        book = authority_workbook(facts, figures, code, pictures_of(facts, code))
        written += _both(book, folder / stem_of(facts.authorities[code]))
    for path in written:
        if progress:
            progress(path.name)
    return written


def write_edition(facts: Facts, figures: Figures, folder: Path) -> list[Path]:
    """Write an edition's workbooks and open data into a folder that is there."""
    whose = f"-{slug(facts.edition.name)}" if facts.edition.name else ""
    name = f"indicators-{facts.edition.tier}{whose}"
    return [
        *_both(edition_workbook(facts, figures), folder / name),
        *write_open_data(facts, figures, folder / f"{name}.csv"),
    ]


def pictures_of(facts: Facts, code: str) -> tuple[Drawn, ...]:
    """Return the charts of an authority, those that there is something to draw for."""
    charts = (
        way_of(facts, code),
        points_of(facts, code),
        events_of(facts, code),
        *(line_of(facts, code, one.indicator) for one in facts.indicators),
    )
    return tuple(
        Drawn(model.words(chart.title), model.words(chart.alt), picture_png(chart, DOTS), DOTS)
        for chart in charts
        if chart is not None
    )


def _both(workbook: Workbook, path: Path) -> list[Path]:
    return [
        write_xlsx(workbook, path.with_name(f"{path.name}.xlsx")),
        write_ods(workbook, path.with_name(f"{path.name}.ods")),
    ]
