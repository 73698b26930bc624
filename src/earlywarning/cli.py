"""The command line: one sub-command per stage and per question, no logic."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from earlywarning.cli_backtest import backtest
from earlywarning.cli_check import check_outputs
from earlywarning.cli_override import override
from earlywarning.cli_pack import baseline, pack
from earlywarning.cli_report import brief, report
from earlywarning.cli_returns import returns
from earlywarning.cli_review import review
from earlywarning.cli_share import share
from earlywarning.cli_soft import soft
from earlywarning.cli_watch import watch
from earlywarning.cli_workbook import workbook
from earlywarning.errors import EarlyWarningError
from earlywarning.hostile import harmless, seen
from earlywarning.progress import progress
from earlywarning.settings import (
    DEFAULT_INCOMING,
    DEFAULT_REPORTS,
    DEFAULT_WAREHOUSE,
    Settings,
    reference_folder,
    today,
)

STAGES = ("ingest", "validate", "derive", "score", "recommend", "publish")
warehouse_option = click.option(
    "--warehouse", type=click.Path(path_type=Path), default=DEFAULT_WAREHOUSE, show_default=True
)
input_option = click.option(
    "--input", "inputs", type=click.Path(exists=True, path_type=Path), multiple=True, required=True,
    help="Folder (or file) of published tables, returns and registers; may be repeated.",
)  # fmt: skip
as_of_option = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Use only what was published by this day."
)
reports_option = click.option(
    "--reports", "reports_folder", type=click.Path(path_type=Path), default=DEFAULT_REPORTS,
    show_default=True,
)  # fmt: skip


@click.group()
@click.version_option(package_name="earlywarning")
def cli() -> None:
    """Tell which children's service to offer help to next, and why."""


cli.add_command(backtest)
cli.add_command(baseline)
cli.add_command(brief)
cli.add_command(check_outputs)
cli.add_command(override)
cli.add_command(pack)
cli.add_command(report)
cli.add_command(returns)
cli.add_command(review)
cli.add_command(share)
cli.add_command(soft)
cli.add_command(watch)
cli.add_command(workbook)


def _settings(
    inputs: tuple[Path, ...], as_of: dt.datetime | None, warehouse: Path, reports: Path
) -> Settings:
    day = as_of.date() if as_of else today()
    return Settings(inputs, day, warehouse, reports, reference_folder())


def _finish(outcome: Any) -> None:
    for line in outcome.summary:
        click.echo(line)
    for line in outcome.left_aside:
        click.echo(f"left aside: {line}", err=True)
    for line in outcome.refused:
        click.echo(f"refused: {line}", err=True)
    sys.exit(outcome.exit_code)


@cli.command()
@input_option
@as_of_option
@warehouse_option
@reports_option
@click.option("--no-reports", is_flag=True, help="Leave the writing of pages out.")
@click.option(
    "--look-back", type=click.IntRange(min=0), metavar="MONTHS",
    help="See what earlier days would have said, so far back; 0 is quick. Else as the policy says.",
)  # fmt: skip
def run(
    inputs: tuple[Path, ...],
    as_of: dt.datetime | None,
    warehouse: Path,
    reports_folder: Path,
    no_reports: bool,
    look_back: int | None,
) -> None:
    """Ingest, validate, derive, score, recommend, publish and write the pages."""
    from earlywarning import stages

    settings = replace(_settings(inputs, as_of, warehouse, reports_folder), look_back=look_back)
    with progress() as say:
        outcome = stages.run(settings, say=say, reports=not no_reports)
    _finish(outcome)


@cli.command()
@click.argument("sources", nargs=-1)
@click.option("--to", "folder", type=click.Path(path_type=Path), default=DEFAULT_INCOMING)
@click.option("--list", "listing", is_flag=True, help="Show the sources and fetch nothing.")
@click.option("--address", envvar="EARLYWARNING_ADDRESS", default="", help="Ask a mirror instead.")
def fetch(sources: tuple[str, ...], folder: Path, listing: bool, address: str) -> None:
    """Download what is new of each SOURCE, or of all."""
    from earlywarning import stages

    if listing:
        click.echo("\n".join(stages.listed()))
        return
    say = partial(click.echo, err=True)
    outcome = stages.fetch(sources, folder, address=address, say=say, tell=click.echo)
    sys.exit(outcome.exit_code)


def _stage_command(name: str) -> None:
    @cli.command(name, help=f"Run as far as {name!r}; only 'publish' changes the published file.")
    @input_option
    @as_of_option
    @warehouse_option
    def command(inputs: tuple[Path, ...], as_of: dt.datetime | None, warehouse: Path) -> None:
        """Run the stages up to this one."""
        from earlywarning import stages

        with progress() as say:
            told, outcome = stages.run_as_far_as(
                name, _settings(inputs, as_of, warehouse, DEFAULT_REPORTS), say=say
            )
        for line in told:
            click.echo(line)
        _finish(outcome)


for _stage in STAGES:
    _stage_command(_stage)


@cli.command()
@click.argument("sql")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table")
@warehouse_option
def query(sql: str, form: str, warehouse: Path) -> None:
    """Answer one read-only SQL statement."""
    from earlywarning import warehouse as house

    names, rows = house.query(warehouse, sql)
    _show(names, rows, form)


def _show(names: list[str], rows: list[tuple[object, ...]], form: str) -> None:
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([map(harmless, line) for line in ([*names], *rows)])
    elif form == "json":
        records = [dict(zip(names, row, strict=True)) for row in rows]
        click.echo(json.dumps(records, default=str, ensure_ascii=False))
    else:
        click.echo(_table(names, rows))


def _table(names: list[str], rows: list[tuple[object, ...]]) -> str:
    text = [["" if cell is None else seen(str(cell)) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(names, *text, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in [names, ["-" * width for width in widths], *text]
    ]
    return "\n".join([*lines, f"({len(rows)} rows)"])


@cli.command()
@warehouse_option
def tables(warehouse: Path) -> None:
    """List every table and column with its meaning."""
    from earlywarning import warehouse as house

    shown = ""
    for table, meaning, column, kind, words in house.describe_tables(warehouse):
        if table != shown:
            click.echo(f"\n{table}: {meaning}")
            shown = str(table)
        click.echo(f"  {column} ({str(kind).lower()}): {words}")


@cli.command()
@click.argument("authority")
@as_of_option
@warehouse_option
def explain(authority: str, as_of: dt.datetime | None, warehouse: Path) -> None:
    """Say in plain words why an authority's score is what it is."""
    from earlywarning import explaining, questions

    source = questions.build_of(warehouse, as_of.date() if as_of else None)
    code, name = questions.find_authority(source, authority)
    click.echo(explaining.explain(source, code, name), nl=False)


@cli.command()
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d", "%Y-%m"]), required=True)
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d", "%Y-%m"]), required=True)
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table")
@warehouse_option
def replay(since: dt.datetime, until: dt.datetime, form: str, warehouse: Path) -> None:
    """Run history as it was known, and show what would have been said, month by month."""
    from earlywarning import handover, stages
    from earlywarning.definitions import load_definitions

    definitions = load_definitions(reference_folder())
    days, alerts = stages.replay(warehouse, definitions, since.date(), until.date())
    if form == "table":
        for line in handover.replayed(days, alerts, definitions.policy.alerts):
            click.echo(line)
        return
    _show(list(alerts.columns), [tuple(row) for row in alerts.astype(object).values], form)


@cli.command()
@warehouse_option
@click.option("--incoming", type=click.Path(path_type=Path), default=DEFAULT_INCOMING)
def doctor(warehouse: Path, incoming: Path) -> None:
    """Check installation, sources' lateness and the warehouse; say what to do."""
    from earlywarning import questions
    from earlywarning.definitions import load_definitions

    definitions = load_definitions(reference_folder())
    lines, well = questions.doctor(warehouse, definitions, today(), incoming)
    for line in lines:
        click.echo(line)
    sys.exit(0 if well else 4)


def main() -> None:
    """Run the command line; expected errors are one line and an exit code of their own."""
    try:
        cli()
    except EarlyWarningError as error:
        click.echo(f"earlywarning: {error}", err=True)
        sys.exit(error.exit_code)
