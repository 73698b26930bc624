"""Who opened, asked, searched and handed on what, to whom, and the hash of what went out."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import pwd
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from earlywarning.register.lines import AT, add_line, lines_of
from earlywarning.settings import ACCESS, register_folder

LONGEST = 2000


def note(
    what: str, *, of: Path | str = "", to: str = "", detail: str = "", rows: int | None = None,
    sha256: str = "", role: str = "", key: str = "",
) -> None:  # fmt: skip
    """Add a line to the register's access log.

    Args:
        what: the act, as the command is called.
        of: what was read.
        to: whom it is for: a tier and its owner, or the file it went to.
        detail: the statement, or what was looked at.
        rows: how many went out.
        sha256: the hash of what went out.
        role: as it was given, where a command asks for one.
        key: the mark of the key by which it is encrypted.

    Raises:
        EarlyWarningError: if it cannot be written; then nothing should go out.
    """
    line = {
        "at": dt.datetime.now(dt.UTC).strftime(AT), "account": _account(), "role": role,
        "what": what, "of": str(of), "to": to, "detail": detail[:LONGEST], "rows": rows,
        "sha256": sha256, "key": key,
    }  # fmt: skip
    add_line(register_folder() / ACCESS, line)


def lines() -> list[dict[str, Any]]:
    """Return what is in the register's access log, oldest first."""
    return lines_of(register_folder() / ACCESS)


def _account() -> str:
    """Return the account of the machine; the environment could claim any."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def hash_of(paths: Iterable[Path], base: Path | None = None) -> str:
    """Return one hash over files: of a single file its own, else over their names and hashes.

    `sha256sum` of each file, in order of its name below `base`, gives it again.
    """
    files = sorted({path for path in paths if path.is_file()})
    if len(files) == 1 and base is None:
        return _sha256(files[0])
    names = [path.relative_to(base).as_posix() if base else str(path) for path in files]
    told = "".join(f"{_sha256(p)}  {name}\n" for p, name in zip(files, names, strict=True))
    return hashlib.sha256(told.encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
