"""The command that answers SQL: to the screen, to standard output, or to a file of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from earlywarning.cli.asked import Request, ask
from earlywarning.cli.options import FILE, GIVEN_FILE, note_opened, warehouse_option
from earlywarning.errors import EarlyWarningError, UsageError

FORMS = ("table", "csv", "json", "parquet")
SECONDS, MEMORY, ROWS = 120.0, "2GB", 20_000_000


@click.command()
@click.argument("sql", required=False)
@click.option("--file", "file", type=GIVEN_FILE, help="Read the statement from a file.")
@click.option(
    "--format", "form", type=click.Choice(FORMS),
    help="Otherwise what the name after --to ends in, or a table.",
)  # fmt: skip
@click.option("--to", "target", type=FILE, help="Write the answer there.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=ROWS, show_default=True,
    help="Not more rows than this.",
)  # fmt: skip
@click.option(
    "--timeout", type=click.FloatRange(min=0), default=SECONDS, show_default=True,
    help="Seconds; 0 waits as long as it takes.",
)  # fmt: skip
@click.option("--memory", default=MEMORY, show_default=True, help="What the database may use.")
@warehouse_option
def query(
    sql: str | None, file: Path | None, form: str | None, target: Path | None, limit: int,
    timeout: float, memory: str, warehouse: Path,
) -> None:  # fmt: skip
    """Answer one read-only SQL statement: given as a word, in a file, or (-) as standard input.

    It is answered in a process of its own, within its bounds of time, memory and rows.

    CSV and Parquet hold what the tables hold, unchanged; a spreadsheet may see a formula in it.
    """
    form = _form(form, target)
    statement = _statement(sql, file)
    note_opened("query", warehouse, statement)
    screen = form == "table" and not target
    asked = Request(str(warehouse), statement, timeout, limit, memory, form, screen)
    if target:
        with _aside(target) as out:
            said = ask(asked, out)
        note_opened("query", warehouse, statement, target)
    else:
        said = ask(asked, sys.stdout.buffer)
    click.echo(said, err=True, nl=False)


def _form(form: str | None, target: Path | None) -> str:
    """Return the format; a file's name tells it where no option does.

    Raises:
        UsageError: if the name ends in what is no format: a .zip that holds CSV opens nowhere.
    """
    ending = target.suffix.removeprefix(".").lower() if target else "table"
    if form is None and ending not in FORMS:
        known = ", ".join(f".{one}" for one in FORMS)
        raise UsageError(f"--to {target}: ends in none of {known}; or say which with --format")
    form = form or ending
    if form == "parquet" and not target:
        raise UsageError("--format parquet: name the file with --to")
    return form


def _statement(sql: str | None, file: Path | None) -> str:
    if (sql is None) == (file is None):
        raise UsageError("give one statement: as a word, as - for standard input, or with --file")
    try:
        text = file.read_text(encoding="utf-8") if file else str(sql)
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: not readable as text: {error}") from error
    text = sys.stdin.read() if text == "-" else text
    if not text.strip():
        raise UsageError("there is no statement to answer")
    return text


@contextmanager
def _aside(target: Path) -> Iterator[BinaryIO]:
    """Open a file beside the wanted one that takes its place when all is written."""
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with aside.open("xb") as out:
            yield out
        aside.replace(target)
    except OSError as error:
        raise EarlyWarningError(f"{target}: cannot be written: {error}") from error
    finally:
        aside.unlink(missing_ok=True)
