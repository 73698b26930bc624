"""Back from a backup, every file checked; and back to a build that was kept."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
from dataclasses import dataclass, replace
from pathlib import Path

from earlywarning.errors import EarlyWarningError, SourceError, UsageError
from earlywarning.register import erased
from earlywarning.register.record import Family
from earlywarning.run.backup import LEDGERS, MANIFEST, REGISTER
from earlywarning.run.remains import build_holds
from earlywarning.settings import DEFAULT_REGISTER, DEFAULT_WAREHOUSE, Settings, register_folder
from earlywarning.warehouse.one_at_a_time import one_at_a_time


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back from a backup; files: each was checked against its hash.

    erased_again: of each ledger, how many records lost texts that had been erased since.
    published: false where the build held such a text and was left out. lists: how many lists of
    what was erased were there to go by.
    """

    folder: Path
    made_at: str
    as_of: str
    files: int
    erased_again: dict[str, int]
    published: bool
    lists: int


def restore(backup: Path, key: Path, folder: Path, lists: tuple[Path, ...] = ()) -> Restored:
    """Unpack a backup into a folder that holds none of it yet; every file is checked by its hash.

    Texts that were erased since are taken out again before anything is put in its place: by the
    lists that are given, the one beside the backup, and that of the register in use.

    Raises:
        UsageError: if the key does not fit, or the folder holds data already.
        SourceError: if the backup is cut or changed; the folder is as it was.
        EarlyWarningError: if the disk is full or fails.
    """
    for there in (DEFAULT_WAREHOUSE, DEFAULT_REGISTER):
        if (folder / there).is_symlink() or (folder / there).exists():
            raise UsageError(
                f"{folder / there}: stands there already; restore into a folder without data"
            )
    aside = folder / ".restoring"
    # What a killed one left there may hold a text that was erased.
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir(parents=True, mode=0o700)
        known = _lists(backup, lists)
        gone = {seal: by for path in known for seal, by in erased.listed(path).items()}
        manifest = _unpacked(backup, key, aside)
        again, build = _erase_again(aside, gone, str(manifest["published"]))
        done = _put_in_place(aside, folder, manifest, again, build)
        return replace(done, lists=len(known))
    except OSError as error:
        raise EarlyWarningError(f"{folder}: nothing was restored: {error}") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _lists(backup: Path, lists: tuple[Path, ...]) -> list[Path]:
    """Return the lists of what was erased that are there to go by.

    Raises:
        UsageError: if a list that was named is not there.
    """
    for path in lists:
        if not path.is_file():
            raise UsageError(f"{path}: no such list of what was erased")
    known = (*lists, backup.with_name(erased.LIST), register_folder() / erased.LIST)
    return [path for path in known if path.is_file()]


def _erase_again(
    aside: Path, gone: dict[str, str], published: str
) -> tuple[dict[str, int], str]:  # fmt: skip
    """Erase in what was unpacked; return how many records of which ledger, and the build to show.

    A build that holds such a text is removed: rows that are deleted stay in the pages of a file.
    """
    again, build = dict[str, int](), published
    for name, family in _ledgers_in(aside).items():
        ledger = aside / REGISTER / name
        texts = [one.text for one in erased.still_there(ledger, gone)]
        numbers = erased.erase_again(ledger, gone, family)
        if numbers:
            again[name] = len(numbers)
            erased.add(erased.list_beside(ledger), gone)
        if build and build_holds(aside / build, texts):
            (aside / build).unlink()
            build = ""
    return again, build


def _ledgers_in(aside: Path) -> dict[str, Family]:
    return {n: family for n, family in LEDGERS.items() if (aside / REGISTER / n).exists()}


def _unpacked(backup: Path, key: Path, aside: Path) -> dict[str, object]:
    import pyrage

    secret = _identity(key)
    plain = aside / "archive"
    try:
        with (
            backup.open("rb") as reading,
            os.fdopen(os.open(plain, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing,
        ):
            pyrage.decrypt_io(reading, writing, [secret])
        with tarfile.open(plain, "r:gz") as archive:
            archive.extractall(aside, filter="data")
        manifest: dict[str, object] = json.loads((aside / MANIFEST).read_text(encoding="utf-8"))
    except pyrage.DecryptError as error:
        raise UsageError(f"{backup}: not for this key, or not a whole backup: {error}") from error
    except OSError as error:
        if error.errno is None:  # what age says of a block that is not whole
            raise UsageError(f"{backup}: not a whole backup: {error}") from error
        raise
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise SourceError(f"{backup}: cannot be unpacked: {error}", rule="backup") from error
    plain.unlink()
    _check(backup, aside, manifest)
    return manifest


def _identity(key: Path) -> object:
    import pyrage

    lines = key.read_text(encoding="utf-8").splitlines()
    secret = next((one for one in lines if one.startswith("AGE-SECRET-KEY-")), "")
    try:
        return pyrage.x25519.Identity.from_str(secret)
    except pyrage.IdentityError as error:
        raise UsageError(f"{key}: holds no secret half of a key") from error


def _check(backup: Path, aside: Path, manifest: dict[str, object]) -> None:
    files = manifest["files"]
    assert isinstance(files, dict)
    for name, expected in files.items():
        path = aside / name
        if not path.is_file() or _sha256(path) != expected:
            raise SourceError(f"{backup}: {name} is missing or is not what was kept", rule="backup")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put_in_place(
    aside: Path, folder: Path, manifest: dict[str, object], again: dict[str, int], build: str
) -> Restored:
    files = manifest["files"]
    assert isinstance(files, dict)
    (aside / MANIFEST).unlink()
    for path in sorted(one for one in aside.rglob("*") if one.is_file()):
        target = folder / path.relative_to(aside)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.replace(target)
    if build:
        link = folder / DEFAULT_WAREHOUSE
        link.symlink_to(os.path.relpath(folder / build, link.parent))
    made_at, as_of = str(manifest["made_at"]), str(manifest["as_of"])
    return Restored(folder, made_at, as_of, len(files), again, bool(build), 0)


def roll_back(settings: Settings, build: str = "") -> Path:
    """Let readers have a kept build again: the one before the published, or the one named.

    Raises:
        UsageError: if no such build is kept, naming those that are.
    """
    with one_at_a_time(settings.warehouse, "rollback"):
        found = (one.resolve() for one in settings.builds.glob("*.duckdb"))
        kept = sorted(found, key=lambda one: one.stat().st_mtime_ns)
        now = settings.warehouse.resolve()
        names = [one.name for one in kept if one != now]
        wanted = [one for one in kept if one != now and (one.name == build if build else True)]
        if not build and now in kept:
            wanted = [one for one in kept if one.stat().st_mtime_ns < now.stat().st_mtime_ns]
        if not wanted:
            raise UsageError(f"no such build is kept; there are: {', '.join(names) or 'none'}")
        fresh = settings.warehouse.with_name(f".{settings.warehouse.name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.path.relpath(wanted[-1], settings.warehouse.parent.resolve()))
        fresh.replace(settings.warehouse)
        return wanted[-1]
