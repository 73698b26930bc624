"""Writes the baseline pack of one authority as a page and a PDF."""

from __future__ import annotations

from pathlib import Path

import duckdb

from earlywarning.reports.baseline.background import background_of
from earlywarning.reports.baseline.baseline import baseline_of
from earlywarning.reports.facts import load
from earlywarning.reports.papers import write_document
from earlywarning.reports.where import stem_of


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
