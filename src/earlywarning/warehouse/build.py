"""A database under construction: nobody reads it until it is published."""

from __future__ import annotations

import fcntl
import itertools
import secrets
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from importlib import resources
from io import FileIO
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from earlywarning.errors import EarlyWarningError
from earlywarning.tables.catalogue import TABLES
from earlywarning.tables.declare import comments, creation

# Numbers of SQL files: the quality rules begin, and what is derived from values that stood them.
QUALITY_FROM = 32
FINDINGS_FROM, FINDINGS_UNTIL = 36, 39
DERIVED_FROM = 40
# SQL that can be asked of some series at a time, and of how many figures then.
PORTION, PORTION_ROWS = "getvariable('series_until')", 500_000
# Comes after the name of every series.
LAST = chr(0x10FFFF)


@dataclass(slots=True)
class Building:
    """The open connection and the file it writes; its lock tells others that it is at work."""

    connection: duckdb.DuckDBPyConnection
    path: Path
    lock: FileIO | None = None

    def close(self) -> None:
        """Close the file and let go of its lock, which goes with the process in any case."""
        self.connection.close()
        if self.lock is not None:
            self.lock.close()

    def abandon(self) -> None:
        """Close and remove a build that must not be published."""
        self.close()
        for path in (self.path, self.path.with_name(self.path.name + ".wal")):
            path.unlink(missing_ok=True)


def begin(
    builds: Path, name: str, before: Path | None = None, kept: Collection[str] = ()
) -> Building:
    """Open a new file in the folder of builds and lay out every table.

    Args:
        builds: the folder.
        name: of the build.
        before: a published build that it begins as a copy of.
        kept: tables of that copy that stay as they are; all others are empty.

    Raises:
        EarlyWarningError: if the folder cannot be written.
    """
    try:
        builds.mkdir(parents=True, exist_ok=True)
        _remove_left_behind(builds)
        # No process number: in a container every run has the same.
        path = builds / f"{name}.{secrets.token_hex(4)}.building"
        if before is not None:
            shutil.copyfile(before, path)
        connection = duckdb.connect(str(path))
        lock = FileIO(path)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (OSError, duckdb.IOException) as error:
        raise EarlyWarningError(f"{builds}: cannot build here: {error}") from error
    connection.execute("set preserve_insertion_order = true")
    if before is None:
        lay_out(connection)
    else:
        _lay_out_beside(connection, kept)
    return Building(connection, path, lock)


def _lay_out_beside(connection: duckdb.DuckDBPyConnection, kept: Collection[str]) -> None:
    """Empty a copy of a published build but for some tables, as if the rest were new."""
    views = "select view_name from duckdb_views() where not internal"
    macros = (
        "select distinct function_name, function_type from duckdb_functions() where not internal"
    )
    tables = "select schema_name, table_name from duckdb_tables()"
    gone = [f'drop view "{name}"' for (name,) in connection.execute(views).fetchall()]
    gone += [
        f'drop {"macro table" if kind == "table_macro" else "macro"} "{name}"'
        for name, kind in connection.execute(macros).fetchall()
    ]
    gone += [
        f'drop table "{schema}"."{name}"'
        for schema, name in connection.execute(tables).fetchall()
        if schema != "main" or name not in kept
    ]
    schemas = "select schema_name from duckdb_schemas() where not internal"
    gone += [
        f'drop schema "{name}"'
        for (name,) in connection.execute(schemas).fetchall()
        if name != "main"
    ]
    again = creation(one for one in TABLES if one.name not in kept)
    connection.execute(f"begin; {'; '.join(gone)}; commit")
    # What was let go of is room for what comes: without this the file grows night by night.
    connection.execute("checkpoint")
    connection.execute(f"begin; {again} commit")


def _remove_left_behind(builds: Path) -> None:
    """Remove builds that nobody has locked, with what stands beside them: a killed run's."""
    for path in builds.glob("*.building"):
        with FileIO(path) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            path.unlink()
    for path in builds.glob("*.building.*"):
        if not path.with_suffix("").exists():
            path.unlink()


def lay_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every declared table, without comments: those wait for what is published."""
    connection.execute(f"begin; {creation(TABLES)} commit")


def comment(connection: duckdb.DuckDBPyConnection) -> None:
    """Say in the database what each table and column means."""
    # One transaction for each of 700 comments would take most of the time.
    connection.execute(f"begin; {comments(TABLES)} commit")


def run_sql(building: Building, *, before: int = 1000, start: int = 0) -> None:
    """Run the numbered SQL files in order of their number: what is worked out from other tables."""
    folder = resources.files("earlywarning.warehouse") / "sql"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".sql") and start <= int(file.name[:3]) < before:
            sql = file.read_text(encoding="utf-8")
            if PORTION in sql:
                _run_in_portions(building.connection, sql)
            else:
                building.connection.execute(sql)


def _run_in_portions(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Run what asks of each series alone for some series at a time: all at once fill the memory.

    The rows come in order of series, so that together they stand as one statement puts them.
    """
    told = "select series, count(*) from observation group by 1 order by 1"
    portions, rows = [""], 0
    for series, number in connection.execute(told).fetchall():
        rows += number
        if rows > PORTION_ROWS:
            portions.append(series)
            rows = 0
    for after, until in itertools.pairwise([*portions, LAST]):
        for name, value in (("series_after", after), ("series_until", until)):
            connection.execute(f"set variable {name} = $value", {"value": value})
        connection.execute(sql)
    for name in ("series_after", "series_until"):
        connection.execute(f"reset variable {name}")


def load(building: Building, table: str, frame: pd.DataFrame | pa.Table) -> int:
    """Append a frame to a declared table by column name; columns it lacks stay empty.

    Returns:
        The number of rows written.
    """
    if len(frame) == 0:
        return 0
    connection = building.connection
    described = connection.execute(f"describe {table}").fetchall()
    given = frame.column_names if isinstance(frame, pa.Table) else frame.columns
    columns = [(name, kind) for name, kind, *_ in described if name in given]
    wanted = [name for name, _ in columns]
    incoming = frame.select(wanted) if isinstance(frame, pa.Table) else frame[wanted]
    connection.register("incoming", incoming)
    names = ", ".join(name for name, _ in columns)
    values = ", ".join(f"cast({name} as {kind})" for name, kind in columns)
    connection.execute(f"insert into {table} ({names}) select {values} from incoming")  # noqa: S608
    connection.unregister("incoming")
    return len(frame)
