"""Archives among outputs, unpacked to be looked into: within limits, no path followed out."""

from __future__ import annotations

import gzip
import lzma
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

MOST_BYTES, MOST_FILES = 2_000_000_000, 20_000
# Workbooks are archives too, and have a reader of their own.
READ_ELSEWHERE = {".xlsx", ".ods"}
UNREADABLE = (
    OSError, ValueError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile,
    tarfile.TarError, zlib.error, lzma.LZMAError,
)  # fmt: skip


def is_archive(path: Path) -> bool:
    """Tell an archive by what is in it; one that is called so is one, readable or not."""
    if path.suffix.lower() in READ_ELSEWHERE:
        return False
    named = path.suffix.lower() in (".zip", ".tar", ".tgz", ".gz")
    with path.open("rb") as file:
        start = file.read(6)
    return named or start[:2] in (b"PK", b"\x1f\x8b") or tarfile.is_tarfile(path)


def unpacked(path: Path, place: Path) -> list[Path]:
    """Unpack into an empty folder and return the files.

    Raises:
        ValueError: if it holds more than is looked at.
        OSError, zipfile.BadZipFile, ...: one of UNREADABLE, if it is damaged or locked.
    """
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            _within(len(archive.infolist()), sum(one.file_size for one in archive.infolist()))
            archive.extractall(place)  # noqa: S202 - zipfile follows no name out of the folder
    elif tarfile.is_tarfile(path):
        with tarfile.open(path) as archive:
            _within(len(members := archive.getmembers()), sum(one.size for one in members))
            archive.extractall(place, filter="data")
    else:
        name = path.name.removesuffix(".gz") or "content"
        with gzip.open(path) as file, (place / name).open("wb") as out:
            _copy(file, out)
    return sorted(p for p in place.rglob("*") if p.is_file() and not p.is_symlink())


def _copy(file: gzip.GzipFile, out: BinaryIO) -> None:
    while block := file.read(1 << 20):
        _within(1, out.tell() + len(block))
        out.write(block)


def _within(files: int, size: int) -> None:
    if files > MOST_FILES or size > MOST_BYTES:
        raise ValueError(f"{files} files of {size:,} bytes: more than is looked at")
