"""The database of one tier, for as long as something is written from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from earlywarning import warehouse
from earlywarning.definitions import Tier, load_tiers
from earlywarning.errors import UsageError
from earlywarning.stages.sharing import region_of
from earlywarning.warehouse import Audience


@contextmanager
def tier_file(link: Path, reference: Path, tier: Tier, code: str, name: str) -> Iterator[Path]:
    """Give a database that holds only what a tier does; it goes again afterwards.

    Args:
        link: the published database, which is the consortium's own.
        reference: the definitions, with what each tier holds.
        tier: whose file.
        code: three-digit code of the authority the tier is for, or that is in the region.
        name: its name.

    Raises:
        UsageError: if the tier needs an authority and none is named.
        NothingUsableError: if nothing was published.
    """
    if tier == "consortium":
        yield link
        return
    audience = _audience(link, tier, code, name)
    with TemporaryDirectory() as place:
        own = Path(place) / "tier.duckdb"
        warehouse.build_tier(link, own, audience, load_tiers(reference))
        yield own


def _audience(link: Path, tier: Tier, code: str, name: str) -> Audience:
    if tier == "public":
        return Audience(tier)
    if not code:
        raise UsageError(f"--tier {tier}: name the authority; one edition is not for all")
    if tier == "authority":
        return Audience(tier, code, name, (code,))
    region, codes = region_of(link, code)
    return Audience(tier, region, region, codes)
