"""What was published last: its day, the files it rests on, and whether its file can be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from earlywarning.errors import EarlyWarningError
from earlywarning.tables.catalogue import TABLES


@dataclass(frozen=True, slots=True)
class Held:
    """A file that a published build rests on."""

    kind: str
    file_name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Last:
    """A build that was published."""

    path: Path
    as_of: dt.date
    finished: dt.datetime
    held: tuple[Held, ...]

    @property
    def words(self) -> str:
        """Return which build it is, for a person."""
        return f"{self.path} (as of {self.as_of}, finished {self.finished:%Y-%m-%d %H:%M} UTC)"


def last_good(warehouse: Path) -> Last | None:
    """Return the published build, or the newest kept one where it cannot be read.

    None where nothing was published under this name: what others left beside it is not asked.
    """
    if not warehouse.is_symlink():
        return None
    return next((one for path in _newest_first(warehouse) if (one := _read(path))), None)


def open_alerts(last: Last) -> list[tuple[dict[str, Any], int | None]]:
    """Return the alerts that were open in a build, each with the newest period returned then.

    An early build without the tables had none.
    """
    sql = """
        select a.*, w.newest
        from watch_alert as a
        left join (
            select old_la_code, frequency, max(time_period) as newest from watch group by all
        ) as w using (old_la_code, frequency)
        where a.ended is null
        order by all
    """
    try:
        with duckdb.connect(str(last.path), read_only=True) as connection:
            found = connection.execute(sql)
            names = [name for name, *_ in found.description or []]
            rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    except duckdb.CatalogException:
        return []
    return [(row, row.pop("newest")) for row in rows]


def formal_in(last: Last) -> frozenset[str]:
    """Return who was in formal support in a build; an early one without the table knew nobody."""
    rows = _asked(last, "select old_la_code from standing where standing = 'formal_support'")
    return frozenset(code for (code,) in rows)


def authorities_in(last: Last) -> list[tuple[str, str]]:
    """Return code and name of the authorities that ran a service in a build."""
    sql = "select old_la_code, la_name from local_authority where closed is null order by 1"
    return [(code, name) for code, name in _asked(last, sql)]


def _asked(last: Last, sql: str) -> list[tuple[str, ...]]:
    try:
        with duckdb.connect(str(last.path), read_only=True) as connection:
            return connection.execute(sql).fetchall()
    except duckdb.CatalogException:
        return []


def damage_of(warehouse: Path) -> str:
    """Return what is wrong with the published file, read from end to end, or nothing.

    A stranger's plain file under the name is not ours to judge.
    """
    if not warehouse.is_symlink():
        return ""
    path = warehouse.resolve()
    if not path.exists():
        return f"{path} is gone"
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            tables = connection.execute("select table_name from duckdb_tables()").fetchall()
            for (name,) in tables:
                # Checksums are compared block by block, and only of blocks that are read.
                connection.execute(f'select max(hash(t)) from "{name}" as t').fetchall()  # noqa: S608
    except duckdb.IOException as error:
        return str(error).splitlines()[0]
    return ""


def lacking_in(warehouse: Path) -> list[str]:
    """Return the tables, and columns as table.column, that a file of today's form has beside it.

    A file that another version published may lack some; none where it cannot be asked.
    """
    sql = "select table_name, column_name from duckdb_columns() where schema_name = 'main'"
    try:
        with duckdb.connect(str(warehouse.resolve()), read_only=True) as connection:
            found = set(connection.execute(sql).fetchall())
    except duckdb.Error:
        return []
    tables = {name for name, _ in found}
    lacking = [one.name for one in TABLES if one.name not in tables]
    return lacking + [
        f"{one.name}.{part.name}"
        for one in TABLES
        if one.name in tables
        for part in one.columns
        if (one.name, part.name) not in found
    ]


def _newest_first(warehouse: Path) -> Iterator[Path]:
    published = warehouse.resolve()
    yield published
    kept = published.parent.glob("*.duckdb")
    yield from sorted(
        (path for path in kept if path != published),
        key=lambda path: path.stat().st_mtime_ns,
        reverse=True,
    )


def _read(path: Path) -> Last | None:
    """Return what a build tells of itself, or None where its file is gone or damaged.

    Raises:
        EarlyWarningError: if it is a database of somebody else.
    """
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            row = connection.execute("select as_of, finished from run").fetchone()
            held = _held(connection)
    except duckdb.IOException:
        return None
    except duckdb.Error as error:
        raise EarlyWarningError(f"{path}: not a warehouse of ours: {error}") from error
    if row is None or row[0] is None or row[1] is None:
        return None
    return Last(path, row[0], row[1], held)


def _held(connection: duckdb.DuckDBPyConnection) -> tuple[Held, ...]:
    columns = {name for name, *_ in connection.execute("describe release").fetchall()}
    if not {"kind", "file_name", "sha256", "rows"} <= columns:
        return ()  # built by an early version, which did not keep what files were of
    sql = "select kind, file_name, sha256, coalesce(rows, 0) from release"
    return tuple(Held(*row) for row in connection.execute(sql).fetchall())
