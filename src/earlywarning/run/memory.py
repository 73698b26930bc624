"""Published tables that were read before: the same bytes under the same rules are read once.

What a table came to (its figures, its series, what was found in it) is kept as two Parquet files
and a note that binds them, all named by what they rest on. A file that was cut, changed or is of
another shape is read anew, without a word: a memory can be lost, never be wrong. Only what was
taken in is kept, and nothing that people wrote or that is about a child.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from importlib import metadata
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.places import aliases
from earlywarning.sources.context import Context
from earlywarning.sources.offered import Offered, Remembered
from earlywarning.sources.refused import RefusedRow, RefusedRows
from earlywarning.tables.quality import Finding

# What reads and judges besides this package: another version may judge otherwise.
LIBRARIES = ("great-expectations", "pandas", "pyarrow", "python-calamine")
KEPT_SECONDS = 90 * 24 * 3600
# A file about which anything is unlike what was written of it is not believed.
UNLIKE = (OSError, ValueError, KeyError, TypeError, RecursionError)


@dataclass(frozen=True)
class Memory:
    """A folder of tables that were read; `code` stands for the program that read them."""

    folder: Path
    code: str
    definitions: Definitions
    fresh: bool = False

    @cached_property
    def reader(self) -> str:
        """Return what recognising a file rests on besides its bytes, as one hash."""
        versions = [f"{name} {metadata.version(name)}" for name in LIBRARIES]
        tables = [one.model_dump_json() for one in self.definitions.tables.values()]
        return _hash(self.code, *versions, *tables)

    def knows(self, offered: Offered) -> bool:
        """Say which table a file is if it was taken before; it is then not opened."""
        note = self._note(self._seen(offered))
        table = self.definitions.tables.get(str((note or {}).get("table")))
        if table is None:
            return False
        offered.kind, offered.table = table.table, table
        return True

    def recall(self, offered: Offered, world: str) -> list[Finding] | None:
        """Give a file what it came to in an earlier run and return what was found in it.

        Args:
            offered: a table that was not opened.
            world: what else reading rests on (`world_of`).

        Returns:
            The findings under the names of today; None if there are none to be believed.
        """
        key = self._key(offered, world)
        note = self._note(key)
        try:
            if note is None:
                return None
            found = [Finding(**row) for row in note["findings"]]
            offered.remembered = self._read(key, note)
            offered.refused_rows = RefusedRows([RefusedRow(**row) for row in note["rows"]])
            offered.refused_cells = frozenset((row, name) for row, name in note["cells"])
            offered.rows_read, offered.period = note["rows_read"], note["period"]
            offered.message, offered.hidden = note["message"], tuple(note["hidden"])
            # Only a day that the file names itself: what else is known of days may have grown.
            day = note["published"]
            offered.published = None if day is None else pd.Timestamp(day).date()
            offered.published_basis = "" if day is None else "file"
        except UNLIKE:
            offered.remembered = None
            return None
        self._touch(key, self._seen(offered))
        return [replace(one, release=offered.release, file_name=offered.name) for one in found]

    def keep(self, offered: Offered, world: str, findings: list[Finding], read: Remembered) -> None:
        """Remember what a table came to; a folder that cannot be written is no reason to stop."""
        key = self._key(offered, world)
        days = offered.published if offered.published_basis == "file" else None
        facts, series = _parquet(read.facts), _parquet(pa.Table.from_pandas(read.series))
        note = {
            "findings": [asdict(replace(one, release=None, file_name=None)) for one in findings],
            "rows": [asdict(row) for row in offered.refused_rows.rows],
            "cells": sorted(offered.refused_cells),
            "rows_read": offered.count_rows(),
            "period": offered.period,
            "message": offered.message,
            "hidden": list(offered.hidden),
            "published": None if days is None else days.isoformat(),
            "country": read.country,
            "facts": hashlib.sha256(facts).hexdigest(),
            "series": hashlib.sha256(series).hexdigest(),
        }
        seen = self._seen(offered)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._write(f"{key}.facts.parquet", facts)
            self._write(f"{key}.series.parquet", series)
            self._write(f"{key}.json", _bound(key, note))
            self._write(f"{seen}.json", _bound(seen, {"table": offered.kind}))

    def forget_old(self) -> None:
        """Remove what no run has asked for in ninety days."""
        oldest = time.time() - KEPT_SECONDS
        for path in self.folder.glob("*"):
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _seen(self, offered: Offered) -> str:
        """Return the name under which it stands what a file is; lists tell their year by name."""
        return _hash("seen", offered.sha256, offered.file_name, self.reader)

    def _key(self, offered: Offered, world: str) -> str:
        return _hash(self._seen(offered), world)

    def _note(self, key: str) -> dict[str, Any] | None:
        path = self.folder / f"{key}.json"
        if self.fresh or not path.exists():
            return None
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            note: dict[str, Any] = kept["note"]
        except UNLIKE:
            return None
        return note if kept.get("hash") == _hash(key, json.dumps(note, sort_keys=True)) else None

    def _read(self, key: str, note: dict[str, Any]) -> Remembered:
        """Read the two tables of a note.

        Raises:
            ValueError: if one of them is not what was written.
        """
        tables = []
        for name in ("facts", "series"):
            content = (self.folder / f"{key}.{name}.parquet").read_bytes()
            if hashlib.sha256(content).hexdigest() != note[name]:
                raise ValueError(name)
            tables.append(pq.read_table(BytesIO(content)))
        return Remembered(tables[0], tables[1].to_pandas(), note["country"])

    def _touch(self, *keys: str) -> None:
        for path in (one for key in keys for one in self.folder.glob(f"{key}.*")):
            with suppress(OSError):
                os.utime(path)

    def _write(self, name: str, content: bytes) -> None:
        made = self.folder / f"{name}.{os.getpid()}"
        made.write_bytes(content)
        made.replace(self.folder / name)


def world_of(context: Context) -> str:
    """Return what reading a table rests on besides the file and its rules, as one hash.

    Who existed and by what names, other spellings of regions, and the dictionary of the
    interactive tool. Not the day: what was out by then is asked of every file anew.
    """
    known = context.authorities
    return _hash(
        known.codes.to_csv(index=False),
        known.changes.to_csv(index=False),
        repr(aliases(context.definitions.folder)),
        repr(sorted(context.region_alias.items())),
        repr(sorted(context.lait_topics.items())),
        repr(sorted(context.lait_measures.items())),
    )


def _bound(key: str, note: dict[str, Any]) -> bytes:
    """Return a note with what binds it to its name."""
    told = json.dumps(note, sort_keys=True)
    return json.dumps({"hash": _hash(key, told), "note": note}).encode()


def _parquet(table: pa.Table) -> bytes:
    out = BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
