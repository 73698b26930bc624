"""Writes briefings as one tier may see them, from that tier's own database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from earlywarning import questions, warehouse
from earlywarning.definitions import Tier
from earlywarning.stages.tier_file import tier_file


def brief(
    link: Path,
    reference: Path,
    folder: Path,
    tier: Tier,
    words: str | None,
    say: Callable[[str], None],
) -> list[Path]:
    """Write one authority's briefing, or all, of a tier; return the pages and the PDFs.

    They are written from a database that holds only what the tier does, and that goes again.

    Raises:
        UsageError: if the authority is not known, or the tier needs one and none is named.
    """
    from earlywarning import reports

    code, name = questions.find_authority(link, words) if words else ("", "")
    with tier_file(link, reference, tier, code, name) as database:  # noqa: SIM117
        with warehouse.open_published(database) as connection:
            only = [code] if code else None
            return reports.write_briefings(connection, folder, only=only, progress=say)
