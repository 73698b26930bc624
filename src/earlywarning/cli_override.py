"""The command by which people say that a band is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from earlywarning.settings import DEFAULT_WAREHOUSE, reference_folder, today


@click.command()
@click.argument("authority")
@click.option("--band", required=True, help="The band that people hold to be right.")
@click.option("--role", required=True, help="Who says so, by role; never a name.")
@click.option("--reason", required=True)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Last day.")
@click.option(
    "--file", type=click.Path(dir_okay=False, path_type=Path), show_default=True,
    default=Path("data/register/overrides.csv"), help="Give its folder to `run --input`.",
)  # fmt: skip
@click.option(
    "--warehouse", type=click.Path(path_type=Path), default=DEFAULT_WAREHOUSE, show_default=True
)
def override(
    authority: str, band: str, role: str, reason: str, until: dt.datetime, file: Path,
    warehouse: Path,
) -> None:  # fmt: skip
    """Record a band that people hold to be right, beside the computed one and never instead."""
    from earlywarning.stages import overriding

    given = overriding.Override(authority, band, role, reason, today(), until.date())
    click.echo(overriding.add(file, given, warehouse, reference_folder()))
