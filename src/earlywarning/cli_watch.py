"""The commands of the front-door watch: how well it does where the truth is known."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from earlywarning.settings import reference_folder


@click.group()
def watch() -> None:
    """The front-door watch on in-year returns: how well it does."""


@watch.command()
@click.option("--seed", type=int, default=2016, show_default=True)
@click.option(
    "--authorities", type=click.IntRange(min=40), default=3000, show_default=True,
    help="Drawn for each scenario, over the sizes of England's.",
)  # fmt: skip
@click.option("--to", "target", type=click.Path(path_type=Path), help="Else to the screen.")
def simulate(seed: int, authorities: int, target: Path | None) -> None:
    """Try the watch on invented authorities with known truth, as CSV."""
    from earlywarning.stages import watching

    table = watching.simulate(reference_folder(), seed=seed, authorities=authorities)
    if target is None:
        sys.stdout.write(table)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(table, encoding="utf-8")
    click.echo(str(target))
