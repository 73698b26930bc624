"""Builds what one audience is given: its own database, its own pages, and a page about both."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from earlywarning.definitions.tier import Tier, load_tiers
from earlywarning.disclosure.modes import open_to_all
from earlywarning.errors import EarlyWarningError, UsageError
from earlywarning.hostile import tame
from earlywarning.register import access, actions, state
from earlywarning.register.record import LedgerRecord
from earlywarning.run.soft import allowed
from earlywarning.run.work import Say
from earlywarning.warehouse import encryption
from earlywarning.warehouse.ask import find_authority, region_named
from earlywarning.warehouse.connect import open_published
from earlywarning.warehouse.encryption import key_given
from earlywarning.warehouse.tiers import Audience, TierFile, build_tier

DATABASE = "earlywarning.duckdb"
ABOUT = "about.txt"
# An authority's file takes a key of its own from a file, never the one of the environment.
BY_ENVIRONMENT = ("region", "consortium")
HOLDS = {
    "public": "published figures, and what is computed from them without a score",
    "authority": "its own score, signals, offer and returns; others' published figures, and their "
    "in-year figures as they may be shared",
    "region": "its own authorities' scores, signals, offers and returns; others' published "
    "figures, and their in-year figures as they may be shared",
    "consortium": "everything",
}
LEAVES_OUT = {
    "public": "scores, signals, offers, in-year returns, peer reviews, what people said",
    "authority": "everything about others beyond that; who said something, of what kind, and the "
    "text; what was told in confidence, if anything was: it is not counted either, so that score, "
    "offer and standing here may differ from the consortium's; whether alerts were held back",
    "region": "everything about other regions beyond that; the text of what people said",
    "consortium": "nothing",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for."""

    tier: Tier
    authority: str | None = None
    region: str | None = None
    register: Path | None = None
    encrypt: bool = False
    role: str | None = None
    key_file: Path | None = None


def share(
    wanted: Wanted, folder: Path, warehouse: Path, reference: Path, *, say: Say | None = None
) -> list[str]:
    """Write a tier's folder, whole or not at all, and say what is in it.

    Pages are left out beside an encrypted database: they would hold its content in the open.

    Raises:
        UsageError: for a name that is not known, a missing key, or a folder with other things.
        NothingUsableError: if nothing was published.
    """
    tiers = load_tiers(reference)
    key = _key(wanted)
    audience = audience_of(wanted, warehouse)
    mark = _only_for(key, audience) if key else ""
    folder = folder.resolve()
    _is_free(folder, audience)
    texts = _texts(wanted, warehouse, reference)
    aside = folder.with_name(f".{folder.name}.{os.getpid()}.building")
    _remove_left_behind(folder)
    try:
        aside.mkdir(mode=0o700, parents=True)
        built = build_tier(warehouse, aside / DATABASE, audience, tiers, texts=texts, key=key)
        pages = 0 if key else _pages(aside, say)
        said = _said(audience, built, pages)
        (aside / ABOUT).write_text("\n".join([_first(audience), *said]) + "\n", encoding="utf-8")
        _private(aside, audience)
        access.note(
            "share", of=warehouse, to=_whom(audience), key=mark,
            detail=str(folder), rows=sum(built.rows.values()), role=wanted.role or "",
            sha256=access.hash_of(aside.rglob("*"), aside),
        )  # fmt: skip
        _swap(aside, folder)
    except OSError as error:
        raise EarlyWarningError(f"{folder}: cannot be written: {error}") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return [f"{folder}: {said[0]}", *said[1:]]


def _key(wanted: Wanted) -> str | None:
    if wanted.tier == "public" and (wanted.encrypt or wanted.key_file):
        raise UsageError("--encrypt, --key-file: the public's file is for everybody")
    key = encryption.key_in(wanted.key_file) if wanted.key_file else None
    if key is None and wanted.tier in BY_ENVIRONMENT:
        key = key_given()
    if wanted.encrypt and key is None:
        env = f" or set {encryption.KEY}" if wanted.tier in BY_ENVIRONMENT else ""
        raise UsageError(f"--encrypt: give --key-file{env}; nothing was written")
    return encryption.long_enough(key) if key else None


def _only_for(key: str, audience: Audience) -> str:
    """Return the mark of a key, by which the log knows it; refuse one that another was given.

    The mark is slow to make, so that the log is no help in guessing a key.
    """
    drawn = hashlib.scrypt(key.encode(), salt=b"earlywarning share", n=2**14, r=8, p=1, dklen=8)
    mark, to = drawn.hex(), _whom(audience)
    others = {line["to"] for line in access.lines() if line.get("key") == mark} - {to}
    if others:
        raise UsageError(
            f"this key was used for {', '.join(sorted(others))}: who holds it could open both; "
            "give each recipient one of its own with --key-file"
        )
    return mark


def _whom(audience: Audience) -> str:
    return f"{audience.tier} {audience.owner}".strip()


def audience_of(wanted: Wanted, warehouse: Path) -> Audience:
    """Return who a share is for.

    Raises:
        UsageError: if a name goes with another tier, is missing, or is not known.
    """
    if wanted.register and wanted.tier != "consortium":
        raise UsageError("--register: free text is in the consortium's file alone")
    for name, value in (("authority", wanted.authority), ("region", wanted.region)):
        if (value is not None) != (wanted.tier == name):
            raise UsageError(
                f"--{name} names whose file it is" if wanted.tier == name
                else f"--{name} goes with --tier {name}"
            )  # fmt: skip
    if wanted.authority is not None:
        code, name = find_authority(warehouse, wanted.authority)
        return Audience("authority", code, name, (code,))
    if wanted.region is not None:
        region, codes = region_named(warehouse, wanted.region)
        return Audience("region", region, region, codes)
    return Audience(wanted.tier)


LEDGER_SUFFIX = ".jsonl"


def _texts(wanted: Wanted, warehouse: Path, reference: Path) -> pd.DataFrame | None:
    """Return the texts of the register that was named; of a ledger, the reading is recorded."""
    if wanted.register is None:
        return None
    words = allowed(reference, warehouse)
    return texts_in(wanted.register, lambda path: actions.read_all(path, wanted.role or "", words))


def texts_in(path: Path, read: Callable[[Path], list[LedgerRecord]]) -> pd.DataFrame:
    """Return item and text of a ledger, by the way it is to be read, or of a register.

    Raises:
        UsageError: if it is neither, or the role that is given may not read a ledger.
        SourceError: if the ledger's chain is broken.
    """
    if path.suffix == LEDGER_SUFFIX:
        return state.texts(read(path))
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise UsageError(f"{path}: not readable as a register: {error}") from error
    lacking = [name for name in ("item", "text") if name not in frame.columns]
    if lacking:
        raise UsageError(f"{path}: a register has the columns item and text; no {lacking[0]}")
    return frame.loc[frame["text"] != "", ["item", "text"]].drop_duplicates("item", keep="last")


def _is_free(folder: Path, audience: Audience) -> None:
    """Refuse a folder with anything but an earlier share for the same audience."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(f"{folder}: a file stands there; give a folder")
    about = folder / ABOUT
    first = about.read_text(encoding="utf-8").split("\n")[0] if about.is_file() else ""
    if any(folder.iterdir()) and first != _first(audience):
        raise UsageError(
            f"{folder}: holds {first or 'other things'}; give an empty folder, so that nothing of "
            "another tier is handed on"
        )


def _first(audience: Audience) -> str:
    return f"earlywarning, {_whom(audience)}"


def _pages(folder: Path, say: Say | None) -> int:
    from earlywarning.reports.site import write_site

    with open_published(folder / DATABASE) as connection:
        return len(write_site(connection, folder, progress=say))


def _said(audience: Audience, built: TierFile, pages: int) -> list[str]:
    """Return what is in a folder, by names within it: where it stood is nobody's business."""
    rows = {table: many for table, many in built.rows.items() if many}
    empty = sorted(set(built.rows) - set(rows))
    whose = f" {tame(audience.name)} ({audience.owner})" if audience.tier == "authority" else ""
    whose = f" {audience.name}" if audience.tier == "region" else whose
    lines = [
        f"{audience.tier}{whose}: {DATABASE} with {sum(rows.values()):,} rows in "
        f"{len(rows)} tables, {pages} pages and papers",
        f"holds: {HOLDS[audience.tier]}",
        f"leaves out: {LEAVES_OUT[audience.tier]}",
    ]
    if empty and audience.tier != "consortium":
        lines.append(f"empty tables: {', '.join(empty)}")
    if audience.tier == "consortium":
        lines.append(f"free text: {built.texts:,} entries (from --register)")
    if built.is_encrypted:
        how = f"{encryption.KEY} or {encryption.KEY_FILE} set"
        lines.append(f"encrypted: open it with {how}; pages would not be, so none")
    return lines


def _private(folder: Path, audience: Audience) -> None:
    """Keep other accounts of this machine out of all but the public's folder."""
    if audience.tier == "public":
        open_to_all(folder)
    else:
        (folder / DATABASE).chmod(0o600)


def _swap(aside: Path, folder: Path) -> None:
    """Put the new folder where the old one stood, and remove the old one."""
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old.building")
    if folder.exists():
        folder.replace(old)
    aside.replace(folder)
    shutil.rmtree(old, ignore_errors=True)


def _remove_left_behind(folder: Path) -> None:
    """Remove what killed processes left: it holds what its tier holds."""
    for path in folder.parent.glob(f".{folder.name}.*.building"):
        number = path.name.removeprefix(f".{folder.name}.").split(".")[0]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            shutil.rmtree(path, ignore_errors=True)
