"""The views and macros that answer what people ask, put into a database beside its tables."""

from __future__ import annotations

import re
from importlib import resources

import duckdb

from earlywarning.tables.catalogue import TABLES
from earlywarning.tables.declare import quoted

# What a known day is worked out with is the SQL that fills the tables, never a second copy of it.
BORROWED = re.compile(r"\{\{(columns|select) of ([\w.]+)\}\}")
FILLING = re.compile(r"insert into \w+\n(.*)order by all;", re.DOTALL)
# A view whose columns are another's: their meaning is written once.
SAME_COLUMNS = {"figure_newest": "figure"}
MEANINGS = "select column_name, comment from duckdb_columns() where table_name = $view"


def add_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every view and macro in the database in use, each with its meaning.

    They hold no data: in a tier's file they show what that file's tables hold.
    """
    for statements in view_statements():
        connection.execute(statements)
    for view, other in SAME_COLUMNS.items():
        told = connection.execute(MEANINGS, {"view": other}).fetchall()
        for column, meaning in told:
            connection.execute(f"comment on column {view}.{column} is {quoted(meaning)}")


def view_statements() -> list[str]:
    """Return the text of each file of views, in order, with what it borrows filled in."""
    folder = resources.files("earlywarning.warehouse") / "views"
    files = sorted(
        (one for one in folder.iterdir() if one.name.endswith(".sql")), key=lambda one: one.name
    )
    return [BORROWED.sub(_borrowed, one.read_text(encoding="utf-8")) for one in files]


def _borrowed(found: re.Match[str]) -> str:
    what, name = found.groups()
    if what == "columns":
        [one] = [one for one in TABLES if one.name == name]
        return ", ".join(column.name for column in one.columns)
    file = resources.files("earlywarning.warehouse") / "sql" / name
    filling = FILLING.search(file.read_text(encoding="utf-8"))
    assert filling, f"{name}: not one insert with its rows in order"
    return filling.group(1)
