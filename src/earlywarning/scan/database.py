"""Rules about databases that are handed on: rows and words of other tiers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from earlywarning.scan import wording
from earlywarning.scan.model import Content, Hit, Knowledge, Piece

# What is about one authority alone and never about the public.
PRIVATE = (
    "score", "score_history", "contribution", "signal", "pattern_match", "recommendation", "offer",
    "offer_finding", "offer_reply", "override", "journey", "line_of_enquiry", "soft_item",
)  # fmt: skip
MOST = 5


def read_database(path: Path, known: Knowledge) -> Iterator[Hit]:
    """Find what a database holds outside its tier; one that cannot be opened is found too."""
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        yield Hit(path, "file", "unreadable", f"cannot be opened, so nothing is known: {said}")
        return
    with connection:
        columns = _columns(connection)
        yield from _rows(connection, path, columns, known)
        if (
            known.tier != "consortium"
            and "soft_text" in columns
            and _count(connection, "soft_text")
        ):
            yield Hit(path, "table soft_text", "soft_text_outside_its_tier", "rows of free text")
        yield from _words(connection, path, columns, known)


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str]]]:
    out: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where table_name in (select table_name from duckdb_tables()) "
        "order by table_name, column_index"
    ).fetchall():
        out.setdefault(table, []).append((column, kind))
    return out


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    found = connection.execute(f'select count(*) from "{table}"').fetchone()  # noqa: S608
    return int(found[0]) if found else 0


def _rows(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    columns: dict[str, list[tuple[str, str]]],
    known: Knowledge,
) -> Iterator[Hit]:
    """Find rows about authorities that a tier is not about."""
    if known.tier == "consortium":
        return
    rule = "score_in_public" if known.tier == "public" else "score_of_another"
    for table in PRIVATE:
        if not any(column == "old_la_code" for column, _ in columns.get(table, [])):
            continue
        codes = connection.execute(
            f'select distinct old_la_code from "{table}" order by 1'  # noqa: S608
        ).fetchall()
        strange = [str(code) for (code,) in codes if str(code) not in known.own]
        if strange:
            yield Hit(path, f"table {table}", rule, f"rows about {', '.join(strange[:MOST])}")


def _words(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    columns: dict[str, list[tuple[str, str]]],
    known: Knowledge,
) -> Iterator[Hit]:
    """Find words, in sentences of any text column, that no reader may find."""
    for table, kinds in columns.items():
        if table == "soft_text":
            continue
        for column, kind in kinds:
            if kind in ("VARCHAR", "VARCHAR[]"):
                cell = f'unnest("{column}")' if kind == "VARCHAR[]" else f'"{column}"'
                rows = connection.execute(
                    f'select distinct cell from (select {cell} as cell from "{table}") '  # noqa: S608
                    "where cell like '% %' order by 1"
                ).fetchall()
                where = f"table {table}, column {column}"
                pieces = [Piece(where, _flat(text)) for (text,) in rows]
                content = Content(path, "duckdb", pieces=pieces)
                for rule in DATABASE_RULES:
                    yield from rule(content, known)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


DATABASE_RULES = (
    wording.positions, wording.forecasts, wording.persons, wording.soft_text,
)  # fmt: skip
