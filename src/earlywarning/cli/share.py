"""The command that hands on: what one audience may see, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import click

from earlywarning.cli.options import FILE, GIVEN_FILE, PATH, warehouse_option
from earlywarning.cli.progress import indented, progress
from earlywarning.definitions.tier import TIERS, Tier
from earlywarning.settings import reference_folder


@click.command()
@click.option("--tier", type=click.Choice(TIERS), required=True, help="Who it is for.")
@click.option("--authority", help="Whose: name, three-digit or nine-character code.")
@click.option("--region", help="Whose: name of the region.")
@click.option("--to", "folder", type=PATH, required=True)
@click.option(
    "--register", type=GIVEN_FILE,
    help="Soft-intelligence register whose free text the consortium's file gets.",
)  # fmt: skip
@click.option("--role", help="Your role, with a ledger: that all its texts were read is recorded.")
@click.option("--encrypt", is_flag=True, help="Refuse to write it without a key.")
@click.option("--key-file", type=FILE, help="File with the recipient's own key, mode 600.")
@warehouse_option
def share(
    tier: Tier, authority: str | None, region: str | None, folder: Path, register: Path | None,
    role: str | None, encrypt: bool, key_file: Path | None, warehouse: Path,
) -> None:  # fmt: skip
    """Write the database and the pages of one tier: only what it may see is in them.

    With --key-file it is encrypted; region and consortium databases also when EARLYWARNING_KEY or
    EARLYWARNING_KEY_FILE is set. A key has 16 characters or more and is one recipient's alone.
    """
    from earlywarning.run import share as run_share

    wanted = run_share.Wanted(tier, authority, region, register, encrypt, role, key_file)
    with progress() as say:
        say("writing the database and the pages")
        said = run_share.share(wanted, folder, warehouse, reference_folder(), say=indented(say))
    for line in said:
        click.echo(line)
