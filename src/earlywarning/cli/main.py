"""The commands under one name; expected errors are one line and an exit code of their own."""

from __future__ import annotations

import os
from typing import Any

import click

from earlywarning.cli.accounts import accounts
from earlywarning.cli.ask import doctor, explain, replay, tables
from earlywarning.cli.backup import backup, rollback
from earlywarning.cli.check import check_outputs
from earlywarning.cli.events import events
from earlywarning.cli.export import export
from earlywarning.cli.notify import notify
from earlywarning.cli.override import override
from earlywarning.cli.programme import review
from earlywarning.cli.protect import find_person, retention
from earlywarning.cli.query import query
from earlywarning.cli.record import backtest
from earlywarning.cli.returns import returns
from earlywarning.cli.run import STAGES, fetch, run
from earlywarning.cli.share import share
from earlywarning.cli.soft import soft
from earlywarning.cli.write import baseline, brief, pack, report, workbook
from earlywarning.errors import EarlyWarningError, cause_of, is_of_a_disk
from earlywarning.run.log import log_line


class Commands(click.Group):
    """The commands; what a person can mend is told in a line and ends with a code of its own."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a bug keeps its traceback."""
        try:
            return super().invoke(ctx)
        except EarlyWarningError as error:
            click.echo(log_line(str(error), "earlywarning", "error"), err=True)
            ctx.exit(error.exit_code)
        except Exception as error:
            if is_of_a_disk(error):
                todo = "`earlywarning doctor` says whether what is published is damaged"
                first = str(error).splitlines()[0]
                words = f"a file cannot be used: {first}; {todo}"
                click.echo(log_line(words, "earlywarning", "error"), err=True)
                ctx.exit(4)
            cause = cause_of(error)
            if words := _of_what_was_named(cause):
                click.echo(log_line(words, "earlywarning", "error"), err=True)
                ctx.exit(2)
            if cause is error:
                raise
            raise cause from None


def _of_what_was_named(error: BaseException) -> str:
    """Return what is to be said of a path that cannot be used, empty of a fault of the program."""
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return ""


@click.group(cls=Commands, name="earlywarning")
@click.version_option(package_name="earlywarning")
def main() -> None:
    """Tell which children's service to offer help to next, and why."""
    # What is written is for this account alone; what is meant for the public is opened on purpose.
    os.umask(0o077)


for _command in (
    run, *STAGES, fetch, report, brief, pack, baseline, workbook, share, check_outputs,
    query, tables, export, explain, replay, doctor, notify, soft, returns, events, override, review,
    backtest, backup, rollback, accounts, retention, find_person,
):  # fmt: skip
    main.add_command(_command)
