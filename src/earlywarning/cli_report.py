"""The commands that write pages and briefings from the published database."""

from __future__ import annotations

from pathlib import Path

import click

from earlywarning.definitions import TIERS, Tier
from earlywarning.progress import indented, progress
from earlywarning.settings import DEFAULT_REPORTS, DEFAULT_WAREHOUSE, reference_folder

warehouse_option = click.option(
    "--warehouse", type=click.Path(path_type=Path), default=DEFAULT_WAREHOUSE, show_default=True
)


@click.command()
@warehouse_option
@click.option(
    "--reports", "reports_folder", type=click.Path(path_type=Path), default=DEFAULT_REPORTS,
    show_default=True,
)  # fmt: skip
def report(warehouse: Path, reports_folder: Path) -> None:
    """Write all pages, briefings, packs and workbooks from the published database."""
    from earlywarning import stages

    with progress() as say:
        say("writing pages")
        written = stages.write_reports(warehouse, reports_folder, say)
    click.echo(f"{len(written)} files; open {written[0]}")


@click.command()
@click.argument("authority", required=False)
@click.option("--all", "everyone", is_flag=True, help="Write every authority's briefing.")
@click.option("--tier", type=click.Choice(TIERS), default="consortium", show_default=True)
@click.option("--to", "folder", type=click.Path(path_type=Path), default=DEFAULT_REPORTS)
@warehouse_option
def brief(authority: str | None, everyone: bool, tier: Tier, folder: Path, warehouse: Path) -> None:
    """Write the briefing of one authority, or of all, as a tier may see it."""
    from earlywarning.stages import briefing

    if bool(authority) == everyone:
        raise click.UsageError("name one authority, or give --all")
    with progress() as say:
        pages = briefing.brief(
            warehouse, reference_folder(), folder, tier, authority, indented(say)
        )
    for page in pages if authority else sorted({page.parent for page in pages}):
        click.echo(str(page))
