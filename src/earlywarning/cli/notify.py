"""The command that tells people what is new, where no flow does it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from earlywarning.cli.options import incoming_setting, warehouse_option
from earlywarning.settings import folder_of

NOT_TOLD = 3


@click.command()
@warehouse_option
@click.option("--incoming", **incoming_setting)
@click.option("--test", "testing", is_flag=True, help="Only try whether every reader is reached.")
def notify(warehouse: Path, incoming: Path, testing: bool) -> None:
    """Tell what is new in what is published, once per cause, by e-mail and webhook.

    data/notify.toml says who is told. Exit codes: 0 all are told; 3 somebody could not be.
    """
    from earlywarning.run import notify as run_notify

    lines: list[str] = []
    teller = run_notify.Teller(warehouse, incoming, folder_of("notify"), lines.append)
    if testing:
        lines += run_notify.tell_test(teller)
    else:
        run_notify.require_readers(teller)
        run_notify.tell_of_build(teller)
    for line in lines or ["nothing is new for anybody"]:
        click.echo(line)
    sys.exit(NOT_TOLD if any(line.startswith("not told") for line in lines) else 0)
