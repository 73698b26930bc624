"""An answer as a file: written as it comes, never all of it at once."""

from __future__ import annotations

import csv as python_csv
import json
from io import StringIO
from typing import Any, BinaryIO

from earlywarning.hostile import seen
from earlywarning.warehouse.answer import Answer


def write_answer(answer: Answer, form: str, out: BinaryIO) -> None:
    """Write an answer in one of the formats csv, parquet, json, or as columns of text."""
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
