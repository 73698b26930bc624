"""A file of lines for its owner only: one is added at a time, and old ones go by their day."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Any

from earlywarning.errors import EarlyWarningError
from earlywarning.private import open_private, read_private

AT = "%Y-%m-%dT%H:%M:%SZ"


def add_line(path: Path, line: Mapping[str, object]) -> None:
    """Add a line, on disk when this returns.

    Raises:
        EarlyWarningError: if it cannot be written.
        SourceError: if other accounts of the machine may use the file.
    """
    with _alone(path) as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - 1))
        # What a killed writer left half written ends here, and takes no line with it.
        parted = b"" if file.read(1) in (b"", b"\n") else b"\n"
        file.write(parted + json.dumps(line).encode("ascii") + b"\n")
        os.fsync(file.fileno())


def lines_of(path: Path) -> list[dict[str, Any]]:
    """Return what is in a file, oldest first; none: nothing."""
    content = read_private(path) or b""
    return [json.loads(line) for line in content.splitlines()]


def drop_before(path: Path, day: dt.date) -> int:
    """Remove the lines from before a day, and return how many they were."""
    with _alone(path) as file:
        lines = file.read().splitlines(keepends=True)
        kept = [line for line in lines if not _is_before(json.loads(line), day)]
        if len(kept) < len(lines):
            # In place and not swapped: a writer that waits for the lock holds this very file.
            file.seek(0)
            file.write(b"".join(kept))
            file.truncate()
            os.fsync(file.fileno())
        return len(lines) - len(kept)


def count_before(path: Path, day: dt.date) -> int:
    """Return how many lines are from before a day."""
    return sum(_is_before(line, day) for line in lines_of(path))


def _is_before(line: Mapping[str, object], day: dt.date) -> bool:
    return str(line.get("at", "9"))[:10] < day.isoformat()


@contextmanager
def _alone(path: Path) -> Iterator[FileIO]:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = open_private(path, os.O_RDWR | os.O_CREAT)
        with FileIO(number, "r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
    except OSError as error:
        raise EarlyWarningError(f"{path}: cannot be written: {error}") from error
