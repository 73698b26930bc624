"""What was fetched, from where and when: read by every run, and what the next fetch goes by.

`fetched.csv` and `fetched_changes.csv` stand beside the files and change only when a file does, so
that a night with nothing new changes nothing. What was tried is in `.fetching/tried.csv`, which no
run reads.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, TypeVar

from earlywarning.errors import SourceError

Result = Literal["new", "unchanged", "refused", "failed", "unreachable", "by_hand"]
RECORD, CHANGES, ASIDE = "fetched.csv", "fetched_changes.csv", ".fetching"
KEPT_TRIES = 2000
R = TypeVar("R", "Fetched", "Change", "Tried")


@dataclass(frozen=True, slots=True)
class Fetched:
    """One file that was fetched; `published_basis` is api, or fetched where no day was given."""

    source: str
    data_set: str
    data_set_id: str
    version: str
    release_title: str
    published: str
    published_basis: str
    address: str
    etag: str
    last_modified: str
    sha256: str
    bytes: str
    file: str
    fetched_at: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the service's own list of what a version changed."""

    source: str
    data_set: str
    version: str
    published: str
    weight: str
    kind: str
    within: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one attempt."""

    source: str
    data_set: str
    version: str
    tried_at: str
    outcome: Result
    message: str


class FetchLog:
    """The record of one folder; a row is written as soon as its file is in place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fetched = _read(folder / RECORD, Fetched)
        self.tried: list[Tried] = []

    def held(self, source: str, data_set: str, version: str | None = None) -> Fetched | None:
        """Return the newest record of a data set (or of one version) whose file is still whole."""
        for row in reversed(self.fetched):
            if (row.source, row.data_set) != (source, data_set):
                continue
            if version is not None and row.version != version:
                continue
            path = self.folder / row.file
            if path.is_file() and sha256_of(path) == row.sha256:
                return row
        return None

    def id_of(self, source: str, data_set: str) -> str:
        """Return the id under which a data set was found before, or nothing."""
        rows = [r for r in self.fetched if (r.source, r.data_set) == (source, data_set)]
        return rows[-1].data_set_id if rows else ""

    def add(self, row: Fetched, changes: list[Change]) -> None:
        """Write down a file that is in place, and what the service says that it changed."""
        self.fetched.append(row)
        _write(self.folder / RECORD, Fetched, self.fetched)
        if changes:
            before = _read(self.folder / CHANGES, Change)
            rows = [*before, *(one for one in changes if one not in before)]
            _write(self.folder / CHANGES, Change, rows)

    def try_out(self, tried: Tried) -> None:
        """Write down an attempt, whatever became of it."""
        self.tried.append(tried)
        path = self.folder / ASIDE / "tried.csv"
        _write(path, Tried, [*_read(path, Tried), tried][-KEPT_TRIES:])


def last_tried(folder: Path) -> dict[str, list[Tried]]:
    """Return the last attempt at each data set, by source; nothing where nothing was fetched."""
    last: dict[tuple[str, str], Tried] = {}
    for one in _read(folder / ASIDE / "tried.csv", Tried):
        last[one.source, one.data_set] = one
    by_source: dict[str, list[Tried]] = {}
    for one in last.values():
        by_source.setdefault(one.source, []).append(one)
    return by_source


@dataclass(frozen=True, slots=True)
class Reach:
    """When a publisher last gave what was asked, and since when it does not answer at all."""

    reached: dt.datetime | None = None
    unreachable_since: dt.datetime | None = None


def reach(folder: Path) -> dict[str, Reach]:
    """Return of each source when it last gave what was asked, and since when it is unreachable.

    A page of somebody in between is an answer, and nothing that was asked: it ends no silence.
    """
    found: dict[str, Reach] = {}
    for one in _read(folder / ASIDE / "tried.csv", Tried):
        when, before = dt.datetime.fromisoformat(one.tried_at), found.get(one.source, Reach())
        if one.outcome == "unreachable":
            found[one.source] = Reach(before.reached, before.unreachable_since or when)
        elif one.outcome in ("refused", "failed"):
            found[one.source] = Reach(before.reached)
        elif one.outcome != "by_hand":
            found[one.source] = Reach(when)
    return found


def now() -> str:
    """Return the time of day in UTC, to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def header_of(kind: type[R]) -> tuple[str, ...]:
    """Return the columns of a record file."""
    return tuple(field.name for field in fields(kind))


def _read(path: Path, kind: type[R]) -> list[R]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = header_of(kind)
    if rows and not set(names) <= set(rows[0]):
        raise SourceError(f"{path}: not a record of fetching: {', '.join(rows[0])}", rule="header")
    return [_of(kind, {name: row[name] or "" for name in names}) for row in rows]


def _of(kind: type[R], row: dict[str, Any]) -> R:
    return kind(**row)


def _write(path: Path, kind: type[R], rows: list[R]) -> None:
    """Write aside and move into place: a killed fetch leaves the record whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.parent / f".{path.name}.{os.getpid()}"
    with aside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header_of(kind), lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
    aside.replace(path)


def sha256_of(path: Path) -> str:
    """Return the hash of a file's bytes as they lie on the disk."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
