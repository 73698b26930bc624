"""Scans folders of written outputs for what must not be in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from earlywarning.scan import archives, markup, order, wording
from earlywarning.scan.database import read_database
from earlywarning.scan.model import Content, Hit, Knowledge
from earlywarning.scan.reading import read

# An archive in an archive in an archive is looked into, no further.
DEEPEST = 3
RULES: tuple[Callable[[Content, Knowledge], Iterable[Hit]], ...] = (
    *wording.RULES, *order.RULES, *markup.RULES,
)  # fmt: skip


def outputs_in(folders: Iterable[Path]) -> list[Path]:
    """Return the files of folders (or files), in order: all of them, whatever they are called."""
    found: set[Path] = set()
    for folder in folders:
        every = folder.rglob("*") if folder.is_dir() else [folder]
        found |= {p for p in every if p.is_file()}
    return sorted(found)


def scan(
    paths: Iterable[Path], known: Knowledge, progress: Callable[[str], None] | None = None
) -> Iterator[Hit]:
    """Yield what is found in files, each thing once."""
    for path in paths:
        if progress:
            progress(path.name)
        yield from dict.fromkeys(_in_file(path, known))


def _in_file(path: Path, known: Knowledge, depth: int = 0) -> Iterator[Hit]:
    if archives.is_archive(path):
        yield from _in_archive(path, known, depth)
        return
    content = read(path)
    if content.kind == "duckdb":
        yield from read_database(path, known)
    for rule, said in content.faults:
        yield Hit(path, "file", rule, said)
    for one in RULES:
        yield from one(content, known)


def _in_archive(path: Path, known: Knowledge, depth: int) -> Iterator[Hit]:
    """Look into an archive as into a folder; what is found there names the archive as well."""
    with TemporaryDirectory() as place:
        try:
            if depth == DEEPEST:
                raise ValueError("an archive within archives, deeper than is looked")
            inner = archives.unpacked(path, Path(place))
        except archives.UNREADABLE as error:
            yield Hit(path, "file", "unreadable", f"cannot be unpacked: {error}")
            return
        for one in inner:
            name = one.relative_to(place).as_posix()
            for hit in _in_file(one, known, depth + 1):
                yield Hit(path, f"{name}: {hit.where}", hit.rule, hit.excerpt)


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
