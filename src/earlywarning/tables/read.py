"""Rows of the published tables as records, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import Field, asdict
from typing import Any, ClassVar, Protocol, TypeVar

import duckdb
import pandas as pd

from earlywarning.hostile import LONGEST
from earlywarning.tables.declare import Column, columns_of, table_of


class _Record(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


class _Local(Protocol):
    @property
    def old_la_code(self) -> str:
        """Return the three-digit code."""


T = TypeVar("T", bound=_Record)
L = TypeVar("L", bound=_Local)


def table(connection: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    """Return a whole table with dates as Python dates."""
    frame = connection.execute(f"from {name}").df()
    for column in frame.columns:
        if str(frame[column].dtype).startswith("datetime64"):
            days = frame[column].dt.date
            frame[column] = days.astype(object).where(frame[column].notna(), None)
    return frame


def rows_of(
    connection: duckdb.DuckDBPyConnection, kind: type[T], order: str, only: str = "true"
) -> list[T]:
    """Return a declared table as records, in an SQL order; `only` those of an SQL condition.

    A table or a column that an older file lacks is empty.
    """
    name = table_of(kind).name
    found = connection.execute(
        "select 1 from duckdb_tables() where table_name = $name", {"name": name}
    )
    if found.fetchone() is None:
        return []
    rows = connection.table(name)
    there = dict(zip(rows.columns, map(str, rows.types), strict=True))
    columns = ", ".join(
        _read(c, there[c.name]) if c.name in there else "null" for c in table_of(kind).columns
    )
    make: Callable[..., T] = kind
    return [make(*row) for row in rows.filter(only).order(order).project(columns).fetchall()]


def _read(column: Column, held: str) -> str:
    """Return a column as it is read: text that no page could hold is cut before it is worked on.

    One character more than a page holds stays, so that the page says that it was cut. What an older
    file holds as one text is a list of one.
    """
    if column.kind == "varchar[]" and held == "VARCHAR":
        return f'[left("{column.name}", {LONGEST + 1})]'
    if column.kind == "varchar":
        return f'left("{column.name}", {LONGEST + 1})'
    if column.kind == "varchar[]":
        return f'list_transform("{column.name}", lambda one: left(one, {LONGEST + 1}))'
    return f'"{column.name}"'


def frame_of(kind: type[T], records: Iterable[T]) -> pd.DataFrame:
    """Return records of a declared table as a frame, whole numbers kept whole."""
    declared = table_of(kind)
    frame = pd.DataFrame([asdict(one) for one in records], columns=columns_of(kind))
    whole = [one.name for one in declared.columns if one.kind in ("integer", "bigint")]
    return frame.astype(dict.fromkeys(whole, "Int64"))


def by_code(rows: Iterable[L]) -> dict[str, list[L]]:
    """Return records by the three-digit code they are about."""
    kept: dict[str, list[L]] = defaultdict(list)
    for row in rows:
        kept[row.old_la_code].append(row)
    return dict(kept)
