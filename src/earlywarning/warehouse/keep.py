"""Keep the bytes of every file that was accepted: the last good one stands when a new one fails."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def keep_bytes(raw: Path, source: str, period: str, published: str, path: Path) -> bool:
    """Copy a file under its source, period and day; return whether it was new.

    The copy is written aside and moved into place, so that a killed run leaves no half file.
    """
    name = path.name.split("__")[-1]
    target = raw / source / f"{period}__{published}__{name}"
    if target.exists() and target.read_bytes() == path.read_bytes():
        return False
    if target.exists():
        target = target.with_name(f"{period}__{published}__{_stamp(path)}__{name}")
        if target.exists():
            return False
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.copyfile(path, aside)
    aside.replace(target)
    return True


def _stamp(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
