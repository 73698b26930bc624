"""One run per warehouse, whichever flow or command started it.

Prefect's own limits count one deployment each and are kept by its server; this lock is kept by the
kernel, covers both flows and a run by hand, and is gone the moment its holder is, even by kill -9.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from earlywarning.errors import EarlyWarningError

LOOKS, BLINK_SECONDS = 3, 0.05


class AlreadyRunningError(EarlyWarningError):
    """Another run holds this warehouse; the message says which, since when."""

    exit_code = 4


def lock_path(warehouse: Path) -> Path:
    """Return the lock file that stands beside a warehouse."""
    return warehouse.with_suffix(".lock")


@contextmanager
def one_at_a_time(warehouse: Path, name: str, *, publishes: bool = True) -> Iterator[None]:
    """Hold the lock of a warehouse while a run lasts.

    The file outlives the run: it shows without Prefect when a run last ended well. A command that
    does not publish therefore puts back what it found.

    Raises:
        AlreadyRunningError: at once, if another run has the lock.
        EarlyWarningError: if no lock can be written there.
    """
    path = lock_path(warehouse)
    with _opened(path) as lock:
        if not _taken(lock):
            holder = _read(lock).strip() or "another run"
            raise AlreadyRunningError(f"{path} is held by {holder}; nothing was done")
        before, stamp = _read(lock), os.fstat(lock.fileno())
        _rewrite(lock, f"{name}, process {os.getpid()}, since {_now()}\n")
        try:
            yield
            if publishes:
                lock.write(f"finished {_now()}\n")
        finally:
            if not publishes:
                _rewrite(lock, before)
                os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds, or last held, the lock of a warehouse; `ended_well` says how its run went."""

    name: str
    words: str
    is_held: bool
    ended_well: bool
    since: dt.datetime | None


def holder(warehouse: Path) -> Holder | None:
    """Return who has the lock, or had it last; None where no run ever took it.

    Whoever looks takes a shared lock for a moment: a run that begins just then tries again.
    """
    path = lock_path(warehouse)
    if not path.exists():
        return None
    with path.open(encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            held = False
        except BlockingIOError:
            held = True
        first, _, rest = lock.read().partition("\n")
    # A command that does not publish puts back what it found: of the first, nothing.
    if not first and not held:
        return None
    return Holder(first.partition(",")[0], first, held, "finished" in rest, _since(first))


def _since(line: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(line.rpartition(", since ")[2])
    except ValueError:  # killed while it wrote that line
        return None


def _taken(lock: TextIO) -> bool:
    """Take the lock; who only looks at it lets go within a blink."""
    for _ in range(LOOKS):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(BLINK_SECONDS)
        else:
            return True
    return False


def _opened(path: Path) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a+", encoding="utf-8")
    except OSError as error:
        raise EarlyWarningError(f"{path}: cannot lock here: {error}") from error


def _read(lock: TextIO) -> str:
    lock.seek(0)
    return lock.read()


def _rewrite(lock: TextIO, text: str) -> None:
    lock.truncate(0)
    lock.write(text)
    lock.flush()


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
