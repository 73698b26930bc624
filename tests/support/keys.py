"""Whether the keys and the ways between tables hold that a database tells of."""

from __future__ import annotations

import duckdb

from earlywarning.tables.catalogue import TABLES
from earlywarning.tables.declare import DeclaredTable


def broken(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return each declared key that two rows share, and each way that leads nowhere."""
    return [
        one for table in TABLES for one in (*_shared(connection, table), *_lost(connection, table))
    ]


def _shared(connection: duckdb.DuckDBPyConnection, table: DeclaredTable) -> list[str]:
    if not table.key:
        return []
    key = ", ".join(table.key)
    sql = f"select {key} from {table.name} group by all having count(*) > 1 limit 1"
    return [f"{table.name}: {key} {row}" for row in connection.execute(sql).fetchall()]


def _lost(connection: duckdb.DuckDBPyConnection, table: DeclaredTable) -> list[str]:
    found = []
    for column, other in table.leads_to.items():
        sql = f"select any_value({column}) from {table.name} anti join {other} using ({column})"
        [(lost,)] = connection.execute(f"{sql} where {column} is not null").fetchall()
        found += [f"{table.name}: {column} {lost}"] if lost is not None else []
    return found
