"""The commands under one name; expected errors are one line and an exit code of their own."""

from __future__ import annotations

import sys

import click

from earlywarning.cli.ask import doctor, explain, query, replay, tables
from earlywarning.cli.check import check_outputs
from earlywarning.cli.override import override
from earlywarning.cli.programme import review
from earlywarning.cli.record import backtest
from earlywarning.cli.returns import returns
from earlywarning.cli.run import STAGES, fetch, run
from earlywarning.cli.share import share
from earlywarning.cli.soft import soft
from earlywarning.cli.write import baseline, brief, pack, report, workbook
from earlywarning.errors import EarlyWarningError


@click.group()
@click.version_option(package_name="earlywarning")
def cli() -> None:
    """Tell which children's service to offer help to next, and why."""


for _command in (
    run, *STAGES, fetch, report, brief, pack, baseline, workbook, share, check_outputs,
    query, tables, explain, replay, doctor, soft, returns, override, review, backtest,
):  # fmt: skip
    cli.add_command(_command)


def main() -> None:
    """Run the command line; expected errors are one line and an exit code of their own."""
    try:
        cli()
    except EarlyWarningError as error:
        click.echo(f"earlywarning: {error}", err=True)
        sys.exit(error.exit_code)
