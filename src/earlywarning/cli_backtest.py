"""The command that asks whether past warnings were right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from earlywarning.settings import DEFAULT_WAREHOUSE, models_folder

if TYPE_CHECKING:
    from earlywarning.stages.backtesting import Progress


@click.command()
@click.option(
    "--input", "inputs", type=click.Path(exists=True, path_type=Path), multiple=True,
    help="Folder of published files to take in first; else the published database is used.",
)  # fmt: skip
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Know nothing after this day.")
@click.option(
    "--warehouse", type=click.Path(path_type=Path), default=DEFAULT_WAREHOUSE, show_default=True
)
@click.option(
    "--to", "target", type=click.Path(path_type=Path),
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
