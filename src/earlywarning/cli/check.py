"""The command that scans what was written before it is handed on."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from earlywarning.cli.options import GIVEN_FILE, of_warehouse
from earlywarning.definitions.tier import TIERS, Tier
from earlywarning.settings import folder_of

FINDINGS = 3


@click.command("check-outputs")
@click.argument("folders", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--warehouse", **of_warehouse,
    help="The consortium's database: it knows the scores that no list may follow.",
)  # fmt: skip
@click.option(
    "--register", type=GIVEN_FILE,
    help="Soft-intelligence register whose free text must not be found.",
)  # fmt: skip
@click.option(
    "--names", type=GIVEN_FILE,
    help="Names of persons that must not be found, one a line.",
)  # fmt: skip
@click.option("--tier", type=click.Choice(TIERS), help="Whose outputs; else as the folder says.")
@click.option("--authority", help="Whose, for the tiers of an authority or a region.")
def check_outputs(
    folders: tuple[Path, ...], warehouse: Path, register: Path | None, names: Path | None,
    tier: Tier | None, authority: str | None,
) -> None:  # fmt: skip
    """Find positions among others, lists in order of score, secrets and unsafe markup in outputs.

    Exit codes: 0 nothing found; 3 something found, each on a line; 4 nothing to scan.
    """
    from earlywarning.run import check

    there = warehouse if warehouse.exists() else None
    if there is None:
        told = f"{warehouse}: not there, so order and scores cannot be looked at; the rest is"
        click.echo(told, err=True)
    asked = check.Asked(folders or (folder_of("reports"),), there, register, names, tier, authority)
    checked = check.check_outputs(asked, partial(_name, sys.stderr.isatty()))
    for line in checked.said:
        click.echo(line, err=True)
    for found in checked.found:
        click.echo(found.line())
    click.echo(f"{checked.files} files looked at, {len(checked.found)} findings")
    sys.exit(FINDINGS if checked.found else 0)


def _name(shown: bool, name: str) -> None:
    if shown:
        click.echo(f"  {name}", err=True)
