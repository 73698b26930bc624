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
from typing import TextIO

from earlywarning.errors import EarlyWarningError


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
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _read(lock).strip() or "another run"
            raise AlreadyRunningError(f"{path} is held by {holder}; nothing was done") from None
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
