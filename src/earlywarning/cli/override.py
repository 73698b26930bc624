"""The command by which people say that a band is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from earlywarning.cli.options import DAY, overrides_option, warehouse_option
from earlywarning.settings import reference_folder, today


@click.command()
@click.argument("authority")
@click.option("--band", required=True, help="The band that people hold to be right.")
@click.option("--role", required=True, help="Who says so, by role; never a name.")
@click.option("--reason", required=True)
@click.option("--until", type=DAY, required=True, help="Last day.")
@overrides_option
@warehouse_option
def override(
    authority: str, band: str, role: str, reason: str, until: dt.datetime, file: Path,
    warehouse: Path,
) -> None:  # fmt: skip
    """Record a band that people hold to be right, beside the computed one and never instead."""
    from earlywarning.run import override as run_override

    given = run_override.Override(authority, band, role, reason, today(), until.date())
    click.echo(run_override.add(file, given, warehouse, reference_folder()))
