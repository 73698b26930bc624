"""The commands that measure: were past warnings right, and how well does the watch do."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from earlywarning.cli.options import DAY, PATH, input_option, warehouse_option
from earlywarning.settings import models_folder, reference_folder

if TYPE_CHECKING:
    from earlywarning.stages.backtesting import Progress


@click.command()
@input_option(
    required=False,
    words="Folder of published files to take in first; else the published database is used.",
)
@click.option("--until", type=DAY, help="Know nothing after this day.")
@warehouse_option
@click.option(
    "--to", "target", type=PATH,
    help="Folder for the record; the measured model's own if not given.",
)  # fmt: skip
@click.option("--invented", is_flag=True, help="On invented nations instead: the truth is known.")
@click.option(
    "--nations", type=click.IntRange(min=2), default=6, show_default=True,
    help="How many, with --invented; about eight seconds each.",
)  # fmt: skip
def backtest(
    inputs: tuple[Path, ...], until: dt.datetime | None, warehouse: Path, target: Path | None,
    invented: bool, nations: int,
) -> None:  # fmt: skip
    """Test past warnings against what inspections found; write results, card and model."""
    from earlywarning.stages import recording_the_past

    if invented:
        with _bar() as tell:
            click.echo(recording_the_past.write_invented(nations, target, models_folder(), tell))
        return
    with _bar() as tell:
        written = recording_the_past.write(
            inputs, warehouse, until.date() if until else None, target, models_folder(), tell
        )
    for line in written.lines:
        click.echo(line)
    if written.failed:
        raise SystemExit(3)


@contextmanager
def _bar() -> Iterator[Progress]:
    """Show a bar on stderr at a terminal; elsewhere one line for each kind of step."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    if not console.is_terminal:
        said: set[str] = set()

        def tell_plainly(_done: int, _of: int, words: str) -> None:
            kind = words.rsplit(" ", 1)[0]
            if kind not in said:
                said.add(kind)
                click.echo(words, err=True)

        yield tell_plainly
        return
    with Bar(console=console, transient=True) as bar:
        task = bar.add_task("", total=1)

        def tell(done: int, of: int, words: str) -> None:
            bar.update(task, completed=done, total=of, description=words)

        yield tell


@click.group()
def watch() -> None:
    """The front-door watch on in-year returns: how well it does."""


@watch.command()
@click.option("--seed", type=int, default=2016, show_default=True)
@click.option(
    "--authorities", type=click.IntRange(min=40), default=3000, show_default=True,
    help="Drawn for each scenario, over the sizes of England's.",
)  # fmt: skip
@click.option("--to", "target", type=PATH, help="Else to the screen.")
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
