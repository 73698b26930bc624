"""Tables that were worked out before, kept by a hash of all that they rest on.

An entry is a note and some Parquet files that the note binds to its name. One that was cut, changed
or is of another shape is none, without a word: a cache can be lost, never be wrong.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

# What works tables out besides this package: another version may come to something else.
LIBRARIES = (
    "duckdb", "great-expectations", "numpy", "pandas", "pyarrow", "python-calamine", "scipy",
)  # fmt: skip
KEPT_SECONDS = 90 * 24 * 3600
# A file about which anything is unlike what was written of it is not believed.
UNLIKE = (OSError, ValueError, KeyError, TypeError, RecursionError)

Tables = Mapping[str, pa.Table]


class Kept(Mapping[str, pa.Table]):
    """Tables as they were kept, each unpacked when it is asked for."""

    def __init__(self, files: dict[str, pq.ParquetFile]) -> None:
        self._files = files

    def __getitem__(self, name: str) -> pa.Table:
        return self._files[name].read()

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries; a `fresh` one gives none of them and takes new ones all the same.

    code: stands for the program that works the tables out.
    """

    folder: Path
    code: str
    fresh: bool = False

    def key(self, *parts: str) -> str:
        """Return the name of what rests on some texts, this program and its libraries."""
        return _hash(self.code, *_versions(), *parts)

    def note(self, key: str) -> dict[str, Any] | None:
        """Return the note of an entry, None if there is none to be believed."""
        path = self.folder / f"{key}.json"
        if self.fresh or not path.exists():
            return None
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            note: dict[str, Any] = kept["note"]
        except UNLIKE:
            return None
        return note if kept.get("hash") == _hash(key, _told(note)) else None

    def read(self, key: str) -> tuple[dict[str, Any], Tables] | None:
        """Return note and tables of an entry, None if there is none to be believed."""
        note = self.note(key)
        files: dict[str, pq.ParquetFile] = {}
        if note is None:
            return None
        try:
            for name, expected in note["tables"].items():
                content = (self.folder / f"{key}.{name}.parquet").read_bytes()
                if hashlib.sha256(content).hexdigest() != expected:
                    return None
                files[name] = pq.ParquetFile(BytesIO(content))
        except UNLIKE:
            return None
        self.touch(key, files)
        return note, Kept(files)

    def write(self, key: str, note: Mapping[str, Any], tables: Tables | None = None) -> Tables:
        """Keep an entry and return its tables as they are kept.

        A folder that cannot be written is no reason to stop.
        """
        contents = {name: _parquet(table) for name, table in (tables or {}).items()}
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
        bound = {**note, "tables": hashes}
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            for name, content in contents.items():
                self._put(f"{key}.{name}.parquet", content)
            whole = json.dumps({"hash": _hash(key, _told(bound)), "note": bound})
            self._put(f"{key}.json", whole.encode())
        return Kept({name: pq.ParquetFile(BytesIO(told)) for name, told in contents.items()})

    def touch(self, key: str, tables: Iterable[str] = ()) -> None:
        """Say that an entry was asked for, with the tables that belong to it."""
        for name in (f"{key}.json", *(f"{key}.{table}.parquet" for table in tables)):
            with suppress(OSError):
                os.utime(self.folder / name)

    def forget_old(self) -> None:
        """Remove what nobody has asked for in ninety days."""
        oldest = time.time() - KEPT_SECONDS
        for path in self.folder.glob("*"):
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _put(self, name: str, content: bytes) -> None:
        made = self.folder / f"{name}.{os.getpid()}"
        made.write_bytes(content)
        made.replace(self.folder / name)


def unpacked(kept: pa.Table) -> pd.DataFrame:
    """Return a frame as it was before it was kept: lists as lists, not as arrays."""
    frame: pd.DataFrame = kept.to_pandas()
    for field in kept.schema:
        if pa.types.is_list(field.type) and field.name in frame:
            frame[field.name] = pd.Series(kept[field.name].to_pylist(), index=frame.index)
    return frame


@cache
def _versions() -> list[str]:
    return [f"{name} {metadata.version(name)}" for name in LIBRARIES]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _told(note: Mapping[str, Any]) -> str:
    return json.dumps(note, sort_keys=True)


def _parquet(table: pa.Table) -> bytes:
    out = BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()
