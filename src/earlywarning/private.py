"""Files that only their owner may read: opened without following a link, refused when open wide."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from earlywarning.errors import SourceError

FOR_OWNER = 0o600
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def open_private(path: Path, flags: int = os.O_RDONLY) -> int:
    """Open a file and return its number; one that is made is for its owner only.

    Raises:
        FileNotFoundError: if it is not there and is not to be made.
        SourceError: rule `private`, if it is a link, no file, or open to other accounts.
    """
    try:
        number = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, FOR_OWNER)
    except OSError as error:
        if path.is_symlink():
            raise SourceError(
                f"{path}: is a link, and no link is followed here; put the file itself there",
                rule="private",
            ) from error
        raise
    why = _why_not(os.fstat(number), path)
    if why:
        os.close(number)
        raise SourceError(why, rule="private")
    return number


def _why_not(found: os.stat_result, path: Path) -> str:
    if not stat.S_ISREG(found.st_mode):
        return f"{path}: is no file; put a file in its place"
    if found.st_mode & OTHERS:
        mode = stat.S_IMODE(found.st_mode)
        return (
            f"{path}: other accounts of this machine may use it (mode {mode:o}), so it is not "
            f"used; put it right with: chmod 600 '{path}'"
        )
    return ""


def read_private(path: Path) -> bytes | None:
    """Return what stands in a file, or None where there is none.

    Raises:
        SourceError: as `open_private`.
    """
    try:
        number = open_private(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error}", rule="private") from error
    with os.fdopen(number, "rb") as file:
        return file.read()


def swap_in(path: Path, content: bytes) -> None:
    """Put a file in the place of another whole, or not at all; it is for its owner only.

    The caller holds the lock that belongs to it; what a killed one left half done goes first.
    """
    half = path.with_name(f".{path.name}.half")
    try:
        with suppress(FileNotFoundError):
            half.unlink()
        with os.fdopen(open_private(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
