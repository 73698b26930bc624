"""`python -m lab`: trials where the truth is known; what they find is kept under models/."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from earlywarning.cli.options import PATH
from earlywarning.cli.progress import counted
from earlywarning.settings import models_folder, reference_folder


@click.group()
def lab() -> None:
    """Try the back-test and the front-door watch on invented authorities."""


@lab.command()
@click.option(
    "--many", type=click.IntRange(min=2), default=6, show_default=True,
    help="How many; about eight seconds each.",
)  # fmt: skip
@click.option("--to", "target", type=PATH, help="Folder; the kept record's own if not given.")
def nations(many: int, target: Path | None) -> None:
    """Run the back-test on invented nations and write what it finds."""
    from lab.invented_record import write_invented

    with counted() as tell:
        click.echo(write_invented(many, target, models_folder(), tell))


@lab.command()
@click.option("--seed", type=int, default=2016, show_default=True)
@click.option(
    "--authorities", type=click.IntRange(min=40), default=3000, show_default=True,
    help="Drawn for each scenario, over the sizes of England's.",
)  # fmt: skip
@click.option("--to", "target", type=PATH, help="Else to the screen.")
def watch(seed: int, authorities: int, target: Path | None) -> None:
    """Try the front-door watch on invented authorities with known truth, as CSV."""
    from lab.watching import simulate

    table = simulate(reference_folder(), seed=seed, authorities=authorities)
    if target is None:
        sys.stdout.write(table)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(table, encoding="utf-8")
    click.echo(str(target))


@lab.command()
@click.option("--seed", type=int, default=2016, show_default=True)
@click.option("--authorities", type=click.IntRange(min=40), default=6000, show_default=True)
@click.option(
    "--false-alerts", type=float, default=0.195, show_default=True,
    help="Allowed a year and quiet authority.",
)  # fmt: skip
def possible(seed: int, authorities: int, false_alerts: float) -> None:
    """Ask how much of a slip any reading of quarterly returns could find by the third month."""
    from lab.watch.possible import possible as found

    table = found(seed=seed, authorities=authorities, false_alerts=false_alerts)
    click.echo(table.to_string(index=False))


@lab.command()
@click.argument("warehouse", type=PATH)
def score(warehouse: Path) -> None:
    """Ask of the score on real files what a hostile statistician would: about ten minutes."""
    from lab.scrutiny import report

    for line in report(warehouse):
        click.echo(line)


if __name__ == "__main__":
    lab()
