"""Scans folders of written outputs for what must not be in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import resources
from pathlib import Path

import duckdb

from earlywarning.scan import markup, order, wording
from earlywarning.scan.database import read_database
from earlywarning.scan.model import Content, Hit, Knowledge
from earlywarning.scan.reading import READERS, read

RULES: tuple[Callable[[Content, Knowledge], Iterable[Hit]], ...] = (
    *wording.RULES, *order.RULES, *markup.RULES,
)  # fmt: skip


def outputs_in(folders: Iterable[Path]) -> list[Path]:
    """Return the files of folders (or files) that can be read, in order."""
    found: set[Path] = set()
    for folder in folders:
        every = folder.rglob("*") if folder.is_dir() else [folder]
        found |= {p for p in every if p.is_file() and p.suffix[1:].lower() in READERS}
    return sorted(found)


def scan(
    paths: Iterable[Path], known: Knowledge, progress: Callable[[str], None] | None = None
) -> Iterator[Hit]:
    """Yield what is found in files, each thing once."""
    for path in paths:
        if progress:
            progress(path.name)
        yield from dict.fromkeys(_in_file(path, known))


def _in_file(path: Path, known: Knowledge) -> Iterator[Hit]:
    content = read(path)
    if content is None:
        return
    if content.kind == "duckdb":
        yield from read_database(path, known)
        return
    for rule, said in content.faults:
        yield Hit(path, "file", rule, said)
    for one in RULES:
        yield from one(content, known)


def own_scripts() -> frozenset[str]:
    """Return the hashes of the scripts that the pages' templates bring."""
    folder = resources.files("earlywarning.reports") / "templates"
    return frozenset(
        markup.sha256(file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".js")
    )


def markup_in(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Return texts of a database that hold markup, and so must be escaped in a page."""
    texts: set[str] = set()
    for table, column in connection.execute(
        "select table_name, column_name from duckdb_columns() "
        "where table_name in (select table_name from duckdb_tables()) and data_type = 'VARCHAR'"
    ).fetchall():
        sql = f"""select distinct "{column}" from "{table}" where "{column}" like '%<%>%'"""  # noqa: S608
        for (text,) in connection.execute(sql).fetchall():
            texts.add(str(text))
    return tuple(sorted(texts))
