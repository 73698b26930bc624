"""Where an erased text may still lie: builds, pages, backups, and what was handed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from earlywarning.errors import EarlyWarningError
from earlywarning.hostile import harmless
from earlywarning.register import access
from earlywarning.register.decisions.record import DECISIONS
from earlywarning.register.erased import LIST
from earlywarning.register.lines import AT
from earlywarning.register.record import Family
from earlywarning.run.backup import SUFFIX, tell_beside
from earlywarning.run.status import read_status
from earlywarning.settings import Settings
from earlywarning.tables import offers, people, recovery, score, standing
from earlywarning.tables.declare import tables_in
from earlywarning.warehouse.one_at_a_time import one_at_a_time

# Tables that what people wrote can come into.
WORDED = [one.name for one in tables_in(offers, people, recovery, score, standing)]
SOFT_HANDED = ("share",)
OFFERS_HANDED = ("share", "brief", "pack", "baseline", "workbook", "export")


@dataclass(frozen=True, slots=True)
class Remains:
    """A place where an erased text may lie; `own`: in the program's own folders."""

    kind: str
    name: str
    todo: str
    own: bool = False


def build_holds(build: Path, texts: Sequence[str]) -> bool:
    """Tell whether a build holds one of some texts; one that cannot be read is held to."""
    if not texts:
        return False
    try:
        with duckdb.connect(str(build), read_only=True) as connection:
            there = connection.execute("select table_name from duckdb_tables()").fetchall()
            return any(_table_holds(connection, name, texts) for (name,) in there if name in WORDED)
    except duckdb.Error:
        return True


def _table_holds(connection: duckdb.DuckDBPyConnection, name: str, texts: Sequence[str]) -> bool:
    rows: list[Any] = connection.execute(f'from "{name}"').fetchall()
    cells = {cell for row in rows for cell in _said(row)}
    return any(text in cell for cell in cells for text in texts)


def _said(row: Iterable[Any]) -> Iterator[str]:
    for cell in row:
        if isinstance(cell, str):
            yield cell
        elif isinstance(cell, list):
            yield from _said(cell)


def remains(
    settings: Settings, family: Family, texts: Sequence[str], since: dt.datetime
) -> list[Remains]:
    """Return where texts that go now may still lie.

    Args:
        settings: whose folders.
        family: which ledger they are of; no build holds what was heard.
        texts: the texts themselves, as long as they are known.
        since: when the first of them was written down.
    """
    found = list(_builds(settings, texts))
    found += _pages(settings, texts)
    return [*found, *_backups(settings, since), *_handed_on(family, since)]


def _builds(settings: Settings, texts: Sequence[str]) -> Iterator[Remains]:
    published = settings.warehouse.resolve()
    for build in sorted(settings.builds.glob("*.duckdb")):
        if build_holds(build, texts):
            is_now = build.resolve() == published
            todo = "run once more, then remove it" if is_now else "remove it, or wait for its term"
            yield Remains("published" if is_now else "build", str(build), todo, own=not is_now)


def _pages(settings: Settings, texts: Sequence[str]) -> Iterator[Remains]:
    """Name pages in which a text stands; workbooks and PDFs go by the page of their name."""
    words = [shown for text in texts for shown in (text, str(harmless(text)), _in_html(text))]
    for path in sorted(settings.reports.rglob("*.html")) + sorted(settings.reports.rglob("*.csv")):
        page = path.read_text(encoding="utf-8", errors="replace")
        if any(word in page for word in words):
            for one in sorted(path.parent.glob(f"{path.stem}.*")):
                yield Remains(
                    "page", str(one), "run once more with reports, or remove it", own=True
                )


def _in_html(text: str) -> str:
    from markupsafe import escape

    return str(escape(text))


def _backups(settings: Settings, since: dt.datetime) -> Iterator[Remains]:
    status = read_status(settings.warehouse)
    if status is None or status.backup is None:
        return
    folder = Path(status.backup.file).parent
    for path in sorted(folder.glob(f"earlywarning-*{SUFFIX}")):
        if dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC) >= since:
            todo = "restored, it is erased again by the list beside it; goes after its term"
            yield Remains("backup", str(path), todo)


def _handed_on(family: Family, since: dt.datetime) -> Iterator[Remains]:
    """Name what the access log says was handed on since the text was there."""
    kinds = OFFERS_HANDED if family == DECISIONS else SOFT_HANDED
    for line in access.lines():
        # No text of what was heard is handed to an authority or the public, nor the entry where it
        # was told in confidence: who asked for the file back would tell of it.
        below = line["to"].split(" ")[0] in ("authority", "public")
        if family != DECISIONS and below:
            continue
        if line["what"] in kinds and line["at"] >= since.strftime(AT):
            name = f"{line['what']} of {line['at']} for {line['to']}: {line['detail']}"
            yield Remains("handed on", name, f"ask for it back; its hash is {line['sha256'][:16]}")


def tell_backups(settings: Settings) -> str:
    """Bring the list beside the known backups up to date; return what went wrong, or nothing."""
    status = read_status(settings.warehouse)
    if status is None or status.backup is None:
        return ""
    folder, todo = Path(status.backup.file).parent, f"put {settings.register / LIST} beside them"
    if not folder.is_dir():
        return f"{folder}: the backups are not there; {todo}"
    try:
        tell_beside(settings.register, folder)
    except EarlyWarningError as error:
        return f"{error}; {todo}"
    return ""


def remove(settings: Settings, found: Sequence[Remains]) -> list[str]:
    """Remove what lies in the program's own folders; return what could not go and why."""
    left = []
    with one_at_a_time(settings.warehouse, "erase", publishes=False):
        for one in found:
            if one.own:
                try:
                    Path(one.name).unlink(missing_ok=True)
                except OSError as error:
                    left.append(f"{one.name}: stays: {error}")
    return left
