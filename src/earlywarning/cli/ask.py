"""The commands that ask the published database."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from earlywarning.cli.options import (
    PATH,
    as_of_option,
    format_option,
    show,
    warehouse_option,
)
from earlywarning.settings import DEFAULT_INCOMING, reference_folder, today


@click.command()
@click.argument("sql")
@format_option
@warehouse_option
def query(sql: str, form: str, warehouse: Path) -> None:
    """Answer one read-only SQL statement."""
    from earlywarning.warehouse import connect

    names, rows = connect.query(warehouse, sql)
    show(names, rows, form)


@click.command()
@warehouse_option
def tables(warehouse: Path) -> None:
    """List every table and column with its meaning."""
    from earlywarning.warehouse.connect import describe_tables

    shown = ""
    for table, meaning, column, kind, words in describe_tables(warehouse):
        if table != shown:
            click.echo(f"\n{table}: {meaning}")
            shown = str(table)
        click.echo(f"  {column} ({str(kind).lower()}): {words}")


@click.command()
@click.argument("authority")
@as_of_option
@warehouse_option
def explain(authority: str, as_of: dt.datetime | None, warehouse: Path) -> None:
    """Say in plain words why an authority's score is what it is."""
    from earlywarning.reports import explain as run_explain
    from earlywarning.warehouse.ask import build_of, find_authority

    source = build_of(warehouse, as_of.date() if as_of else None)
    code, name = find_authority(source, authority)
    click.echo(run_explain.explain(source, code, name), nl=False)


@click.command()
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d", "%Y-%m"]), required=True)
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d", "%Y-%m"]), required=True)
@format_option
@warehouse_option
def replay(since: dt.datetime, until: dt.datetime, form: str, warehouse: Path) -> None:
    """Run history as it was known, and show what would have been said, month by month."""
    from earlywarning.definitions.loader import load_definitions
    from earlywarning.run.summary import replayed
    from earlywarning.scoring import looks

    definitions = load_definitions(reference_folder())
    days, alerts = looks.replay(warehouse, definitions, since.date(), until.date())
    if form == "table":
        for line in replayed(days, alerts, definitions.policy.alerts):
            click.echo(line)
        return
    show(list(alerts.columns), [tuple(row) for row in alerts.astype(object).values], form)


@click.command()
@warehouse_option
@click.option("--incoming", type=PATH, default=DEFAULT_INCOMING)
def doctor(warehouse: Path, incoming: Path) -> None:
    """Check installation, sources' lateness and the warehouse; say what to do."""
    from earlywarning.definitions.loader import load_definitions
    from earlywarning.run import doctor as run_doctor

    definitions = load_definitions(reference_folder())
    lines, well = run_doctor.doctor(warehouse, definitions, today(), incoming)
    for line in lines:
        click.echo(line)
    sys.exit(0 if well else 4)
