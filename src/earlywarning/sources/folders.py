"""Every file below some folders, as it is offered."""

from __future__ import annotations

import hashlib
from pathlib import Path

from earlywarning.errors import SourceError
from earlywarning.settings import ACCESS, ACCOUNT_EVENTS, ACCOUNTS, ERASED_LIST, RETENTION
from earlywarning.sources.boundary import refusing
from earlywarning.sources.offered import READ_SUFFIXES, Offered, printable

# Who may sign in, who did what, and what was let go: beside the ledgers, nothing for a run.
NOT_FOR_RUNS = (ACCOUNTS, ACCOUNT_EVENTS, ACCESS, RETENTION, ERASED_LIST)


def offered_files(folders: tuple[Path, ...]) -> list[Offered]:
    """Return every file below the folders once per content, in order of name.

    What is hidden (a name with a dot before it) is not offered: half files are gathered there. The
    accounts of the web form are not either. What is neither file nor folder, such as a link to a
    folder or to nothing, is refused: figures may lie behind it.
    """
    found: dict[str, Offered] = {}
    for folder in folders:
        paths = (
            [folder]
            if folder.is_file()
            else sorted(p for p in folder.rglob("*") if not _is_hidden(p, folder))
        )
        base = folder.parent if folder.is_file() else folder
        for path in paths:
            if path.is_dir() and not path.is_symlink():
                continue
            one = _offer(path, printable(path.relative_to(base).as_posix()))
            before = found.get(one.sha256)
            # The name that can be read wins: a copy called .bak must not hide the file itself.
            if before is None or (_can_be_read(path) and not _can_be_read(before.path)):
                found[one.sha256] = one
    return sorted(found.values(), key=lambda offered: offered.name)


def _offer(path: Path, name: str) -> Offered:
    """Return a file by its content; one whose bytes cannot be read is refused under its name."""
    one = Offered(path, name, hashlib.sha256(name.encode()).hexdigest())
    if not path.is_file():
        what = "a link to a folder" if path.is_dir() else "a link to nothing, or no file"
        one.refuse(SourceError(f"is {what}; put the file itself there", rule="no_file"))
        return one
    with refusing(one), path.open("rb") as file:
        one.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return one


def _can_be_read(path: Path) -> bool:
    return path.suffix.lower() in READ_SUFFIXES


def _is_hidden(path: Path, folder: Path) -> bool:
    own = path.relative_to(folder).parts
    return any(part.startswith(".") for part in own) or path.name in NOT_FOR_RUNS
