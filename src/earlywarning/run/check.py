"""Looks through folders of outputs as the tier that gets them, for what must not be there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from earlywarning.definitions.tier import TIERS, Tier, load_tiers
from earlywarning.errors import NothingUsableError, UsageError
from earlywarning.register import state
from earlywarning.register.texts import TITLE
from earlywarning.run.share import ABOUT, texts_in
from earlywarning.scan import scan
from earlywarning.scan.known import known_from
from earlywarning.scan.model import Hit, Knowledge
from earlywarning.scan.scan import outputs_in
from earlywarning.settings import reference_folder
from earlywarning.warehouse.ask import find_authority, region_of
from earlywarning.warehouse.connect import open_published, query


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; without a tier, a folder says itself whose it is, else all may see it."""

    folders: tuple[Path, ...]
    warehouse: Path | None
    register: Path | None = None
    names: Path | None = None
    tier: Tier | None = None
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, in how many files, and as which tier each folder was looked at."""

    found: list[Hit]
    files: int
    said: list[str]


def check_outputs(asked: Asked, say: Callable[[str], None] | None = None) -> Checked:
    """Scan every file of the folders.

    Raises:
        UsageError: for a folder, warehouse or name that is not there.
        NothingUsableError: if no folder holds a file that can be scanned.
    """
    texts = _texts(asked.register) if asked.register else ()
    persons = _lines(asked.names) if asked.names else ()
    found: list[Hit] = []
    said: list[str] = []
    files = 0
    with _opened(asked.warehouse) as connection:
        for folder in asked.folders:
            paths = outputs_in([folder])
            known = _known(connection, folder, asked, texts, persons)
            files += len(paths)
            said.append(f"{folder}: {len(paths)} files, as {known.tier}")
            found += scan.scan(paths, known, say)
    if not files:
        raise NothingUsableError(f"{', '.join(map(str, asked.folders))}: nothing to scan")
    return Checked(found, files, said)


def _texts(register: Path) -> tuple[str, ...]:
    """Return the texts to look for; they are shown to nobody, so no reading is recorded."""
    return tuple(texts_in(register, lambda path: state.sound_records(path)[0])["text"])


@contextmanager
def _opened(warehouse: Path | None) -> Iterator[duckdb.DuckDBPyConnection | None]:
    if warehouse is None:
        yield None
        return
    with open_published(warehouse) as connection:
        yield connection


def _known(
    connection: duckdb.DuckDBPyConnection | None,
    folder: Path,
    asked: Asked,
    texts: tuple[str, ...],
    persons: tuple[str, ...],
) -> Knowledge:
    tier, owner = whose(folder)
    tier = asked.tier or tier
    owner = asked.authority or owner
    return known_from(
        connection,
        tier,
        _own(asked.warehouse, tier, owner),
        texts=texts,
        persons=persons,
        titled=TITLE,
        tiers=load_tiers(reference_folder()),
    )


def whose(folder: Path) -> tuple[Tier, str]:
    """Return the tier and the owner that a folder names: in what is about it, or its database."""
    about = (folder if folder.is_dir() else folder.parent) / ABOUT
    if about.is_file():
        first = about.read_text(encoding="utf-8").split("\n")[0].removeprefix("earlywarning, ")
        said, _, owner = first.partition(" ")
        for tier in TIERS:
            if said == tier:
                return tier, owner
    databases = sorted(folder.rglob("*.duckdb")) if folder.is_dir() else [folder]
    for path in databases:
        told = _told_by(path)
        if told:
            return told
    return "consortium", ""


def _told_by(path: Path) -> tuple[Tier, str] | None:
    """Return the tier and owner that a tier's own database names."""
    if path.suffix != ".duckdb":
        return None
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            row = connection.execute("select tier, owner from tier_content limit 1").fetchone()
    except duckdb.Error:
        return None
    return next(((tier, str(row[1] or "")) for tier in TIERS if row and row[0] == tier), None)


def _own(warehouse: Path | None, tier: str, owner: str) -> Iterable[str]:
    """Return the authorities that a tier is about; none for the public, whose files are for all."""
    if tier not in ("authority", "region"):
        return ()
    if warehouse is None:
        # An authority's file names its owner by code.
        return (owner,) if tier == "authority" and owner else ()
    if not owner:
        raise UsageError(f"--tier {tier}: say whose outputs these are with --authority")
    _, rows = query(
        warehouse, "select old_la_code from local_authority where region = $owner", {"owner": owner}
    )
    if tier == "region" and rows:
        return [str(code) for (code,) in rows]
    code, _ = find_authority(warehouse, owner)
    return region_of(warehouse, code)[1] if tier == "region" else (code,)


def _lines(path: Path) -> tuple[str, ...]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not readable as a list of names: {error}") from error
    return tuple(line.strip() for line in text.splitlines() if line.strip())
