"""Writes briefings, baselines and packs: a portable page and a PDF beside each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from earlywarning.reports.baseline.background import background_of
from earlywarning.reports.baseline.baseline import baseline_of
from earlywarning.reports.briefing.briefing import briefing_of
from earlywarning.reports.document.blocks import Document
from earlywarning.reports.document.page import as_page
from earlywarning.reports.document.pdf import as_pdf
from earlywarning.reports.facts import Facts, load
from earlywarning.reports.many import Task, write_many
from earlywarning.reports.pack.anonymous import anonymous_pack_of
from earlywarning.reports.pack.month import Month, load_month
from earlywarning.reports.pack.pack import pack_of
from earlywarning.reports.where import page_of, stem_of


def write_document(document: Document, page: Path, up: str = "../", own: str = "") -> list[Path]:
    """Write a document to a path ending in .html and to the same path ending in .pdf.

    A file that is there just so is left alone; the PDF is set again only where the page changed.
    """
    text, pdf = as_page(document, up, own), page.with_suffix(".pdf")
    page.parent.mkdir(parents=True, exist_ok=True)
    if pdf.exists() and page.exists() and page.read_text(encoding="utf-8") == text:
        return [page, pdf]
    # The PDF first: a page that is there just so says that its PDF is there as well.
    pdf.write_bytes(as_pdf(document))
    page.write_text(text, encoding="utf-8")
    return [page, pdf]


def write_briefings(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    only: Sequence[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write briefings, of all authorities of the edition or of the codes given; return the paths.

    Raises:
        NothingUsableError: if the database records no run.
        UsageError: if a tier's database has no briefing about any of `only`.
    """
    facts = load(connection)
    task = Task(_briefings, (facts, folder))
    return write_many(task, facts.names_of(only), progress)


def _briefings(shared: tuple[Facts, Path], code: str) -> list[Path]:
    return write_briefing(*shared, code)


def write_briefing(facts: Facts, folder: Path, code: str) -> list[Path]:
    """Write the briefing of an authority below a folder and return the page and the PDF."""
    authority = facts.authorities[code]
    page = folder / "briefing" / f"{stem_of(authority)}.html"
    return write_document(briefing_of(facts, code), page, own=page_of(authority))


def write_baseline(connection: duckdb.DuckDBPyConnection, folder: Path, code: str) -> list[Path]:
    """Write the baseline of an authority below a folder and return the page and the PDF.

    Editions of two tiers never share a file name: one must not be handed on for the other.

    Raises:
        NothingUsableError: if the database records no run.
        UsageError: if this edition holds nothing about the authority.
    """
    facts = load(connection)
    document = baseline_of(facts, code, background_of(connection, code))
    tier = facts.edition.tier
    stem = stem_of(facts.authorities[code]) + ("" if tier == "consortium" else f"-{tier}")
    up = "../" if tier == "consortium" else ""  # others are sent on alone
    return write_document(document, folder / "baseline" / f"{stem}.html", up)


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
