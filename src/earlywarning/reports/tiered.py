"""What one tier may see, written from that tier's own database: briefings, packs, workbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from earlywarning.definitions.tier import Tier, load_tiers
from earlywarning.disclosure.modes import open_to_all
from earlywarning.errors import UsageError
from earlywarning.warehouse.ask import find_authority, region_of
from earlywarning.warehouse.connect import open_published
from earlywarning.warehouse.tiers import Audience, build_tier


@contextmanager
def tier_file(warehouse: Path, reference: Path, tier: Tier, code: str, name: str) -> Iterator[Path]:
    """Give a database that holds only what a tier does; it goes again afterwards.

    Args:
        warehouse: the published database, which is the consortium's own.
        reference: the definitions, with what each tier holds.
        tier: whose file.
        code: three-digit code of the authority the tier is for, or that is in the region.
        name: its name.

    Raises:
        UsageError: if the tier needs an authority and none is named.
        NothingUsableError: if nothing was published.
    """
    if tier == "consortium":
        yield warehouse
        return
    audience = _audience(warehouse, tier, code, name)
    with TemporaryDirectory() as place:
        own = Path(place) / "tier.duckdb"
        build_tier(warehouse, own, audience, load_tiers(reference))
        yield own


@contextmanager
def _edition(
    warehouse: Path, reference: Path, tier: Tier, code: str, name: str
) -> Iterator[duckdb.DuckDBPyConnection]:
    with (
        tier_file(warehouse, reference, tier, code, name) as database,
        open_published(database) as connection,
    ):
        yield connection


def _audience(warehouse: Path, tier: Tier, code: str, name: str) -> Audience:
    if tier == "public":
        return Audience(tier)
    if not code:
        raise UsageError(f"--tier {tier}: name the authority; one edition is not for all")
    if tier == "authority":
        return Audience(tier, code, name, (code,))
    region, codes = region_of(warehouse, code)
    return Audience(tier, region, region, codes)


def _for_whom(tier: Tier, folder: Path, paths: list[Path]) -> list[Path]:
    """Open what the public may see to every account of the machine; all else is for our own."""
    if tier == "public":
        open_to_all(folder, paths)
    return paths


def brief(
    warehouse: Path,
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
    from earlywarning.reports.papers import write_briefings

    code, name = find_authority(warehouse, words) if words else ("", "")
    with _edition(warehouse, reference, tier, code, name) as connection:
        only = [code] if code else None
        paths = write_briefings(connection, folder, only=only, progress=say)
    return _for_whom(tier, folder, paths)


def pack(warehouse: Path, folder: Path, anonymised: bool, say: Callable[[str], None]) -> list[Path]:
    """Write the consortium's pack of the month, or its edition without names; return the files.

    Raises:
        NothingUsableError: if nothing was published.
        UsageError: if there are too few authorities for an edition without names.
    """
    from earlywarning.reports.papers import write_pack

    say("writing the pack of the month" + (" without names" if anonymised else ""))
    with open_published(warehouse) as connection:
        return write_pack(connection, folder, anonymised=anonymised)


def baseline(
    warehouse: Path,
    reference: Path,
    folder: Path,
    tier: Tier,
    words: str,
    say: Callable[[str], None],
) -> list[Path]:
    """Write an authority's baseline pack from a database that holds only what the tier does.

    Raises:
        NothingUsableError: if nothing was published.
        UsageError: if the authority is not known.
    """
    from earlywarning.reports.papers import write_baseline

    code, name = find_authority(warehouse, words)
    say(f"writing the baseline of {name}")
    with _edition(warehouse, reference, tier, code, name) as connection:
        paths = write_baseline(connection, folder, code)
    return _for_whom(tier, folder, paths)


def workbooks(
    warehouse: Path,
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
    from earlywarning.reports.workbook.writing import write_books

    code, name = find_authority(warehouse, words) if words else ("", "")
    edition = not code or tier in ("authority", "region")
    with _edition(warehouse, reference, tier, code, name) as connection:
        paths = write_books(connection, folder, code=code or None, edition=edition, progress=say)
    return _for_whom(tier, folder, paths)
