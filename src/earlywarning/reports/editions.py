"""What an edition holds beside its pages: the pack of the month, workbooks and open data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from earlywarning.errors import UsageError
from earlywarning.reports.facts import Facts
from earlywarning.reports.pack.month import Month
from earlywarning.reports.papers import write_pack_of
from earlywarning.reports.workbook.figures import Figures
from earlywarning.reports.workbook.writing import write_edition

WORKBOOKS = "workbooks"
NAMES = {
    ".html": "{} as a page",
    ".pdf": "{} as a PDF",
    ".xlsx": "Workbook of published indicators (XLSX)",
    ".ods": "Workbook of published indicators (ODS)",
    ".csv": "Open data (CSV)",
}
PACKS = ("Pack of the month", "Pack without names")


def edition_packs(
    facts: Facts, month: Month, folder: Path, progress: Callable[[str], None] | None = None
) -> list[Path]:
    """Write the packs of the month, which are the consortium's; another edition has none."""
    if facts.edition.tier != "consortium":
        return []
    return write_pack_of(facts, month, folder) + _without_names(facts, month, folder, progress)


def edition_books(facts: Facts, figures: Figures, folder: Path) -> list[Path]:
    """Write the edition's workbooks and open data."""
    books = folder / WORKBOOKS
    books.mkdir(parents=True, exist_ok=True)
    return write_edition(facts, figures, books)


def _without_names(
    facts: Facts, month: Month, folder: Path, progress: Callable[[str], None] | None
) -> list[Path]:
    """Write the pack without names; with too few authorities there is none, and that is told."""
    try:
        return write_pack_of(facts, month, folder, anonymised=True)
    except UsageError as error:
        if progress:
            progress(str(error))
        return []


def listed(papers: list[Path], folder: Path) -> list[tuple[str, str]]:
    """Return what each paper is called and its path below the folder, for links."""
    return [(_name(path), path.relative_to(folder).as_posix()) for path in papers]


def _name(path: Path) -> str:
    if path.name.endswith(".meta.csv"):
        return "What the columns of the open data mean (CSV)"
    return NAMES[path.suffix].format(PACKS["without-names" in path.name])
