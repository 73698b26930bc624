"""An edition is written aside and swapped whole: nobody reads pages of two months at once."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from earlywarning.errors import EarlyWarningError
from earlywarning.warehouse.one_at_a_time import one_at_a_time

AT_FDCWD, RENAME_EXCHANGE = -100, 2
# What a file system says that cannot exchange two names.
CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


@contextmanager
def written_aside(folder: Path) -> Iterator[Path]:
    """Give a copy of a folder to write in; on success it takes the folder's place, at once.

    What fails or is stopped leaves the folder as it was. What a killed writer left goes first.

    Raises:
        AlreadyRunningError: if somebody else writes this edition.
        EarlyWarningError: if the disk is full or fails; the folder is as it was.
    """
    folder = folder.resolve()
    aside, gone = (folder.with_name(f".{folder.name}.{what}") for what in ("next", "gone"))
    with one_at_a_time(folder.with_name(f".{folder.name}"), "report"):
        try:
            _remove(aside, gone)
            if folder.exists():
                shutil.copytree(folder, aside, symlinks=True)
            else:
                aside.mkdir(parents=True)
            yield aside
            _swap(aside, folder, gone)
        except OSError as error:
            raise EarlyWarningError(
                f"{folder}: the pages could not be written, those of before stand: {error}"
            ) from error
        finally:
            _remove(aside, gone)


def _swap(aside: Path, folder: Path, gone: Path) -> None:
    if not folder.exists():
        aside.rename(folder)
    elif not _exchanged(aside, folder):
        # For the blink between the two there is no folder, and never half of one.
        folder.rename(gone)
        aside.rename(folder)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two names change places in one step, where system and disk can."""
    if not sys.platform.startswith("linux"):
        return False
    exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if exchange is None:
        return False
    if exchange(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    if ctypes.get_errno() in CANNOT:
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))


def _remove(*folders: Path) -> None:
    for folder in folders:
        if folder.exists():
            shutil.rmtree(folder)
