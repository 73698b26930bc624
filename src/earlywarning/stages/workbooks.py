"""Writes workbooks as one tier may see them, from that tier's own database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from earlywarning import questions, warehouse
from earlywarning.definitions import Tier
from earlywarning.stages.tier_file import tier_file


def workbooks(
    link: Path,
    reference: Path,
    folder: Path,
    tier: Tier,
    words: str | None,
    say: Callable[[str], None],
) -> list[Path]:
    """Write the workbooks and open data of a tier, or one authority's workbook; return the files.

    Where the tier is for one authority or region, the edition's files are written beside those of
    the authority named; else naming an authority asks for its workbook alone.

    Raises:
        UsageError: if the authority is not known, or the tier needs one and none is named.
        NothingUsableError: if nothing was published.
    """
    from earlywarning.reports.workbook import write_books

    code, name = questions.find_authority(link, words) if words else ("", "")
    edition = not code or tier in ("authority", "region")
    with tier_file(link, reference, tier, code, name) as database:  # noqa: SIM117
        with warehouse.open_published(database) as connection:
            return write_books(connection, folder, code=code or None, edition=edition, progress=say)
