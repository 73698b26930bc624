"""The commands that write packs: the month for the panel, the baseline for a new director."""

from __future__ import annotations

from pathlib import Path

import click

from earlywarning.definitions import TIERS, Tier
from earlywarning.settings import DEFAULT_REPORTS, DEFAULT_WAREHOUSE, reference_folder

to_option = click.option(
    "--to", "folder", type=click.Path(path_type=Path), default=DEFAULT_REPORTS, show_default=True
)
warehouse_option = click.option(
    "--warehouse", type=click.Path(path_type=Path), default=DEFAULT_WAREHOUSE, show_default=True
)


@click.command()
@click.option(
    "--anonymised", is_flag=True, help="The edition in which no authority can be recognised."
)
@to_option
@warehouse_option
def pack(anonymised: bool, folder: Path, warehouse: Path) -> None:
    """Write the consortium's pack of the month: what is new, changed or overdue."""
    from earlywarning.stages import packing

    _tell(packing.pack(warehouse, folder, anonymised, _say))


@click.command()
@click.argument("authority")
@click.option("--tier", type=click.Choice(TIERS), default="consortium", show_default=True)
@to_option
@warehouse_option
def baseline(authority: str, tier: Tier, folder: Path, warehouse: Path) -> None:
    """Write the baseline pack for a new director of AUTHORITY, as a tier may see it."""
    from earlywarning.stages import packing

    _tell(packing.baseline(warehouse, reference_folder(), folder, tier, authority, _say))


def _say(words: str) -> None:
    click.echo(words, err=True)


def _tell(paths: list[Path]) -> None:
    for path in paths:
        click.echo(str(path))
