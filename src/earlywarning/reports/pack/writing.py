"""Writes the monthly pack, with names or without, as a page and a PDF."""

from __future__ import annotations

from pathlib import Path

import duckdb

from earlywarning.reports.facts import Facts, load
from earlywarning.reports.pack.anonymous import anonymous_pack_of
from earlywarning.reports.pack.month import Month, load_month
from earlywarning.reports.pack.pack import pack_of
from earlywarning.reports.papers import write_document


def write_pack(
    connection: duckdb.DuckDBPyConnection, folder: Path, *, anonymised: bool = False
) -> list[Path]:
    """Write the pack of the month below a folder and return the page and the PDF.

    The two editions never share a file name: what goes to a wider circle must not be mistaken.

    Raises:
        NothingUsableError: if the database records no run.
        UsageError: if it is not the consortium's, or has too few authorities to stay unrecognised.
    """
    facts = load(connection)
    return write_pack_of(facts, load_month(connection, facts.as_of), folder, anonymised=anonymised)


def write_pack_of(
    facts: Facts, month: Month, folder: Path, *, anonymised: bool = False
) -> list[Path]:
    """Write the pack as `write_pack` does, from what was read already."""
    document = anonymous_pack_of(facts, month) if anonymised else pack_of(facts, month)
    kind = "pack-without-names" if anonymised else "pack"
    up = "" if anonymised else "../"  # it goes to people who have no other page
    return write_document(document, folder / "pack" / f"{kind}-{facts.as_of:%Y-%m}.html", up)
