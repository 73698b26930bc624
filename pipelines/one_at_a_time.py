"""One run per warehouse, whichever flow or command started it.

Prefect's own limits count one deployment each and are kept by its server; this lock is kept by the
kernel, covers both flows and a run by hand, and is gone the moment its holder is, even by kill -9.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunningError(RuntimeError):
    """Another run holds this warehouse; the message says which, since when."""


def lock_path(warehouse: Path) -> Path:
    """Return the lock file that stands beside a warehouse."""
    return warehouse.with_suffix(".lock")


@contextmanager
def one_at_a_time(warehouse: Path, name: str) -> Iterator[None]:
    """Hold the lock of a warehouse, or raise at once if another run has it."""
    path = lock_path(warehouse)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "another run"
            raise AlreadyRunningError(f"{path} is held by {holder}; nothing was done") from None
        lock.truncate(0)
        lock.write(f"{name}, process {os.getpid()}, since {_now()}\n")
        lock.flush()
        yield
        # The file outlives the run: it shows without Prefect when a run last ended well.
        lock.write(f"finished {_now()}\n")


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
