"""A table, declared once: a frozen dataclass whose fields are its columns, each with its meaning.

From the declaration come the statements that lay the table out and comment it, the list of its
columns, and the records that readers get.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import Field, dataclass, field, fields
from types import ModuleType
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")

# Annotations as they are written; `| None` is for readers, every column may be empty in a file.
KINDS = {
    "str": "varchar",
    "int": "integer",
    "float": "double",
    "bool": "boolean",
    "dt.date": "date",
    "dt.datetime": "timestamp",
    "list[str]": "varchar[]",
    "list[int]": "integer[]",
    "list[dt.date]": "date[]",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column; kind is its DuckDB type."""

    name: str
    kind: str
    meaning: str


# Columns of these names lead to the table that has them as its key.
LEADS_TO = {
    "old_la_code": "local_authority",
    "indicator": "indicator",
    "release": "release",
    "pattern": "pattern",
}


@dataclass(frozen=True, slots=True)
class DeclaredTable:
    """A declared table with its columns in their order, and those that no two rows share."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    loose: bool = False

    @property
    def leads_to(self) -> dict[str, str]:
        """Return which of its columns lead to a row of which other table."""
        names = [] if self.loose else [one.name for one in self.columns]
        return {one: LEADS_TO[one] for one in names if LEADS_TO.get(one, self.name) != self.name}

    @property
    def told(self) -> str:
        """Return what the table says of itself in a database: meaning, key, ways to others."""
        key = f". Key: {', '.join(self.key)}" if self.key else ". No key"
        ways = ", ".join(f"{column} = {other}.{column}" for column, other in self.leads_to.items())
        return self.meaning + key + (f". Joins: {ways}" if ways else "")


_TABLES: dict[type[Any], DeclaredTable] = {}


def column(meaning: str, kind: str = "") -> Any:
    """Declare a column that may be empty; kind is for a type that the annotation does not tell."""
    return field(default=None, metadata={"meaning": meaning, "kind": kind, "always": False})


def always(meaning: str, kind: str = "") -> Any:
    """Declare a column that every row fills: a type checker lets no record be made without it."""
    return field(default=None, metadata={"meaning": meaning, "kind": kind, "always": True})


# Records are made by name: so type checkers are told. Readers make 500,000 for a nation, and fill
# them by position, because by name takes a third longer. `column` is no specifier to a checker: it
# sees a default there, and none in `always`.
@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(always,))
def table(
    name: str, meaning: str, *, key: str = "", loose: bool = False
) -> Callable[[type[T]], type[T]]:
    """Make a class the declaration of a table.

    Args:
        name: in the database.
        meaning: in words.
        key: columns that together no two rows share, an empty cell being a value like others.
        loose: true where names of places may be of none that the database has.
    """

    def declare(kind: type[T]) -> type[T]:
        """Make the class a row of the table and note the table once."""
        made = dataclass(frozen=True, slots=True)(kind)
        columns = tuple(_column(one) for one in fields(made))  # type: ignore[arg-type]
        parts = tuple(key.split(", ")) if key else ()
        _TABLES[made] = DeclaredTable(name, meaning, columns, parts, loose)
        return made

    return declare


def _column(one: Field[Any]) -> Column:
    """Read a column from its field.

    Raises:
        TypeError: if a column that may be empty is annotated as if it could not, or the reverse.
    """
    written = str(one.type)
    if written.endswith(" | None") == one.metadata["always"]:
        raise TypeError(f"{one.name}: `column` goes with `| None`, `always` without")
    kind = one.metadata["kind"] or KINDS[written.removesuffix(" | None")]
    return Column(one.name, kind, one.metadata["meaning"])


def table_of(kind: type[Any]) -> DeclaredTable:
    """Return the table that a class declares."""
    return _TABLES[kind]


def columns_of(kind: type[Any]) -> list[str]:
    """Return the names of a declared table's columns, in order."""
    return [one.name for one in _TABLES[kind].columns]


def tables_in(*modules: ModuleType) -> tuple[DeclaredTable, ...]:
    """Return the tables that modules declare, as they stand there."""
    return tuple(
        _TABLES[kind]
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and kind in _TABLES and kind.__module__ == module.__name__
    )


def creation(tables: Iterable[DeclaredTable]) -> str:
    """Return the statements that lay tables out."""
    return "\n".join(
        f"create table {one.name} ({', '.join(f'{c.name} {c.kind}' for c in one.columns)});"
        for one in tables
    )


def comments(tables: Iterable[DeclaredTable]) -> str:
    """Return the statements that say in a database what tables and columns mean."""
    told = []
    for one in tables:
        told.append(f"comment on table {one.name} is {quoted(one.told)};")
        told += [
            f"comment on column {one.name}.{c.name} is {quoted(c.meaning)};" for c in one.columns
        ]
    return "\n".join(told)


def quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
