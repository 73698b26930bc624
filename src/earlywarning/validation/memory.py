"""Verdicts on files that were judged before: the same bytes under the same rules are judged once.

A verdict is kept as a small file named by all that it rests on. One that was cut, changed or is of
another shape is judged anew, without a word: a memory can be lost, never be wrong.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from importlib import metadata
from pathlib import Path

import pandas as pd

from earlywarning.definitions.table import PublishedTable
from earlywarning.tables.quality import Finding

# What reads and judges besides this package: another version may judge otherwise.
LIBRARIES = ("great-expectations", "pandas", "python-calamine")
KEPT_SECONDS = 90 * 24 * 3600


@dataclass(frozen=True, slots=True)
class VerdictMemory:
    """A folder of verdicts; `code` stands for the program that made them."""

    folder: Path
    code: str
    fresh: bool = False

    def key(
        self, sha256: str, table: PublishedTable, codes: pd.DataFrame, topics: Mapping[str, str]
    ) -> str:
        """Return what a verdict rests on, as one hash.

        Args:
            sha256: of the file, or of the files that an answer was joined from.
            table: the rules.
            codes: the authorities: who existed, and what columns of names and codes become.
            topics: the dictionary of the interactive tool, which decides what is read of its file.
        """
        versions = [f"{name} {metadata.version(name)}" for name in LIBRARIES]
        told = [
            sha256,
            table.model_dump_json(),
            codes.to_csv(index=False),
            repr(sorted(topics.items())),
        ]
        return hashlib.sha256("\n".join([*told, self.code, *versions]).encode()).hexdigest()

    def recall(self, key: str, release: str, file_name: str) -> list[Finding] | None:
        """Return the findings of an earlier verdict under today's names, None if there is none."""
        path = self._path(key)
        if self.fresh or not path.exists():
            return None
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            rows = kept["findings"]
            if kept["hash"] != _hash(key, rows):
                return None
            found = [Finding(**row) for row in rows]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        with suppress(OSError):
            os.utime(path)
        return [replace(one, release=release, file_name=file_name) for one in found]

    def keep(self, key: str, findings: Iterable[Finding]) -> None:
        """Remember a verdict; a folder that cannot be written is no reason to stop."""
        rows = [asdict(replace(one, release=None, file_name=None)) for one in findings]
        text = json.dumps({"hash": _hash(key, rows), "findings": rows})
        made = self._path(f"{key}.{os.getpid()}")
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            made.write_text(text, encoding="utf-8")
            made.replace(self._path(key))

    def forget_old(self) -> None:
        """Remove what no run has asked for in ninety days."""
        oldest = time.time() - KEPT_SECONDS
        for path in self.folder.glob("*.json"):
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"


def _hash(key: str, rows: list[dict[str, object]]) -> str:
    """Return what binds findings to what they were found in."""
    return hashlib.sha256(f"{key}{json.dumps(rows, sort_keys=True)}".encode()).hexdigest()
