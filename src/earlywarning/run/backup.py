"""Everything that cannot be made again, in one encrypted file: and back from it, checked.

What is kept: the published database, what people recorded, the bytes of the sources. Encryption is
age's (X25519 and ChaCha20-Poly1305): the machine that makes backups holds the public half alone and
cannot read those of yesterday. Any `age` reads them.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from earlywarning.errors import EarlyWarningError, UsageError
from earlywarning.notify.told import told_path
from earlywarning.register import erased
from earlywarning.register.decisions.record import DECISIONS as OFFERS
from earlywarning.register.record import SOFT
from earlywarning.run.status import Backup, record_backup
from earlywarning.settings import (
    DECISIONS,
    DEFAULT_REGISTER,
    SOFT_LEDGER,
    Settings,
)
from earlywarning.warehouse.last import last_good
from earlywarning.warehouse.one_at_a_time import one_at_a_time

SUFFIX = ".tar.age"
MANIFEST = "manifest.json"
BUILDS, RAW = PurePosixPath("data/earlywarning.builds"), PurePosixPath("data/raw")
# Whom what was told already: without it a month of news would be told again.
TOLD = PurePosixPath("data/earlywarning.told.jsonl")
REGISTER = PurePosixPath(DEFAULT_REGISTER.as_posix())
LEDGERS = {SOFT_LEDGER: SOFT, DECISIONS: OFFERS}
# What stands beside a ledger: its last hash, and its texts.
BESIDE = (".head", ".texts")
Content = AbstractContextManager[tuple[int, BinaryIO]]


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written."""

    path: Path
    files: int
    bytes: int


def make_key(path: Path) -> str:
    """Write the secret half of a new key where only this account reads it; return the public half.

    Raises:
        UsageError: if something stands there already.
    """
    import pyrage

    secret = pyrage.x25519.Identity.generate()
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError as error:
        raise UsageError(f"{path}: stands there already; a key is never written over") from error
    with os.fdopen(number, "w", encoding="utf-8") as file:
        file.write(f"{secret}\n")
    return str(secret.to_public())


def back_up(settings: Settings, folder: Path, public: str) -> Made:
    """Write one encrypted file into a folder; nothing of it is ever on disk in the clear.

    It is written under another name and renamed when whole. No run goes on meanwhile.

    Raises:
        UsageError: if `public` is no key of age's.
        EarlyWarningError: if nothing was published yet, or the disk is full or fails.
    """
    import pyrage

    whose = _recipient(public)
    moment = dt.datetime.now(dt.UTC)
    final = folder / f"earlywarning-{moment:%Y-%m-%dT%H%M%SZ}{SUFFIX}"
    part = final.with_suffix(".part")
    with one_at_a_time(settings.warehouse, "backup", publishes=False):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _remove_left_behind(folder)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to:
                # Not every disk far away can lock; there, what is left behind stays.
                with suppress(OSError):
                    fcntl.flock(to, fcntl.LOCK_EX | fcntl.LOCK_NB)
                written = _encrypted(settings, moment, to, whose)
                to.flush()
                os.fsync(to.fileno())
            part.replace(final)
            tell_beside(settings.register, folder)
        except (OSError, pyrage.EncryptError) as error:
            raise EarlyWarningError(f"{final}: no backup was written: {error}") from error
        finally:
            part.unlink(missing_ok=True)
    made = Made(final, written, final.stat().st_size)
    record_backup(
        settings.warehouse,
        Backup(made_at=moment.replace(microsecond=0), file=str(final), files=made.files,
               bytes=made.bytes),
    )  # fmt: skip
    return made


def tell_beside(register: Path, folder: Path) -> None:
    """Put the list of what was erased beside the backups: it holds commitments and no word."""
    gone = erased.listed(register / erased.LIST)
    for name, family in LEDGERS.items():
        gone |= erased.erased_from(register / name, family)
    if gone:
        erased.add(folder / erased.LIST, gone)


def _remove_left_behind(folder: Path) -> None:
    """Remove the half backups of killed processes: what another installation writes is locked."""
    for path in folder.glob("earlywarning-*.part"):
        with suppress(OSError), path.open("rb+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def _recipient(public: str) -> object:
    import pyrage

    try:
        return pyrage.x25519.Recipient.from_str(public.strip())
    except pyrage.RecipientError as error:
        raise UsageError(
            "backup: the public half of a key begins with age1; `earlywarning backup key FILE` "
            "makes one"
        ) from error


def _encrypted(settings: Settings, moment: dt.datetime, to: BinaryIO, whose: object) -> int:
    """Pack in one thread and encrypt in this one; what packs wrongly fails here."""
    import pyrage

    reading, writing = os.pipe()

    def pack() -> int:
        # Where encrypting fails nobody reads on, and that failure is the one that is told.
        with suppress(BrokenPipeError), os.fdopen(writing, "wb") as pipe:
            return _packed(settings, moment, pipe)
        return 0

    with ThreadPoolExecutor(1) as pool:
        packed = pool.submit(pack)
        with os.fdopen(reading, "rb") as pipe:
            pyrage.encrypt_io(pipe, to, [whose])
        return packed.result()


def _packed(settings: Settings, moment: dt.datetime, pipe: BinaryIO) -> int:
    """Write the archive and, last, the list of all that is in it with its hashes."""
    good = last_good(settings.warehouse)
    if good is None:
        raise EarlyWarningError(f"{settings.warehouse}: nothing was published yet; nothing to keep")
    told: dict[str, str] = {}
    with tarfile.open(fileobj=pipe, mode="w|gz", format=tarfile.PAX_FORMAT) as archive:
        for name, content in _contents(settings, good.path):
            with content as (size, stream):
                told[name] = _add(archive, name, size, stream)
        manifest = {
            "made_at": moment.isoformat(timespec="seconds"),
            "as_of": good.as_of.isoformat(),
            "published": (BUILDS / good.path.name).as_posix(),
            "files": told,
        }
        text = json.dumps(manifest, indent=1).encode()
        _add(archive, MANIFEST, len(text), io.BytesIO(text))
    return len(told)


def _contents(settings: Settings, build: Path) -> Iterator[tuple[str, Content]]:
    yield (BUILDS / build.name).as_posix(), _opened(build)
    told = told_path(settings.warehouse)
    if told.exists():
        yield TOLD.as_posix(), _opened(told)
    for path in _files_below(settings.register):
        name = (REGISTER / path.relative_to(settings.register).as_posix()).as_posix()
        if path.name in LEDGERS:
            for suffix, content in _ledger(path):
                yield name + suffix, _held(content)
        elif path.suffix not in BESIDE:
            yield name, _opened(path)
    for path in _files_below(settings.raw):
        yield (RAW / path.relative_to(settings.raw).as_posix()).as_posix(), _opened(path)


def _files_below(folder: Path) -> list[Path]:
    """Return the plain files below a folder; no link is followed, and nothing half written."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
    )


def _ledger(path: Path) -> list[tuple[str, bytes]]:
    """Read a ledger and what stands beside it while nobody writes any of them."""
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        beside = [(suffix, path.with_name(path.name + suffix)) for suffix in BESIDE]
        return [("", file.read()), *((s, one.read_bytes()) for s, one in beside if one.exists())]


@contextmanager
def _opened(path: Path) -> Iterator[tuple[int, BinaryIO]]:
    with path.open("rb") as file:
        yield os.fstat(file.fileno()).st_size, file


@contextmanager
def _held(content: bytes) -> Iterator[tuple[int, BinaryIO]]:
    yield len(content), io.BytesIO(content)


class _Hashing(io.RawIOBase):
    """Reads through, and knows the hash of what was read."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.digest = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.stream.read(size)
        self.digest.update(block)
        return block


def _add(archive: tarfile.TarFile, name: str, size: int, stream: BinaryIO) -> str:
    one, through = tarfile.TarInfo(name), _Hashing(stream)
    one.size, one.mode, one.mtime = size, 0o600, int(dt.datetime.now(dt.UTC).timestamp())
    archive.addfile(one, through)
    return through.digest.hexdigest()
