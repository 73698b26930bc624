"""The commands that write what people read, from the published database alone."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from earlywarning.cli.options import (
    PATH,
    reports_option,
    tier_option,
    to_option,
    warehouse_option,
)
from earlywarning.cli.progress import indented, progress
from earlywarning.definitions.tier import Tier
from earlywarning.register import access
from earlywarning.settings import DEFAULT_REPORTS, folder_of, reference_folder

_say = partial(click.echo, err=True)


@click.command()
@warehouse_option
@reports_option
def report(warehouse: Path, reports_folder: Path) -> None:
    """Write all pages, briefings, packs and workbooks from the published database."""
    from earlywarning.run.pages import write_reports

    with progress() as say:
        say("writing pages")
        written = write_reports(warehouse, reports_folder, say)
    click.echo(f"{len(written)} files; open {written[0]}")


@click.command()
@click.argument("authority", required=False)
@click.option("--all", "everyone", is_flag=True, help="Write every authority's briefing.")
@tier_option
@to_option
@warehouse_option
def brief(authority: str | None, everyone: bool, tier: Tier, folder: Path, warehouse: Path) -> None:
    """Write the briefing of one authority, or of all, as a tier may see it."""
    from earlywarning.reports import tiered as briefing

    if bool(authority) == everyone:
        raise click.UsageError("name one authority, or give --all")
    with progress() as say:
        pages = briefing.brief(
            warehouse, reference_folder(), folder, tier, authority, indented(say)
        )
    _note("brief", warehouse, f"{tier} {authority or 'all'}", pages)
    for page in pages if authority else sorted({page.parent for page in pages}):
        click.echo(str(page))


@click.command()
@click.option(
    "--anonymised", is_flag=True, help="The edition in which no authority can be recognised."
)
@to_option
@warehouse_option
def pack(anonymised: bool, folder: Path, warehouse: Path) -> None:
    """Write the consortium's pack of the month: what is new, changed or overdue."""
    from earlywarning.reports import tiered as packing

    paths = packing.pack(warehouse, folder, anonymised, _say)
    _note("pack", warehouse, "all" if anonymised else "consortium", paths)
    _tell(paths)


@click.command()
@click.argument("authority")
@tier_option
@to_option
@warehouse_option
def baseline(authority: str, tier: Tier, folder: Path, warehouse: Path) -> None:
    """Write the baseline pack for a new director of AUTHORITY, as a tier may see it."""
    from earlywarning.reports import tiered as packing

    paths = packing.baseline(warehouse, reference_folder(), folder, tier, authority, _say)
    _note("baseline", warehouse, f"{tier} {authority}", paths)
    _tell(paths)


def _note(what: str, warehouse: Path, to: str, paths: list[Path]) -> None:
    """Record what was written for whom."""
    where = str(paths[0].parent.absolute()) if paths else ""
    access.note(what, of=warehouse, to=to, detail=where, sha256=access.hash_of(paths))


def _tell(paths: list[Path]) -> None:
    for path in paths:
        click.echo(str(path))


@click.command()
@click.argument("authority", required=False)
@tier_option
@click.option(
    "--to", "folder", type=PATH, default=lambda: folder_of("reports") / "workbooks",
    show_default=str(DEFAULT_REPORTS / "workbooks"),
)  # fmt: skip
@warehouse_option
def workbook(authority: str | None, tier: Tier, folder: Path, warehouse: Path) -> None:
    """Write an edition's workbook and open data, or the workbook of one AUTHORITY.

    XLSX and ODS hold the same; the CSV with its metadata is in the DfE's open-data layout.
    """
    from earlywarning.reports.tiered import workbooks

    paths = workbooks(warehouse, reference_folder(), folder, tier, authority, _say)
    _note("workbook", warehouse, f"{tier} {authority or ''}".strip(), paths)
    _tell(paths)
