"""Tells whether two databases hold the same rows."""

from __future__ import annotations

from pathlib import Path

from earlywarning.warehouse.connect import open_published


def table_hashes(warehouse: Path) -> dict[str, str]:
    """Return one hash per table, blind to the order of rows; `run` holds clock times.

    Tables of another schema than main, such as what authorities are told, are named with it.
    """
    sql = (
        "select if(schema_name = 'main', '', schema_name || '.') || table_name from duckdb_tables()"
    )
    with open_published(warehouse) as connection:
        names = connection.execute(sql).fetchall()
        hashes = {}
        for name in sorted({row[0] for row in names} - {"run"}):
            sql = f"select sum(hash(t::varchar)::hugeint), count(*) from {name} as t"
            hashes[name] = ":".join(str(part) for part in connection.execute(sql).fetchall()[0])
        return hashes
