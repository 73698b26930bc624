"""Which accounts of the machine may read what was written: by default its own alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

READ, ENTER = 0o444, 0o555


def open_to_all(folder: Path, paths: Iterable[Path] | None = None) -> None:
    """Let every account read the public's files: those given below a folder, or all that it holds.

    Everything else is written for the program's own account (umask 077).
    """
    for path in folder.rglob("*") if paths is None else paths:
        above = [one for one in path.parents if one.is_relative_to(folder)]
        for one in (path, *above):
            one.chmod(one.stat().st_mode | (ENTER if one.is_dir() else READ))
