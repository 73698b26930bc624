"""Writes the monthly pack and the baseline packs from the published database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from earlywarning import questions, warehouse
from earlywarning.definitions import Tier
from earlywarning.stages.tier_file import tier_file


def pack(link: Path, folder: Path, anonymised: bool, say: Callable[[str], None]) -> list[Path]:
    """Write the consortium's pack of the month, or its edition without names; return the files.

    Raises:
        NothingUsableError: if nothing was published.
        UsageError: if there are too few authorities for an edition without names.
    """
    from earlywarning.reports.pack import write_pack

    say("writing the pack of the month" + (" without names" if anonymised else ""))
    with warehouse.open_published(link) as connection:
        return write_pack(connection, folder, anonymised=anonymised)


def baseline(
    link: Path, reference: Path, folder: Path, tier: Tier, words: str, say: Callable[[str], None]
) -> list[Path]:
    """Write an authority's baseline pack from a database that holds only what the tier does.

    Raises:
        NothingUsableError: if nothing was published.
        UsageError: if the authority is not known.
    """
    from earlywarning.reports.baseline import write_baseline

    code, name = questions.find_authority(link, words)
    say(f"writing the baseline of {name}")
    with tier_file(link, reference, tier, code, name) as database:  # noqa: SIM117
        with warehouse.open_published(database) as connection:
            return write_baseline(connection, folder, code)
