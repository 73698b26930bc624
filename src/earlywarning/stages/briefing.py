"""Writes briefings as one tier may see them, from that tier's own database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from earlywarning import questions, warehouse
from earlywarning.definitions import Tier, load_tiers
from earlywarning.errors import UsageError
from earlywarning.stages.sharing import region_of
from earlywarning.warehouse import Audience


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
    code, name = questions.find_authority(link, words) if words else ("", "")
    only = [code] if code else None
    if tier == "consortium":
        return _pages(link, folder, only, say)
    audience = _audience(link, tier, code, name)
    with TemporaryDirectory() as place:
        own = Path(place) / "tier.duckdb"
        warehouse.build_tier(link, own, audience, load_tiers(reference))
        return _pages(own, folder, only, say)


def _pages(
    database: Path, folder: Path, only: list[str] | None, say: Callable[[str], None]
) -> list[Path]:
    from earlywarning import reports

    with warehouse.open_published(database) as connection:
        return reports.write_briefings(connection, folder, only=only, progress=say)


def _audience(link: Path, tier: Tier, code: str, name: str) -> Audience:
    if tier == "public":
        return Audience(tier)
    if not code:
        raise UsageError(f"--tier {tier}: name the authority; one edition is not for all")
    if tier == "authority":
        return Audience(tier, code, name, (code,))
    region, codes = region_of(link, code)
    return Audience(tier, region, region, codes)
