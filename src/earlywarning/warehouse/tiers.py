"""Builds a tier's own database: a new file into which only what the tier holds is written.

Never a copy with rows deleted: deleted rows stay in the pages of a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from earlywarning.definitions.tier import Tier, Tiers
from earlywarning.errors import EarlyWarningError, NothingUsableError, UsageError
from earlywarning.tables.catalogue import CONTENT, TABLES, TEXTS
from earlywarning.tables.declare import DeclaredTable, comments, creation
from earlywarning.warehouse.encryption import (
    KEY,
    attach,
    in_memory,
    is_encrypted,
    key_given,
    load_strong_library,
)
from earlywarning.warehouse.views import add_views

# The schema of what an authority is told where something about it is held in confidence.
TOLD = "told"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who a file is for; `codes` are the authorities whose own rows it holds."""

    tier: Tier
    owner: str = ""
    name: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TierFile:
    """A file that was built."""

    path: Path
    rows: dict[str, int]
    texts: int
    is_encrypted: bool


def build_tier(
    warehouse: Path,
    target: Path,
    audience: Audience,
    tiers: Tiers,
    *,
    texts: pd.DataFrame | None = None,
    key: str | None = None,
) -> TierFile:
    """Write a tier's database to a path where nothing stands yet.

    Args:
        warehouse: the published database.
        target: the new file; the caller moves it to where readers look.
        audience: who it is for.
        tiers: what each tier holds.
        texts: free text with columns item and text; used for the consortium only.
        key: encrypts the file, where given.

    Raises:
        NothingUsableError: if nothing was published.
        UsageError: if the published file is encrypted and the key is missing or wrong.
        EarlyWarningError: if the file cannot be written.
    """
    if not warehouse.exists():
        raise NothingUsableError(f"{warehouse}: nothing published here yet")
    with in_memory() as connection:
        if key:
            load_strong_library(connection)
        try:
            _attach_both(connection, warehouse, target, key)
            held, told = _write(connection, audience, tiers, texts)
        except duckdb.IOException as error:
            raise EarlyWarningError(f"{target}: cannot build from {warehouse}: {error}") from error
    return TierFile(target, held, told, is_encrypted=bool(key))


def _attach_both(
    connection: duckdb.DuckDBPyConnection, warehouse: Path, target: Path, key: str | None
) -> None:
    """Attach the published database read-only, and the new one to write."""
    locked = is_encrypted(warehouse.resolve())
    if locked and not key_given():
        raise UsageError(f"{warehouse}: encrypted; set {KEY} to its key")
    attach(connection, warehouse, "source", key_given() if locked else None, write=False)
    attach(connection, target, "tier_file", key, write=True)


def _write(
    connection: duckdb.DuckDBPyConnection,
    audience: Audience,
    tiers: Tiers,
    texts: pd.DataFrame | None,
) -> tuple[dict[str, int], int]:
    """Write all in one transaction: one for each comment would take most of the time."""
    _remember_published(connection, tiers)
    connection.execute("use tier_file")
    connection.execute("begin")
    held = _fill(connection, audience, tiers)
    add_views(connection)
    told = _with_texts(connection, texts) if audience.tier == "consortium" else 0
    for statement in ("commit", "checkpoint tier_file", "use memory", "detach tier_file"):
        connection.execute(statement)
    return held, told


def _fill(
    connection: duckdb.DuckDBPyConnection, audience: Audience, tiers: Tiers
) -> dict[str, int]:
    _lay_out(connection, *TABLES, CONTENT)
    there, apart = _columns_published(connection), _told_apart(connection, audience)
    held = {}
    for one in sorted(TABLES, key=lambda one: one.name):
        # A file that an older version published may lack a table or a column.
        both = [c.name for c in one.columns if c.name in there.get(one.name, [])]
        own = tiers.rows(one.name, audience.tier) == "own"
        schema = TOLD if own and one.name in apart else "main"
        held[one.name] = _copy(connection, one.name, both, audience, tiers, schema) if both else 0
    for table, rows in held.items():
        left_out = list(tiers.left_out(table, audience.tier))
        connection.execute(
            "insert into tier_content values ($tier, $owner, $name, $table, $holds, $out, $rows)",
            {
                "tier": audience.tier, "owner": audience.owner, "name": audience.name,
                "table": table, "holds": tiers.rows(table, audience.tier), "out": left_out,
                "rows": rows,
            },
        )  # fmt: skip
    return held


def _lay_out(connection: duckdb.DuckDBPyConnection, *tables: DeclaredTable) -> None:
    """Create tables as the warehouse does, comments and all."""
    connection.execute(creation(tables) + comments(tables))


def _columns_published(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    rows = connection.execute(
        """select table_name, column_name from duckdb_columns()
           where database_name = 'source' and schema_name = 'main' and not internal
           order by table_name, column_index"""
    ).fetchall()
    out: dict[str, list[str]] = {}
    for table, column in rows:
        out.setdefault(table, []).append(column)
    return out


def _told_apart(connection: duckdb.DuckDBPyConnection, audience: Audience) -> set[str]:
    """Return the tables of which an authority's file holds what was worked out for it to be told.

    Raises:
        EarlyWarningError: if something is in confidence and nothing was worked out without it.
    """
    if audience.tier != "authority":
        return set()
    apart = {
        name
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = 'source' "
            "and schema_name = $schema", {"schema": TOLD},
        ).fetchall()
    }  # fmt: skip
    if apart and _holds(connection, f"from source.{TOLD}.standing", audience):
        return apart
    known = _columns_published(connection).get("soft_item", [])
    untold = "from source.main.soft_item where not coalesce(told, false)"
    if "told" in known and _holds(connection, untold, audience):
        raise EarlyWarningError(
            f"{audience.name}: an older version published this, and what was told in confidence is "
            "in its score; run once more before anything is handed to it"
        )
    return set()


def _holds(connection: duckdb.DuckDBPyConnection, rows: str, audience: Audience) -> bool:
    """Tell whether any of the rows is about those that a file is for."""
    sql = f"select 1 from ({rows}) where list_contains($codes, old_la_code) limit 1"  # noqa: S608
    found = connection.execute(sql, {"codes": list(audience.codes)}).fetchone()
    return found is not None


def _remember_published(connection: duckdb.DuckDBPyConnection, tiers: Tiers) -> None:
    """Keep the published releases in memory, outside the file."""
    connection.execute(
        "create table memory.main.published as select release from source.main.release "
        "where list_contains($published, source)",
        {"published": list(tiers.published)},
    )


def _copy(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: list[str],
    audience: Audience,
    tiers: Tiers,
    schema: str,
) -> int:
    """Insert what the tier holds of one table; return how many rows."""
    condition = _condition(table, audience, tiers)
    only = tiers.only(table, audience.tier)
    # What an older version published says of no row that it may be told.
    if condition == "false" or (only and only not in columns):
        return 0
    left_out = set(tiers.left_out(table, audience.tier))
    kept = [c for c in columns if c not in left_out]
    wanted, values = ", ".join(f'"{c}"' for c in kept), dict[str, object]()
    told = ", ".join(_as_told(table, c, columns, audience, tiers, values) for c in kept)
    if "$codes" in condition:
        values["codes"] = list(audience.codes)
    if "$published" in condition:
        values["published"] = list(tiers.published)
    sql = f'insert into "{table}" ({wanted}) select {told} from source.{schema}."{table}" '  # noqa: S608
    connection.execute(f"{sql} where {condition}", values or None)
    counted = connection.execute(f'select count(*) from "{table}"').fetchone()  # noqa: S608
    return int(counted[0]) if counted else 0


def _as_told(
    table: str, column: str, columns: list[str], audience: Audience, tiers: Tiers,
    values: dict[str, object],
) -> str:  # fmt: skip
    """Return a column as this tier is told it: as it is, as its month, or veiled."""
    declared = tiers.tables.get(table)
    told = f'"{column}"'
    if declared is None or audience.tier == "consortium":
        return told
    if column in declared.months.get(audience.tier, ()):
        told = f"date_trunc('month', {told})::date"
    veil = declared.veil.get(audience.tier)
    if veil is None or column in veil.keep or veil.unless not in columns:
        return told
    said = "null"
    if column in veil.say:
        values[f"say_{column}"] = veil.say[column]
        said = f"$say_{column}"
    return f'case when coalesce("{veil.unless}", true) then {told} else {said} end'


def _condition(table: str, audience: Audience, tiers: Tiers) -> str:
    """Return the rows of a table that a tier's file holds, as SQL; a missing value is no match."""
    rows = tiers.rows(table, audience.tier)
    if rows in ("all", "none"):
        return "true" if rows == "all" else "false"
    declared = tiers.tables[table]
    parts = []
    if rows in ("own", "published_and_own"):
        parts.append(f'list_contains($codes, "{declared.whose}")')
    if rows in ("published", "published_and_own"):
        known = "select release from memory.main.published"
        parts.append(
            f'"{declared.release}" in ({known})'
            if declared.release
            else f'list_contains($published, "{declared.source}")'
        )
    known = " or ".join(f"coalesce({part}, false)" for part in parts)
    only = tiers.only(table, audience.tier)
    # A yes or a no, or a day: what is no, or not there yet, is not told.
    return f"({known}) and coalesce(\"{only}\"::varchar <> 'false', false)" if only else known


def _with_texts(connection: duckdb.DuckDBPyConnection, texts: pd.DataFrame | None) -> int:
    """Add the free text of entries that the run knows; return how many."""
    _lay_out(connection, TEXTS)
    if texts is None or texts.empty:
        return 0
    connection.register("given_texts", texts[["item", "text"]])
    connection.execute(
        "insert into soft_text select item, text from given_texts "
        "where item in (select item from soft_item) order by item"
    )
    connection.unregister("given_texts")
    counted = connection.execute("select count(*) from soft_text").fetchone()
    return int(counted[0]) if counted else 0
