"""Keeping what cannot be made again, and bringing it back."""

from __future__ import annotations

from pathlib import Path

import click

from earlywarning.cli.options import PATH, warehouse_option
from earlywarning.settings import Settings, today


@click.group()
def backup() -> None:
    """Keep everything in one encrypted file, and bring it back from one."""


@backup.command()
@click.argument("file", type=PATH)
def key(file: Path) -> None:
    """Make a key: the secret half goes into FILE, the public half is printed.

    Carry FILE away from this machine: without it no backup can be read, and with it every one.
    """
    from earlywarning.run.backup import make_key

    click.echo(make_key(file))


@backup.command()
@click.argument("folder", type=PATH)
@click.option(
    "--for",
    "public",
    required=True,
    envvar="EARLYWARNING_BACKUP_FOR",
    help="The public half of the key, age1...; or EARLYWARNING_BACKUP_FOR.",
)
@warehouse_option  # fmt: skip
def make(folder: Path, public: str, warehouse: Path) -> None:
    """Write an encrypted backup into FOLDER; no run goes on meanwhile."""
    from earlywarning.run.backup import back_up

    made = back_up(Settings((), today(), warehouse=warehouse), folder, public)
    click.echo(f"{made.path}: {made.files} files, {made.bytes / 1e6:.1f} MB")


@backup.command()
@click.argument("file", type=PATH)
@click.option("--key", "secret", type=PATH, required=True, help="File with the secret half.")
@click.option("--to", "folder", type=PATH, required=True,
              help="The project's folder, or another without data.")  # fmt: skip
@click.option("--erased", "lists", type=PATH, multiple=True,
              help="A list of what was erased (erased.jsonl), from elsewhere; repeat.")  # fmt: skip
def restore(file: Path, secret: Path, folder: Path, lists: tuple[Path, ...]) -> None:
    """Bring everything back from a backup, each file checked by its hash.

    What was erased since is erased again: by the list beside the backup, the one of the register
    in use, and those that are named.
    """
    from earlywarning.run.restore import restore as bring_back

    done = bring_back(file, secret, folder, lists)
    click.echo(
        f"{done.folder}: {done.files} files of {done.made_at}, published as of {done.as_of}; "
        "each is what was kept"
    )
    for name, many in done.erased_again.items():
        click.echo(f"{name}: texts of {many} records had been erased since, and are again")
    if not done.lists:
        click.echo(
            "no list of what was erased since (erased.jsonl) was found: a text that was erased "
            "after this backup is back; bring the register's list beside it, or name it: --erased",
            err=True,
        )
    if not done.published:
        click.echo("nothing is published: the build held an erased text; run once more", err=True)


@click.command()
@click.argument("build", default="")
@warehouse_option
def rollback(build: str, warehouse: Path) -> None:
    """Let readers have the build before the published one, or a kept BUILD by its file name."""
    from earlywarning.run.restore import roll_back

    now = roll_back(Settings((), today(), warehouse=warehouse), build)
    click.echo(f"published is {now} again; the next run that finds anything new builds today's")
