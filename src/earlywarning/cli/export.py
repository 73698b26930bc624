"""The command that writes figures for other tools."""

from __future__ import annotations

from pathlib import Path

import click

from earlywarning.cli.options import PATH, warehouse_option
from earlywarning.definitions.tier import TIERS, Tier
from earlywarning.errors import UsageError
from earlywarning.register import access
from earlywarning.settings import reference_folder


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["parquet", "csv", "duckdb"]), default="parquet",
    show_default=True,
)  # fmt: skip
@click.option(
    "--tier", type=click.Choice(TIERS), default="public", show_default=True, help="Who it is for."
)
@click.option("--authority", help="Whose: name, three-digit or nine-character code.")
@click.option("--region", help="Whose: name of the region.")
@click.option("--to", "folder", type=PATH, required=True, help="A new or empty folder.")
@click.option(
    "--hive", is_flag=True,
    help="Parquet in a folder per table and year, for many readers: swapped whole each time.",
)  # fmt: skip
@warehouse_option
def export(
    form: str, tier: Tier, authority: str | None, region: str | None, folder: Path,
    hive: bool, warehouse: Path,
) -> None:  # fmt: skip
    """Write figures as files for Power BI, Excel or R: a star, long open data, a dictionary."""
    from earlywarning.run.export import export as run_export
    from earlywarning.run.hive import publish_hive
    from earlywarning.run.share import Wanted

    if hive and form != "parquet":
        raise UsageError("--hive writes parquet; leave --format out")
    wanted = Wanted(tier, authority, region)
    if hive:
        said = publish_hive(wanted, folder, warehouse, reference_folder())
    else:
        said = run_export(wanted, form, folder, warehouse, reference_folder())
    to = f"{tier} {authority or region or ''}".strip()
    sha256 = access.hash_of(folder.rglob("*"), folder)
    access.note("export", of=warehouse, to=to, detail=str(folder.absolute()), sha256=sha256)
    for line in said:
        click.echo(line)
