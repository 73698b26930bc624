"""A database with every table of the warehouse, for tests that fill it by hand."""

from __future__ import annotations

import duckdb

from earlywarning.warehouse.build import lay_out


def laid_out() -> duckdb.DuckDBPyConnection:
    """Return a database in memory with every table and no row."""
    connection = duckdb.connect()
    lay_out(connection)
    return connection


def put(connection: duckdb.DuckDBPyConnection, table: str, **row: object) -> None:
    """Insert one row; columns not named stay empty."""
    names, marks = ", ".join(f'"{n}"' for n in row), ", ".join("?" * len(row))
    connection.execute(f"insert into {table} ({names}) values ({marks})", list(row.values()))
