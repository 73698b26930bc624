"""What the commands about reviews share: options, and tables as plain text."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import click

from earlywarning.hostile import harmless, seen
from earlywarning.settings import DEFAULT_DECISIONS, DEFAULT_HISTORY, DEFAULT_WAREHOUSE

DAY = click.DateTime(["%Y-%m-%d"])
ledger_option = click.option(
    "--ledger", type=click.Path(dir_okay=False, path_type=Path), default=DEFAULT_DECISIONS,
    show_default=True, help="The append-only file of decisions; give its folder to `run --input`.",
)  # fmt: skip
warehouse_option = click.option(
    "--warehouse", type=click.Path(path_type=Path), default=DEFAULT_WAREHOUSE, show_default=True
)
history_option = click.option(
    "--file", type=click.Path(dir_okay=False, path_type=Path), default=DEFAULT_HISTORY,
    show_default=True, help="The register of peer reviews; give its folder to `run --input`.",
)  # fmt: skip
format_option = click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table"
)
role_option = click.option("--role", required=True, help="Your role; never a name.")
no_person_option = click.option(
    "--no-person-named", is_flag=True, help="You have looked, and the text names nobody."
)


def show_plain(names: list[str], rows: list[tuple[object, ...]], form: str) -> None:
    """Print rows as CSV or JSON."""
    if form == "json":
        told = [dict(zip(names, row, strict=True)) for row in rows]
        click.echo(json.dumps(told, default=str, ensure_ascii=False, indent=1))
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([harmless("" if cell is None else str(cell)) for cell in row] for row in rows)


def show_table(rows: list[tuple[str, ...]]) -> None:
    """Print rows in columns, the first one as their heads."""
    shown = [tuple(map(seen, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
