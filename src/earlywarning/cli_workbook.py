"""The command that writes workbooks and open data."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from earlywarning.definitions import TIERS, Tier
from earlywarning.settings import DEFAULT_REPORTS, DEFAULT_WAREHOUSE, reference_folder


@click.command()
@click.argument("authority", required=False)
@click.option("--tier", type=click.Choice(TIERS), default="consortium", show_default=True)
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), default=DEFAULT_REPORTS / "workbooks",
    show_default=True,
)  # fmt: skip
@click.option(
    "--warehouse", type=click.Path(path_type=Path), default=DEFAULT_WAREHOUSE, show_default=True
)
def workbook(authority: str | None, tier: Tier, folder: Path, warehouse: Path) -> None:
    """Write an edition's workbook and open data, or the workbook of one AUTHORITY.

    XLSX and ODS hold the same; the CSV with its metadata is in the DfE's open-data layout.
    """
    from earlywarning.stages.workbooks import workbooks

    say = partial(click.echo, err=True)
    for path in workbooks(warehouse, reference_folder(), folder, tier, authority, say):
        click.echo(str(path))
