"""The commands for in-year returns: the template, a check, counting, and what may be shared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from earlywarning.cli.options import (
    DAY,
    GIVEN_FILE,
    PATH,
    names_option,
    tell_refused,
    warehouse_option,
)
from earlywarning.settings import reference_folder, today

file_argument = click.argument("file", type=PATH)
given_argument = click.argument("file", type=GIVEN_FILE)


@click.group()
def returns() -> None:
    """In-year returns that regions share: template, check, count, export."""


@returns.command()
@file_argument
@click.option("--format", "form", type=click.Choice(["xlsx", "csv"]), help="Else by the suffix.")
@click.option("--frequency", type=click.Choice(["monthly", "quarterly"]), default="monthly")
@click.option("--authority", default="", help="Written into the notes.")
@click.option("--until", type=DAY, help="Last day of the last period.")
def template(file: Path, form: str | None, frequency: str, authority: str, until: Any) -> None:
    """Write an empty return with the year's periods and every declared measure."""
    from earlywarning.run import returns as run_returns

    day = until.date() if until else today()
    path = run_returns.template(file, reference_folder(), form, frequency, day, authority)
    click.echo(str(path))


@returns.command()
@given_argument
@names_option
def check(file: Path, warehouse: Path) -> None:
    """Say what would be read of a return, and what would be refused, cell by cell."""
    from earlywarning.run import returns as run_returns

    told, refused = run_returns.check(file, reference_folder(), warehouse)
    tell_refused(told, refused)


@returns.command()
@given_argument
@click.option("--authority", required=True, help="Name, three-digit or nine-character code.")
@click.option("--returned-on", required=True, help="Day on which it is sent, as 2025-05-12.")
@click.option("--months", type=click.Choice(["6", "12"]), default="6", show_default=True)
@click.option("--as-at", default="", help="Last day the lists cover, if not that day.")
@click.option(
    "--referral-count-includes-this-one", "itself", type=click.Choice(["yes", "no"]),
    help="What the column of referrals in 12 months means; without it no re-referrals.",
)  # fmt: skip
@click.option("--to", "target", type=PATH, required=True)
@names_option
def count(
    file: Path, authority: str, returned_on: str, months: str, as_at: str, itself: str | None,
    target: Path, warehouse: Path,
) -> None:  # fmt: skip
    """Count child-level lists into a return, so that the lists need not leave the authority."""
    from earlywarning.run import returns as run_returns

    given = {
        "authority": authority, "returned_on": returned_on, "months": months, "as_at": as_at,
        "counts_itself": itself or "",
    }  # fmt: skip
    told, refused = run_returns.count(file, reference_folder(), warehouse, given, target)
    tell_refused(told, refused)


@returns.command()
@click.option("--to", "target", type=PATH, required=True)
@warehouse_option
def export(target: Path, warehouse: Path) -> None:
    """Write what may leave the region: small counts suppressed, and what would reveal them."""
    from earlywarning.run import returns as run_returns

    rows = run_returns.export(target, warehouse)
    click.echo(f"{target}: {rows} rows")
