"""Rules about databases that are handed on: rows and words of other tiers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from earlywarning.scan import wording
from earlywarning.scan.model import Content, Hit, Knowledge, Piece
from earlywarning.tables.catalogue import CONTENT, TEXTS

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
        content = Content(path, "duckdb", pieces=list(_comments(connection)))
        for rule in DATABASE_RULES:
            yield from rule(content, known)


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
    """Find rows and columns that the declared tiers keep from this one; unknown tables as well.

    What a tier holds is worked out here anew, and not by what writes its file.
    """
    if known.tier == "consortium":
        return
    for table, kinds in columns.items():
        if table in (CONTENT.name, TEXTS.name):
            continue
        names = [column for column, _ in kinds]
        where, values = _allowed(table, names, "release" in columns, known)
        strange = _some(connection, f'from "{table}" where not ({where})', names, values)
        if strange:
            yield Hit(path, f"table {table}", "rows_outside_the_tier", strange)
        left_out = known.tiers.left_out(table, known.tier) if known.tiers else ()
        for column in sorted(set(left_out) & set(names)):
            held = _some(connection, f'from "{table}" where "{column}" is not null', names, {})
            if held:
                where = f"table {table}, column {column}"
                yield Hit(path, where, "column_outside_the_tier", held)


def _allowed(
    table: str, columns: list[str], has_releases: bool, known: Knowledge
) -> tuple[str, dict[str, object]]:
    """Return, as SQL and its values, the rows of a table that this tier may hold."""
    rows = known.tiers.rows(table, known.tier) if known.tiers else "none"
    if known.tiers is None or rows in ("all", "none"):
        return str(rows == "all").lower(), {}
    declared = known.tiers.tables[table]
    parts, values = ["false"], dict[str, object]()
    if rows.endswith("own") and declared.whose in columns:
        parts.append(f'coalesce("{declared.whose}" in (select unnest($codes)), false)')
        values["codes"] = sorted(known.own)
    if rows.startswith("published"):
        values["published"] = list(known.tiers.published)
        sources = "(select unnest($published))"
        if declared.source in columns:
            parts.append(f'coalesce("{declared.source}" in {sources}, false)')
        elif declared.release in columns and has_releases:
            known_ones = f"select release from release where source in {sources}"  # noqa: S608
            parts.append(f'coalesce("{declared.release}" in ({known_ones}), false)')
    if len(parts) == 1 or not any("$published" in part for part in parts):
        values.pop("published", None)
    return " or ".join(parts), values


def _some(
    connection: duckdb.DuckDBPyConnection, rest: str, columns: list[str], values: dict[str, object]
) -> str:
    """Return in words how many rows there are and about whom, or nothing where there is none."""
    count = connection.execute(f"select count(*) {rest}", values or None).fetchone()
    if not count or not count[0]:
        return ""
    if "old_la_code" not in columns:
        return f"{count[0]} rows"
    codes = connection.execute(f"select distinct old_la_code {rest} order by 1", values or None)
    about = ", ".join(str(code) for (code,) in codes.fetchmany(MOST))
    return f"{count[0]} rows about {about}"


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


def _comments(connection: duckdb.DuckDBPyConnection) -> Iterator[Piece]:
    """Yield what is said of tables, views and columns; a view's statement can say things too."""
    for name, told in connection.execute(
        "select table_name, comment from duckdb_tables() union all "
        "select view_name, concat_ws(' ', comment, sql) from duckdb_views() where not internal "
        "union all select table_name || '.' || column_name, comment from duckdb_columns() "
        "where not internal order by all"
    ).fetchall():
        if told:
            yield Piece(f"comment of {name}", _flat(told))


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


DATABASE_RULES = (
    wording.positions, wording.forecasts, wording.persons, wording.soft_text,
)  # fmt: skip
