"""The commands that make a warehouse: a whole run, its stages one by one, and the fetching."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from earlywarning.cli.options import (
    as_of_option,
    incoming_setting,
    input_option,
    register_option,
    reports_option,
    warehouse_option,
)
from earlywarning.cli.progress import progress
from earlywarning.run.log import log_line
from earlywarning.settings import Settings, given, today

look_back_option = click.option(
    "--look-back", type=click.IntRange(min=0), metavar="MONTHS",
    help="See what earlier days would have said, so far back; 0 is quick. Else as the policy says.",
)  # fmt: skip


def _settings(
    inputs: tuple[Path, ...], as_of: dt.datetime | None, warehouse: Path, register: Path
) -> Settings:
    day = as_of.date() if as_of else today()
    return Settings(inputs, day, warehouse, register=register)


def _finish(outcome: Any) -> None:
    for line in outcome.summary:
        click.echo(log_line(line, "summary"))
    for line in outcome.left_aside:
        click.echo(log_line(line, "left aside", "warning"), err=True)
    for line in outcome.refused:
        click.echo(log_line(line, "refused", "warning"), err=True)
    sys.exit(outcome.exit_code)


without_option = click.option(
    "--without", multiple=True, metavar="NAME",
    help="A register (file name) or kind of file that is missing on purpose; may be repeated.",
)  # fmt: skip
replace_option = click.option(
    "--replace", "replaces", is_flag=True,
    help="Replace what is published also by an earlier day, or after a long pause.",
)  # fmt: skip


@click.command()
@input_option()
@as_of_option
@register_option
@warehouse_option
@reports_option
@click.option("--no-reports", is_flag=True, help="Leave the writing of pages out.")
@look_back_option
@click.option("--fresh", is_flag=True, help="Judge every file again, also those judged before.")
@without_option
@replace_option
def run(
    inputs: tuple[Path, ...],
    as_of: dt.datetime | None,
    register: Path,
    warehouse: Path,
    reports_folder: Path,
    no_reports: bool,
    look_back: int | None,
    fresh: bool,
    without: tuple[str, ...],
    replaces: bool,
) -> None:
    """Ingest, validate, derive, score, recommend, publish and write the pages."""
    from earlywarning.run import run as run_stages

    settings = replace(
        _settings(inputs, as_of, warehouse, register), reports=reports_folder, look_back=look_back,
        fresh=fresh, without=without, replaces=replaces,
    )  # fmt: skip
    with progress() as say:
        outcome = run_stages.run(settings, say=say, reports=not no_reports)
    _finish(outcome)


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--to", "folder", **incoming_setting)
@click.option("--list", "listing", is_flag=True, help="Show the sources and fetch nothing.")
@click.option("--address", default=lambda: given("address").value, help="Ask a mirror instead.")
def fetch(sources: tuple[str, ...], folder: Path, listing: bool, address: str) -> None:
    """Download what is new of each SOURCE, or of all."""
    from earlywarning.run import fetch as run_fetch
    from earlywarning.run.fetch import listed

    if listing:
        click.echo("\n".join(listed()))
        return

    def say(words: str) -> None:
        click.echo(log_line(words, "detail"), err=True)

    def tell(words: str) -> None:
        click.echo(log_line(words, "fetched"))

    outcome = run_fetch.fetch(sources, folder, address=address, say=say, tell=tell)
    sys.exit(outcome.exit_code)


def _stage_command(name: str) -> click.Command:
    @click.command(name, help=f"Run as far as {name!r}; only 'publish' changes the published file.")
    @input_option()
    @as_of_option
    @register_option
    @warehouse_option
    @look_back_option
    @without_option
    @replace_option
    def command(
        inputs: tuple[Path, ...], as_of: dt.datetime | None, register: Path, warehouse: Path,
        **more: Any,
    ) -> None:  # fmt: skip
        """Run the stages up to this one."""
        from earlywarning.run.run import run_as_far_as

        with progress() as say:
            settings = _settings(inputs, as_of, warehouse, register)
            told, outcome = run_as_far_as(name, replace(settings, **more), say=say)
        for line in told:
            click.echo(log_line(line, name))
        _finish(outcome)

    return command


STAGES = tuple(
    _stage_command(name)
    for name in ("ingest", "validate", "derive", "score", "recommend", "publish")
)
