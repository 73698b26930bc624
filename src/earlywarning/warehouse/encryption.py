"""Encrypted databases: the key comes from the environment or a file and goes nowhere else.

The key is bound as a value, so that it stands in no statement, message or log of DuckDB's.
"""

from __future__ import annotations

import os
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import duckdb

from earlywarning.errors import EarlyWarningError, UsageError
from earlywarning.private import read_private

PACKAGE = "duckdb_extension_httpfs"

KEY, KEY_FILE = "EARLYWARNING_KEY", "EARLYWARNING_KEY_FILE"
# With fewer characters a key can be tried out by whoever holds the file.
SHORTEST = 16


def key_given() -> str | None:
    """Return the key of the environment, or of the file that the environment names.

    Raises:
        UsageError: if the file holds none.
        SourceError: if other accounts may read the file, or it is a link.
    """
    named = os.environ.get(KEY_FILE)
    return os.environ.get(KEY) or (key_in(Path(named)) if named else None)


def key_in(path: Path) -> str:
    """Return the key in a file that only its owner may read: its first line.

    Raises:
        UsageError: if the file is not there or its first line is empty.
        SourceError: if other accounts may read the file, or it is a link.
    """
    content = read_private(path)
    lines = (content or b"").decode("utf-8", errors="replace").splitlines()
    if not lines or not lines[0].strip():
        raise UsageError(f"{path}: holds no key" if content is not None else f"{path}: not there")
    return lines[0].strip()


def long_enough(key: str) -> str:
    """Return a key to write with; UsageError if it is short. Old files open with any key."""
    if len(key) < SHORTEST:
        raise UsageError(
            f"the key has {len(key)} characters; give {SHORTEST} or more, drawn by chance: "
            "(umask 077; openssl rand -base64 32 > NAME.key)"
        )
    return key


def is_encrypted(path: Path) -> bool:
    """Tell whether a database file is encrypted, by its header: bit 0 of the flags at byte 20."""
    with path.open("rb") as file:
        header = file.read(21)
    return header[8:12] == b"DUCK" and len(header) == 21 and bool(header[20] & 1)


def in_memory() -> duckdb.DuckDBPyConnection:
    """Return a connection that writes no temporary file beside an encrypted one."""
    return duckdb.connect(config={"temp_directory": "", "autoinstall_known_extensions": "false"})


def load_strong_library(connection: duckdb.DuckDBPyConnection) -> None:
    """Load OpenSSL from the installed package, for writing: DuckDB's own library is for reading.

    Raises:
        EarlyWarningError: if the package is not there or of another version; nothing weaker is
            taken.
    """
    wanted = f"extensions/v{duckdb.__version__}/httpfs.duckdb_extension"
    why = "it is not installed"
    if find_spec(PACKAGE):
        try:
            with resources.as_file(resources.files(PACKAGE) / wanted) as path:
                file = str(path).replace("'", "''")
                connection.execute(f"load '{file}'")
        except duckdb.Error as error:
            why = str(error).splitlines()[0]
        else:
            return
    raise EarlyWarningError(
        f"nothing can be encrypted without the package {PACKAGE} for duckdb {duckdb.__version__}, "
        f"so nothing was written: {why}; install the requirements again"
    )


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
        raise UsageError(f"{path}: the key in {KEY} or {KEY_FILE} does not open it") from None


def open_encrypted(path: Path) -> duckdb.DuckDBPyConnection:
    """Open an encrypted database read-only with the key of the environment.

    Raises:
        UsageError: if no key is set, or if it does not open the file.
    """
    key = key_given()
    if key is None:
        raise UsageError(f"{path}: encrypted; set {KEY} to its key or {KEY_FILE} to a file")
    connection = in_memory()
    try:
        attach(connection, path, "published", key, write=False)
    except UsageError:
        connection.close()
        raise
    connection.execute("use published")
    return connection
