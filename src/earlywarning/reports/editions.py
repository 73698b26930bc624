"""What an edition holds beside its pages: the pack of the month, workbooks and open data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

from earlywarning.errors import UsageError
from earlywarning.reports.facts import Facts
from earlywarning.reports.pack import write_pack
from earlywarning.reports.workbook import write_books

WORKBOOKS = "workbooks"
NAMES = {
    ".html": "{} as a page",
    ".pdf": "{} as a PDF",
    ".xlsx": "Workbook of published indicators (XLSX)",
    ".ods": "Workbook of published indicators (ODS)",
    ".csv": "Open data (CSV)",
}
PACKS = ("Pack of the month", "Pack without names")


def edition_papers(
    connection: duckdb.DuckDBPyConnection,
    facts: Facts,
    folder: Path,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write the edition's pack, where it is the consortium's, its workbooks and open data."""
    written = []
    if facts.edition.tier == "consortium":
        written += write_pack(connection, folder)
        written += _without_names(connection, folder, progress)
    return written + write_books(connection, folder / WORKBOOKS, progress=progress)


def _without_names(
    connection: duckdb.DuckDBPyConnection, folder: Path, progress: Callable[[str], None] | None
) -> list[Path]:
    """Write the pack without names; with too few authorities there is none, and that is told."""
    try:
        return write_pack(connection, folder, anonymised=True)
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
