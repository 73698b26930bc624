"""Shows on stderr how far a command is: a bar at a terminal, else one plain line per stage."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from earlywarning.run.log import log_line
from earlywarning.settings import logs_json

COUNTED = re.compile(r"\s*\[(\d+) of (\d+)\]")


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show a bar on stderr at a terminal; elsewhere one plain line per stage."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if logs_json() or not console.is_terminal:
        yield (
            lambda words: (
                None if words.startswith("  ") else click.echo(log_line(words, "stage"), err=True)
            )
        )
        return
    columns = (SpinnerColumn(), BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def say(words: str) -> None:
            """Fill the bar as '[12 of 153]' says; else it only moves."""
            found = COUNTED.match(words)
            done, total = (float(found[1]), float(found[2])) if found else (0.0, None)
            bar.update(task, description=words, completed=done, total=total)

        yield say


def indented(say: Callable[[str], None]) -> Callable[[str], None]:
    """Return a teller of steps within a stage: a terminal shows them, a plain file does not."""
    return lambda words: say(f"  {words}")


@contextmanager
def counted() -> Iterator[Callable[[int, int, str], None]]:
    """Show how many steps of how many are done, as a bar; elsewhere a line per kind."""
    from rich.console import Console
    from rich.progress import Progress

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
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("", total=1)

        def tell(done: int, of: int, words: str) -> None:
            bar.update(task, completed=done, total=of, description=words)

        yield tell
