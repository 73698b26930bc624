"""An empty database with every table of the warehouse, for tests that fill it by hand."""

from __future__ import annotations

import duckdb

from earlywarning.warehouse.build import lay_out


def laid_out() -> duckdb.DuckDBPyConnection:
    """Return a database in memory with every table and no row."""
    connection = duckdb.connect()
    lay_out(connection)
    return connection
