"""Encrypted databases: the key comes from the environment and goes nowhere else.

The key is bound as a value, so that it stands in no statement, message or log of DuckDB's.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from earlywarning.errors import UsageError

KEY = "EARLYWARNING_KEY"
WEAKER = (
    "encrypted with DuckDB's built-in library, whose random numbers DuckDB does not vouch for; "
    "where its extension httpfs is installed (`INSTALL httpfs` once, in any DuckDB of this "
    "version) OpenSSL is used instead"
)


def key_given() -> str | None:
    """Return the key of the environment, if one is set."""
    return os.environ.get(KEY) or None


def is_encrypted(path: Path) -> bool:
    """Tell whether a database file is encrypted, by its header: bit 0 of the flags at byte 20."""
    with path.open("rb") as file:
        header = file.read(21)
    return header[8:12] == b"DUCK" and len(header) == 21 and bool(header[20] & 1)


def in_memory() -> duckdb.DuckDBPyConnection:
    """Return a connection that writes no temporary file beside an encrypted one."""
    return duckdb.connect(config={"temp_directory": "", "autoinstall_known_extensions": "false"})


def strong_library(connection: duckdb.DuckDBPyConnection) -> bool:
    """Use OpenSSL where DuckDB has it here, else its built-in library; return which.

    Both write AES-256 in GCM, and each reads the other's files.
    """
    try:
        connection.execute("load httpfs")
    except duckdb.Error:
        connection.execute("set force_mbedtls_unsafe = 'true'")
        return False
    return True


def attach(
    connection: duckdb.DuckDBPyConnection, path: Path, name: str, key: str | None, *, write: bool
) -> None:
    """Attach a database file under a name, with the key where one is given.

    Raises:
        UsageError: if the key does not open the file. The message does not hold the key.
    """
    options = ([] if write else ["read_only"]) + (["encryption_key $key"] if key else [])
    within = f" ({', '.join(options)})" if options else ""
    file = str(path.resolve()).replace("'", "''")
    try:
        connection.execute(f"attach '{file}' as {name}{within}", {"key": key} if key else None)
    except duckdb.InvalidInputException:
        raise UsageError(f"{path}: the key in {KEY} does not open it") from None


def open_encrypted(path: Path) -> duckdb.DuckDBPyConnection:
    """Open an encrypted database read-only with the key of the environment.

    Raises:
        UsageError: if no key is set, or if it does not open the file.
    """
    key = key_given()
    if key is None:
        raise UsageError(f"{path}: encrypted; set {KEY} to its key")
    connection = in_memory()
    try:
        attach(connection, path, "published", key, write=False)
    except UsageError:
        connection.close()
        raise
    connection.execute("use published")
    return connection
