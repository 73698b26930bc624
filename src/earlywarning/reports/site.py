"""Writes the folder of pages: home, one page per open authority, and all that they refer to."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from earlywarning.hostile import tame
from earlywarning.reports import authority as authority_page
from earlywarning.reports import words
from earlywarning.reports.charts import SUFFIX, kept_in
from earlywarning.reports.facts import STAGES, Facts, load
from earlywarning.reports.many import Task, write_many
from earlywarning.reports.papers import stem_of, write_briefing
from earlywarning.reports.records import Authority

TEMPLATES = Path(__file__).parent / "templates"
CHARTS = "charts"
KINDS = {".html": "Briefing as a page", ".pdf": "Briefing as a PDF"}
SHOWN = re.compile(rf"{CHARTS}/(\w+{re.escape(SUFFIX)})")


@dataclass(frozen=True)
class Shared:
    """What the pages of all authorities share: the facts, and the folder they go to."""

    facts: Facts
    folder: Path

    @cached_property
    def pages(self) -> Environment:
        """Return the templates; compiled once in each process."""
        return environment(self.facts)


def write_site(
    con: duckdb.DuckDBPyConnection,
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
    facts = load(con)
    (folder / "authority").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(TEMPLATES / "style.css", folder / "style.css")
    shared = Shared(facts, folder)
    written = write_many(Task(write_authority, shared), facts.names_of(only), progress)
    pages = shared.pages
    dictionary = folder / "data_dictionary.html"
    written.insert(0, write(pages, "data_dictionary.html", dictionary, {"up": ""}))
    index = write(pages, "index.html", folder / "index.html", {"up": "", **_index(facts, folder)})
    if only is None:
        remove_unused_charts(folder, [index, *written])
    return [index, *written]


def write_authority(shared: Shared, code: str) -> list[Path]:
    """Write all that is about one authority and return the paths."""
    facts, folder = shared.facts, shared.folder
    authority = facts.authorities[code]
    with kept_in(folder / CHARTS):
        papers = write_briefing(facts, folder, code)
        beside = [(KINDS[path.suffix], path.relative_to(folder).as_posix()) for path in papers]
        view = {"up": "../", "papers": beside, **authority_page.view(facts, authority)}
        page = folder / page_of(authority)
        return [write(shared.pages, "authority.html", page, view), *papers]


def remove_unused_charts(folder: Path, pages: Sequence[Path]) -> None:
    """Remove the charts that no page of this writing shows: their figures have changed."""
    shown: set[str] = set()
    for page in pages:
        if page.suffix == ".html":
            shown.update(SHOWN.findall(page.read_text(encoding="utf-8")))
    for path in (folder / CHARTS).glob(f"*{SUFFIX}"):
        if path.name not in shown:
            path.unlink()


def page_of(authority: Authority) -> str:
    """Return the path of an authority's page below the folder of pages."""
    return f"authority/{stem_of(authority)}.html"


def environment(facts: Facts) -> Environment:
    """Return the templates, with all that every page may use."""
    pages = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=tame,
    )
    for name in ("plain", "day", "points", "lines", "reason", "period", "formula"):
        pages.filters[name] = getattr(words, name)
    pages.globals.update(facts=facts, words=words, stages=STAGES)
    return pages


def write(pages: Environment, template: str, path: Path, view: dict[str, Any]) -> Path:
    """Render a page and write it if it is not there just so."""
    text = pages.get_template(template).render(view)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return path


def _index(facts: Facts, folder: Path) -> dict[str, Any]:
    there = sorted(facts.open_authorities(), key=lambda a: (a.region or "No region", a.la_name))
    regions = [
        (region, [(a, page_of(a), (folder / page_of(a)).exists()) for a in group])
        for region, group in groupby(there, key=lambda a: a.region or "No region")
    ]
    return {
        "regions": regions,
        "refused": [row for row in facts.intake if row.outcome == "refused"],
        "unread": [row for row in facts.intake if row.outcome not in ("refused", "taken")],
        "critical": [row for row in facts.findings if row.severity == "critical"],
        "newest_day": {a.old_la_code: facts.newest_day(a.old_la_code) for a in there},
    }
