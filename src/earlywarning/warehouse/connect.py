"""How everyone but `publish` opens the database: read-only, shut in, and closed again."""

from __future__ import annotations

from pathlib import Path

import duckdb

from earlywarning.errors import NothingUsableError, UsageError
from earlywarning.warehouse.encryption import is_encrypted, open_encrypted

# What one statement may put on the disk beside what it may use of memory.
MOST_SPILLED = "10GB"


def open_published(
    warehouse: Path, *, memory: str = "", spill: str = ""
) -> duckdb.DuckDBPyConnection:
    """Open the published database read-only, without access to files or the network.

    An encrypted one is opened with the key of the environment, and spills nothing. `memory` bounds
    what it may use; what does not fit goes into the folder `spill`, up to a bound.

    Raises:
        NothingUsableError: if nothing was published under this name.
        UsageError: if it is no database, not one of ours, or is encrypted and the key is missing
            or wrong.
    """
    if not warehouse.exists():
        raise NothingUsableError(
            f"{warehouse}: nothing published here yet; run `earlywarning run` first"
        )
    path = warehouse.resolve()
    encrypted = path.is_file() and is_encrypted(path)
    connection = open_encrypted(path) if encrypted else _opened(path)
    _require_ours(connection, path)
    # Within one process DuckDB shares a file's settings, and a second opening finds them locked.
    locked = connection.execute("select current_setting('lock_configuration')").fetchone()
    if locked and locked[0]:
        return connection
    if memory:
        try:
            connection.execute("set memory_limit = $memory", {"memory": memory})
        except duckdb.Error as error:
            raise UsageError(f"--memory {memory}: {error}") from error
    if spill and not encrypted:
        connection.execute("set temp_directory = $folder", {"folder": spill})
        connection.execute(f"set max_temp_directory_size = '{MOST_SPILLED}'")
    for setting in (
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"set {setting}")
    return connection


def _opened(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        [first, *_] = str(error).splitlines()
        raise UsageError(f"{path}: no database that can be opened: {first}") from error


def _require_ours(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Close a database of somebody else: each that we write holds the run that it is of."""
    sql = "select 1 from duckdb_tables() where table_name = 'run'"
    if connection.execute(sql).fetchone() is None:
        connection.close()
        raise UsageError(f"{path}: this is no file that `earlywarning run` published")


def said_by(error: duckdb.Error) -> str:
    """Return what DuckDB says of a statement, without the trace of its own faults."""
    return str(error).split("\nThis error signals an assertion failure")[0].strip()


def query(
    warehouse: Path, sql: str, parameters: dict[str, object] | None = None
) -> tuple[list[str], list[tuple[object, ...]]]:
    """Run one read-only statement, values bound by name, and return column names and rows.

    Raises:
        UsageError: with DuckDB's own message, if the statement fails.
    """
    with open_published(warehouse) as connection:
        try:
            result = connection.execute(sql, parameters)
            names = [column[0] for column in result.description or []]
            return names, result.fetchall()
        except duckdb.Error as error:
            raise UsageError(f"the query failed: {said_by(error)}") from error


def describe_tables(warehouse: Path) -> list[tuple[object, ...]]:
    """Return each column of each table and view: name and meaning of both, and its type."""
    sql = """
        select t.table_name, t.comment, c.column_name, c.data_type, c.comment
        from (
            select table_name, comment from duckdb_tables() where schema_name = 'main'
            union all
            select view_name, comment from duckdb_views() where not internal
        ) as t
        join duckdb_columns() as c on c.table_name = t.table_name and c.schema_name = 'main'
        order by t.table_name, c.column_index
    """
    return query(warehouse, sql)[1]


def describe_macros(warehouse: Path) -> list[tuple[object, ...]]:
    """Return name, arguments and meaning of each macro of the database."""
    sql = """
        select function_name, array_to_string(parameters, ', '), comment
        from duckdb_functions() where not internal order by function_name
    """
    return query(warehouse, sql)[1]
