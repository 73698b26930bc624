"""The command that answers SQL: to the screen, to standard output, or to a file of its own."""

from __future__ import annotations

import csv as python_csv
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any, BinaryIO

import click

from earlywarning.cli.options import FILE, GIVEN_FILE, show, warehouse_option
from earlywarning.errors import EarlyWarningError, UsageError
from earlywarning.hostile import seen
from earlywarning.warehouse.answer import Answer, Bounds, answering

FORMS = ("table", "csv", "json", "parquet")
SECONDS, MEMORY = 120.0, "2GB"


@click.command()
@click.argument("sql", required=False)
@click.option("--file", "file", type=GIVEN_FILE, help="Read the statement from a file.")
@click.option(
    "--format", "form", type=click.Choice(FORMS),
    help="Otherwise what the name after --to ends in, or a table.",
)  # fmt: skip
@click.option("--to", "target", type=FILE, help="Write the answer there.")
@click.option("--limit", type=click.IntRange(min=1), help="Not more rows than this.")
@click.option(
    "--timeout", type=click.FloatRange(min=0), default=SECONDS, show_default=True,
    help="Seconds; 0 waits as long as it takes.",
)  # fmt: skip
@click.option("--memory", default=MEMORY, show_default=True, help="What the database may use.")
@warehouse_option
def query(
    sql: str | None, file: Path | None, form: str | None, target: Path | None, limit: int | None,
    timeout: float, memory: str, warehouse: Path,
) -> None:  # fmt: skip
    """Answer one read-only SQL statement: given as a word, in a file, or (-) as standard input.

    CSV and Parquet hold what the tables hold, unchanged; a spreadsheet may see a formula in it.
    """
    form = _form(form, target)
    bounds = Bounds(timeout, limit or 0, memory)
    with answering(warehouse, _statement(sql, file), bounds) as answer:
        if target:
            with _aside(target) as out:
                _write(answer, form, out)
        elif form == "table":
            show(answer.names, list(answer.rows()), form)
        else:
            _write(answer, form, sys.stdout.buffer)
    if answer.cut:
        click.echo(f"the first {limit:,} rows; there are more", err=True)


def _form(form: str | None, target: Path | None) -> str:
    """Return the format; a file's name tells it where no option does."""
    ending = target.suffix.removeprefix(".").lower() if target else ""
    form = form or (ending if ending in FORMS else "csv" if target else "table")
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
        with aside.open("wb") as out:
            yield out
        aside.replace(target)
    except OSError as error:
        raise EarlyWarningError(f"{target}: cannot be written: {error}") from error
    finally:
        aside.unlink(missing_ok=True)


def _write(answer: Answer, form: str, out: BinaryIO) -> None:
    """Write an answer as it comes, never all of it at once; only a table of text is whole."""
    if form == "csv":
        _write_csv(answer, out)
    elif form == "parquet":
        _write_parquet(answer, out)
    elif form == "json":
        _write_json(answer, out)
    else:
        _write_text(answer, out)


def _write_csv(answer: Answer, out: BinaryIO) -> None:
    """Write the values as they are: a text that begins like a formula is left alone."""
    import pyarrow as pa
    from pyarrow import csv

    batches = answer.batches()
    first = _flat(next(batches))
    heads = StringIO()
    python_csv.writer(heads, lineterminator="\n").writerow(answer.names)
    out.write(heads.getvalue().encode())
    options = csv.WriteOptions(include_header=False, quoting_style="needed")
    with csv.CSVWriter(out, first.schema, write_options=options) as writer:
        for batch in batches:
            writer.write_table(_flat(pa.Table.from_batches([batch])))


def _flat(table: Any) -> Any:
    """Return a table whose lists and the like are text, entries with semicolons between."""
    import pyarrow as pa

    plain = (
        pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_boolean,
        pa.types.is_date, pa.types.is_timestamp, pa.types.is_string, pa.types.is_large_string,
    )  # fmt: skip
    for at, field in enumerate(table.schema):
        if not any(is_one(field.type) for is_one in plain):
            texts = [_text(cell) for cell in table.column(at).to_pylist()]
            table = table.set_column(at, field.name, pa.array(texts, pa.string()))
    return table


def _text(cell: object) -> str | None:
    if isinstance(cell, list):
        return "; ".join(map(str, cell))
    return None if cell is None else str(cell)


def _write_parquet(answer: Answer, out: BinaryIO) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    batches = answer.batches()
    with parquet.ParquetWriter(out, next(batches).schema) as writer:
        for batch in batches:
            writer.write_table(pa.Table.from_batches([batch]))


def _write_json(answer: Answer, out: BinaryIO) -> None:
    between = "["
    for row in answer.rows():
        record = dict(zip(answer.names, row, strict=True))
        text = json.dumps(record, default=str, ensure_ascii=False)
        out.write(f"{between}{text}".encode())
        between = ", "
    out.write(b"[]\n" if between == "[" else b"]\n")


def _write_text(answer: Answer, out: BinaryIO) -> None:
    """Write columns parted by tabs: to a file, whose reader has no screen to fit."""
    out.write(("\t".join(answer.names) + "\n").encode())
    for row in answer.rows():
        cells = [seen(_text(cell) or "") for cell in row]
        out.write(("\t".join(cells) + "\n").encode())
