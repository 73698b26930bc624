"""Writes the folder of pages: one page per open authority, and the pages round them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb
from jinja2 import Environment

from earlywarning.reports import amounts, phrases, wording
from earlywarning.reports import authority as authority_page
from earlywarning.reports.charts.shelf import SUFFIX, kept_in
from earlywarning.reports.counted import formula
from earlywarning.reports.document.page import TEMPLATES, templates
from earlywarning.reports.editions import WORKBOOKS, edition_books, edition_packs, listed
from earlywarning.reports.facts import STAGES, Facts, load
from earlywarning.reports.many import Task, write_many
from earlywarning.reports.pack.month import load_month
from earlywarning.reports.pack.since import news
from earlywarning.reports.pages.paths import prepare
from earlywarning.reports.pages.written import pages as pages_round
from earlywarning.reports.papers import write_briefing
from earlywarning.reports.typeface import copy_typeface
from earlywarning.reports.where import FOLDER, page_of
from earlywarning.reports.workbook.figures import Figures, load_figures

CHARTS = "charts"
KINDS = {".html": "Briefing", ".pdf": "Briefing (PDF)"}
SHOWN = re.compile(rf"{CHARTS}/(\w+{re.escape(SUFFIX)})")


@dataclass(frozen=True)
class Shared:
    """What all parts share: facts, folder, what is new by authority, and the workbooks' figures.

    there: paths of authorities' pages that are in the folder once all is written, for links.
    """

    facts: Facts
    folder: Path
    news: dict[str, list[str]]
    figures: Figures
    there: frozenset[str]

    @cached_property
    def pages(self) -> Environment:
        """Return the templates; compiled once in each process."""
        return environment(self.facts, self.there)


def write_site(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    only: Sequence[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write the pages and return their paths, the index first.

    `only` holds three-digit codes and limits the authorities; `progress` is told each page's name.

    Raises:
        NothingUsableError: if the database records no run.
        UsageError: if a tier's database has no page about any of `only`.
    """
    facts = load(connection)
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(TEMPLATES / "style.css", folder / "style.css")
    copy_typeface(folder / "fonts")
    month = load_month(connection, facts.as_of)
    figures = (
        load_figures(connection, facts.indicators, whole=facts.edition.is_whole)
        if only is None
        else {}
    )
    names = facts.names_of(only)
    shared = Shared(facts, folder, news(facts, month), figures, _there(facts, folder, names))
    # The workbooks take longest: begun first, they are ready before the last page is.
    parts = {WORKBOOKS: "workbooks and open data"} if only is None else {}
    written = write_many(Task(write_part, shared), parts | names, progress)
    pages = [path for path in written if path.parent.name != WORKBOOKS]
    papers = []
    if only is None:
        books = [path for path in written if path.parent.name == WORKBOOKS]
        papers = edition_packs(facts, month, folder, progress) + books
    shared.pages.globals["papers"] = listed(papers, folder)
    with kept_in(folder / CHARTS):
        around = _write_round(connection, shared)
    if only is None:
        remove_unused_charts(folder, [*around, *pages])
    return [*around, *papers, *pages]


def _there(facts: Facts, folder: Path, names: dict[str, str]) -> frozenset[str]:
    """Return the pages of authorities that are there before or will be written now."""
    before = {f"{FOLDER}/{path.name}" for path in (folder / FOLDER).glob("*.html")}
    return frozenset(before | {page_of(facts.authorities[code]) for code in names})


def write_part(shared: Shared, part: str) -> list[Path]:
    """Write all that is about one authority, by its code, or the edition's workbooks."""
    if part == WORKBOOKS:
        return edition_books(shared.facts, shared.figures, shared.folder)
    return write_authority(shared, part)


def write_authority(shared: Shared, code: str) -> list[Path]:
    """Write all that is about one authority and return the paths."""
    facts, folder = shared.facts, shared.folder
    own, parts = page_of(facts.authorities[code]), authority_page.parts_of(facts)
    beside = f"{own.removesuffix('.html')}/"
    about = {"own": own, "beside": beside, "parts": parts}
    with kept_in(folder / CHARTS):
        papers = write_briefing(facts, folder, code)
        named = [(KINDS[path.suffix], path.relative_to(folder).as_posix()) for path in papers]
        first = authority_page.first_page(facts, code, shared.news.get(code, []))
        views = {own: ("authority.html", {"up": "../", "papers": named, "part": None, **first})}
        for part in parts:
            view = {"up": "../../", **authority_page.part_page(facts, code, part)}
            views[f"{beside}{part.key}.html"] = (f"authority_{part.key}.html", view)
        pages = [
            write(folder / path, shared.pages.get_template(template).render(about | view))
            for path, (template, view) in views.items()
        ]
    return [*pages, *papers]


def _write_round(connection: duckdb.DuckDBPyConnection, shared: Shared) -> list[Path]:
    """Write the pages round the authorities' own, the first page first."""
    folder = shared.folder
    made = [
        write(folder / page.path, page.render())
        for page in pages_round(connection, shared.facts, shared.pages, shared.there)
    ]
    return [path for path in made if path.suffix == ".html"]


def remove_unused_charts(folder: Path, pages: Sequence[Path]) -> None:
    """Remove the charts that no page of this writing shows: their figures have changed."""
    shown: set[str] = set()
    for page in pages:
        if page.suffix == ".html":
            shown.update(SHOWN.findall(page.read_text(encoding="utf-8")))
    for path in (folder / CHARTS).glob(f"*{SUFFIX}"):
        if path.name not in shown:
            path.unlink()


def write(path: Path, text: str) -> Path:
    """Write a file if it is not there just so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return path


def environment(facts: Facts, there: frozenset[str] | None = None) -> Environment:
    """Return the templates, with all that every page may use; without `there` all links lead on."""
    pages = templates()
    for filtered in (phrases.plain, phrases.sentence, phrases.day, phrases.month_of, phrases.lines,
                     phrases.dated, amounts.points, amounts.whole):  # fmt: skip
        pages.filters[filtered.__name__] = filtered
    pages.filters["formula"] = formula
    prepare(pages)
    pages.globals.update(
        facts=facts, amounts=amounts, phrases=phrases, wording=wording, stages=STAGES, there=there
    )
    return pages
