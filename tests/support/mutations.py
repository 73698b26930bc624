"""Damaged copies of real files, each drawn from a seed, and a plain second reading of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from random import Random

from earlywarning.definitions.table import GEOGRAPHY, PLACES, PublishedTable

Mutation = Callable[[bytes, Random], bytes]
WORDS = [
    "c", "x", "z", "u", "k", "low", ":", "", "-1", "q", "NULL", "1,234", "12 %", "1e9", "nan", "inf",
    "0", "999999999", "½", "=1+1", "'5", "5.5.5",
]  # fmt: skip

STRANGE = [
    "9" * 400, "-" * 300, "0001-01-01", "9999-12-31", "2025-02-30", "2025-03-31 23:00", "99999",
    "10000000000", "0", "-2025", "1e400", "#REF!", "\u202e", "a\nb", '"', " / ", "940 / ", "E",
    "\u0661\u0662\u0663", "²", "Infinity", "0x10", "1_000", "TRUE", "{", "\ufeff", "x" * 70_000,
]  # fmt: skip


def _lines(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True)


def flip_bytes(content: bytes, chance: Random) -> bytes:
    out = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def cut_off(content: bytes, chance: Random) -> bytes:
    return content[: chance.randrange(1, len(content))]


def insert_bytes(content: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes(chance.choices(range(256), k=chance.randint(1, 6))) + content[at:]


def change_cell(content: bytes, chance: Random) -> bytes:
    lines = _lines(content)
    at = chance.randrange(1, len(lines))
    cells = lines[at].rstrip(b"\r\n").split(b",")
    cells[chance.randrange(len(cells))] = chance.choice(WORDS).encode()
    lines[at] = b",".join(cells) + b"\n"
    return b"".join(lines)


def put_text(path: Path, column: str, row: int, text: str) -> None:
    """Write a text into one cell of a CSV file, by column and row of the file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    rows[row - 1][rows[0].index(column)] = text
    path.write_bytes(_written(rows))


def strange_cell(content: bytes, chance: Random) -> bytes:
    """Put something that no reader can have thought of into any cell, the header's too."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline="")))
    row = chance.choice(rows)
    row[chance.randrange(len(row))] = chance.choice(STRANGE)
    return _written(rows)


def many_cells(content: bytes, chance: Random) -> bytes:
    """Put one text into a whole column, or into the head of it."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline="")))
    at, text = chance.randrange(len(rows[0])), chance.choice(WORDS)
    for row in rows[1 : chance.choice([3, 30, len(rows)])]:
        row[at : at + 1] = [text]
    return _written(rows)


def repeat_row(content: bytes, chance: Random) -> bytes:
    lines = _lines(content)
    return b"".join([*lines, lines[chance.randrange(1, len(lines))]])


def lose_rows(content: bytes, chance: Random) -> bytes:
    lines = _lines(content)
    at, count = chance.randrange(1, len(lines)), chance.choice([1, 1, 2, 30, 400])
    return b"".join(lines[:at] + lines[at + count :])


def shuffle_rows(content: bytes, chance: Random) -> bytes:
    first, *rest = _lines(content)
    rest = [line.rstrip(b"\r\n") + b"\n" for line in rest]
    chance.shuffle(rest)
    return first + b"".join(rest)


def rename_column(content: bytes, chance: Random) -> bytes:
    first, *rest = _lines(content)
    names = first.rstrip(b"\r\n").split(b",")
    names[chance.randrange(len(names))] = chance.choice([b"new_name", b"", b"time_period", b"note"])
    return b"".join([b",".join(names) + b"\n", *rest])


def drop_column(content: bytes, chance: Random) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline="")))
    at = chance.randrange(len(rows[0]))
    return _written([row[:at] + row[at + 1 :] for row in rows])


def move_columns(content: bytes, chance: Random) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline="")))
    order = chance.sample(range(len(rows[0])), len(rows[0]))
    return _written([[row[i] for i in order if i < len(row)] for row in rows])


def _written(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def encode_again(content: bytes, chance: Random) -> bytes:
    text = content.decode("utf-8-sig")
    name = chance.choice(["utf-16", "utf-16-le", "cp1252", "utf-8-sig", "utf-32", "latin-1"])
    return text.replace("Hartlepool", "Hartlépool").encode(name, errors="replace")


def put_above(content: bytes, chance: Random) -> bytes:
    above = [b"A title\n", b"\n", b"<html>\n", b"\0\0", b"Source: somebody, 2025\n"]
    return chance.choice(above) + content


TEXT: list[Mutation] = [
    flip_bytes, cut_off, insert_bytes, change_cell, change_cell, repeat_row, lose_rows, shuffle_rows,
    rename_column, drop_column, move_columns, encode_again, put_above, strange_cell, strange_cell,
    many_cells,
]  # fmt: skip
TWICE = "told twice, each time otherwise"
BINARY: list[Mutation] = [flip_bytes, cut_off, insert_bytes]


def plainly_read(content: bytes, table: PublishedTable) -> dict[tuple[str, str, str, str], str]:
    """Return the text of each declared column by level, place, period and labels: a second reading.

    Knows nothing of the program but the definitions; the first name of a column that the header
    has is the one meant. A row that is shorter or longer than the header says nothing; two rows of
    one name that say different things, as of regions that damage gave one name, say TWICE.
    """
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline="")))
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    known = {name for column in table.columns.values() for name in column.names}
    start = next(i for i, row in enumerate(rows) if known & {c.strip() for c in row})
    header = [cell.strip() for cell in rows[start]]
    at = {name: header.index(name) for name in {*GEOGRAPHY, *PLACES} & set(header)}
    chosen = {
        key: next((header.index(n) for n in names if n in header), None)
        for key, names in {
            **{k: c.names for k, c in table.columns.items()},
            **{k: f.names for k, f in table.filters.items()},
        }.items()
    }
    out: dict[tuple[str, str, str, str], str] = {}
    for row in (one for one in rows[start + 1 :] if len(one) == len(header)):
        level = row[at["geographic_level"]].strip()
        place = {"Local authority": "old_la_code", "Regional": "region_name"}.get(level)
        where = row[at[place]].strip() if place in at else ""
        labels = [row[chosen[k]].strip() for k in table.filters]
        today = [
            one.today().get(v, v) for one, v in zip(table.filters.values(), labels, strict=True)
        ]
        for key in table.columns:
            if chosen[key] is not None:
                name = f"{key} | {' | '.join(today)}"
                whole = level, where, row[at["time_period"]].strip(), name
                text = row[chosen[key]].strip()
                out[whole] = text if out.get(whole, text) == text else TWICE
    return out
