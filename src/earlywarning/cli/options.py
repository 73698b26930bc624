"""What commands share: options, each declared once, and rows as a table, CSV or JSON."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from earlywarning.definitions.tier import TIERS
from earlywarning.errors import EarlyWarningError
from earlywarning.hostile import harmless, seen
from earlywarning.settings import (
    ACCOUNTS,
    DECISIONS,
    DEFAULT_INCOMING,
    DEFAULT_REGISTER,
    DEFAULT_REPORTS,
    DEFAULT_WAREHOUSE,
    HISTORY,
    OVERRIDES,
    SOFT_LEDGER,
    folder_of,
    register_folder,
)

DAY = click.DateTime(["%Y-%m-%d"])


class Named(click.Path):
    """A path; an empty word, which Python takes for the folder it stands in, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path."""
        if value == "":
            self.fail("an empty word stands where a path belongs", param, ctx)
        return super().convert(value, param, ctx)


PATH = Named(path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
GIVEN_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class _Input(click.Path):
    """A folder that somebody filled; a new clone has none yet, and is told how to come by one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not Path(value).exists():
            todo = f"put files there, or fetch what is published: earlywarning fetch --to {value}"
            self.fail(f"{value} does not exist; {todo}", param, ctx)
        return super().convert(value, param, ctx)


def setting(name: str, shown: Path) -> dict[str, Any]:
    """Return default and shown default of an option that environment or settings file can give."""
    return {"type": PATH, "default": lambda: folder_of(name), "show_default": str(shown)}


of_warehouse, of_reports = (
    setting("warehouse", DEFAULT_WAREHOUSE), setting("reports", DEFAULT_REPORTS),
)  # fmt: skip
incoming_setting = setting("incoming", DEFAULT_INCOMING)
warehouse_option = click.option("--warehouse", **of_warehouse)
names_option = click.option(
    "--warehouse", **of_warehouse,
    help="Whose authority names count; without it, England's as this project carries them.",
)  # fmt: skip
as_of_option = click.option("--as-of", type=DAY, help="Use only what was published by this day.")
reports_option = click.option("--reports", "reports_folder", **of_reports)
to_option = click.option("--to", "folder", **of_reports)
no_person_option = click.option(
    "--no-person-named", is_flag=True,
    help="You have looked, and the text names nobody. The warning rests on a weak rule (titles, "
    "pairs of capitalised words): it misses single names and anyone known by what is told.",
)  # fmt: skip
tier_option = click.option(
    "--tier", type=click.Choice(TIERS), default="consortium", show_default=True
)
format_option = click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table"
)
role_option = click.option("--role", required=True, help="Your role; never a name.")
expect_option = click.option(
    "--expect", default="", help="A hash noted earlier; it must be in the chain."
)


def input_option(*, required: bool = True, words: str = "") -> Callable[..., Any]:
    """Return the option of folders to read; they may be several."""
    told = words or "Folder (or file) of published tables, returns and registers; may be repeated."
    return click.option(
        "--input", "inputs", type=_Input(exists=True, path_type=Path), multiple=True,
        required=required, help=told,
    )  # fmt: skip


def register_file(flag: str, name: str, words: str, *, argument: str = "") -> Callable[..., Any]:
    """Return the option of one file of the register; it lies where every run looks for it."""
    return click.option(
        flag, argument or flag.lstrip("-"), type=FILE, default=lambda: register_folder() / name,
        show_default=str(DEFAULT_REGISTER / name), help=words,
    )  # fmt: skip


soft_ledger_option = register_file("--ledger", SOFT_LEDGER, "The append-only file.")
decisions_option = register_file("--ledger", DECISIONS, "The append-only file of decisions.")
decisions_file_option = register_file(
    "--decisions", DECISIONS, "The ledger that the page of offers writes.", argument="decided"
)
accounts_option = register_file("--accounts", ACCOUNTS, "The file of accounts of the form.")
history_option = register_file("--file", HISTORY, "The register of peer reviews.")
overrides_option = register_file("--file", OVERRIDES, "The register of bands held to be wrong.")


register_option = click.option(
    "--register", type=PATH, default=register_folder, show_default=str(DEFAULT_REGISTER),
    help="What people recorded by command; read by every run.",
)  # fmt: skip


def text_of(word: str) -> str:
    """Return a text given as a word; '-' reads it from standard input."""
    return sys.stdin.read() if word == "-" else word


def tell_refused(told: Iterable[str], refused: Sequence[str]) -> None:
    """Print what was taken, then what was refused, and end with the exit code of the two."""
    for line in told:
        click.echo(line)
    for line in refused:
        click.echo(f"refused: {line}", err=True)
    sys.exit(3 if refused else 0)


def tell_chain(lines: Iterable[str], well: bool) -> None:
    """Print what a walk of a ledger's chain came to, and end with 3 where it breaks."""
    for line in lines:
        click.echo(line, err=not well)
    sys.exit(0 if well else 3)


copies_option = click.option(
    "--copies", is_flag=True,
    help="Also remove kept builds and pages that hold the text; the published build stays.",
)  # fmt: skip


def tell_erased(done: Any) -> None:
    """Print which records lost their texts, which record says so, and where copies may lie.

    Ends with 3 if something of it could not be done.
    """
    numbers = ", ".join(map(str, done.record.body.records))
    click.echo(
        f"{done.record.item}: texts of records {numbers} erased, as record {done.record.number} "
        "says"
    )
    if done.remains:
        click.echo("Copies may still lie here, as far as is known:")
    for one in done.remains:
        click.echo(f"  {one.kind}: {one.name}: {one.todo}")
    for line in done.left:
        click.echo(line, err=True)
    sys.exit(3 if done.left else 0)


def show(names: Sequence[str], rows: Sequence[Sequence[object]], form: str) -> None:
    """Print rows as CSV or JSON, or as columns of text with their number."""
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        told = [map(as_text, row) for row in rows]
        writer.writerows([map(harmless, row) for row in ([*names], *told)])
    elif form == "json":
        records = [dict(zip(names, row, strict=True)) for row in rows]
        click.echo(json.dumps(records, default=str, ensure_ascii=False))
    else:
        told = [map(as_text, row) for row in rows]
        text = [["" if cell is None else seen(str(cell)) for cell in row] for row in told]
        widths = [max(map(len, column)) for column in zip(names, *text, strict=True)]
        show_columns([names, ["-" * width for width in widths], *text])
        click.echo(f"({len(rows)} rows)")


def as_text(cell: object) -> object:
    """Return a cell as it stands in a text: a list as its entries with semicolons between."""
    return "; ".join(map(str, cell)) if isinstance(cell, list) else cell


def show_columns(rows: Sequence[Sequence[str]]) -> None:
    """Print rows of text in columns, the first one as their heads."""
    shown = [tuple(map(seen, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def note_opened(what: str, warehouse: Path, detail: str, target: Path | None = None) -> None:
    """Record what is asked of the database, and what went into a file.

    Who may open the database but not write the log could open it with any other program: they are
    answered, and told.
    """
    from earlywarning.register import access

    sha256 = access.hash_of([target]) if target else ""
    to = str(target.absolute()) if target else ""
    try:
        access.note(what, of=warehouse.absolute(), to=to, detail=detail, sha256=sha256)
    except EarlyWarningError as error:
        click.echo(f"not recorded in the access log: {error}", err=True)
