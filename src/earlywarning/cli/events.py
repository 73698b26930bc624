"""The command that counts events about children."""

from __future__ import annotations

import os
from pathlib import Path

import click

from earlywarning.cli.options import DAY, PATH, names_option, tell_refused
from earlywarning.settings import reference_folder


@click.command()
@click.option(
    "--input", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True, help="Parquet below old_la_code=330/month=202504/.",
)  # fmt: skip
@click.option("--to", type=PATH, required=True, help="The table, a .parquet file.")
@click.option("--until", type=DAY, help="A day of the last month; else the newest there is.")
@click.option("--months", type=click.IntRange(1, 600), default=12, show_default=True)
@click.option("--shared", is_flag=True, help="Suppress small counts, as `returns export` does.")
@click.option(
    "--engine", "name", type=click.Choice(["local", "dask"]), default="local", show_default=True
)
@click.option("--scheduler", help="Of the Dask cluster, as tcp://host:8786.")
@click.option("--memory", default="2GB", show_default=True, help="Of each process's databases.")
@click.option(
    "--threads", type=click.IntRange(1), default=lambda: len(os.sched_getaffinity(0)),
    show_default="processors", help="Parts at once in one process.",
)  # fmt: skip
@click.option("--spill", type=PATH, help="Folder for what does not fit into memory.")
@names_option
def events(
    folder: Path, to: Path, until: object, months: int, shared: bool, name: str,
    scheduler: str | None, memory: str, threads: int, spill: Path | None, warehouse: Path,
) -> None:  # fmt: skip
    """Count events about children as monthly measures; no row about a child leaves the command."""
    from earlywarning.run.engines import engine
    from earlywarning.run.events import Wanted, count_events

    last = int(f"{until:%Y%m}") if until else None
    wanted = Wanted(folder, to, last, months, memory, spill, shared)
    with engine(name, threads, scheduler) as working:
        told, refused = count_events(wanted, reference_folder(), warehouse, working, threads)
    tell_refused(told, refused)
