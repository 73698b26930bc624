"""The pages of what is published: written once for each build, and again where one was touched."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb

from earlywarning.definitions.loader import load_definitions
from earlywarning.errors import EarlyWarningError
from earlywarning.run.work import own_version
from earlywarning.settings import reference_folder
from earlywarning.warehouse.connect import open_published

# In the folder of pages: of what they tell, and how every file was left.
WRITTEN = ".written.json"


def write_reports(
    warehouse: Path, folder: Path, say: Callable[[str], None], only: list[str] | None = None
) -> list[Path]:
    """Write all that people read from the published database; return the paths, the index first.

    Where the folder tells just this build already, and no file of it was touched, it stays.
    """
    from earlywarning.reports.aside import written_aside
    from earlywarning.reports.site import write_site

    source = _source(warehouse)
    before = _as_written(folder, source) if only is None else None
    if before is not None:
        say("nothing new: the pages tell of this build already")
        return [folder / name for name in before]
    with open_published(warehouse) as connection, written_aside(folder) as aside:
        (aside / WRITTEN).unlink(missing_ok=True)
        try:
            written = write_site(connection, aside, only=only, progress=partial(_named, say))
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            _require_own_version(connection, warehouse, error)
            raise
        names = [path.relative_to(aside).as_posix() for path in written]
        if only is None:
            told = {"source": source, "files": _files(aside), "written": names}
            (aside / WRITTEN).write_text(json.dumps(told), encoding="utf-8")
    return [folder / name for name in names]


def _as_written(folder: Path, source: str) -> list[str] | None:
    """Return what was written, if it was of this source and stands as it was left."""
    try:
        told = json.loads((folder / WRITTEN).read_text(encoding="utf-8"))
        same = told["source"] == source and told["files"] == _files(folder)
        return list(told["written"]) if same else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _source(warehouse: Path) -> str:
    """Return which file pages are made of, as it stands, by which program and definitions."""
    path = warehouse.resolve()
    if not path.is_file():
        return ""
    about = path.stat()
    declared = load_definitions(reference_folder()).sha256
    return f"{path.name} {about.st_size} {about.st_mtime_ns} {own_version()} {declared}"


def _files(folder: Path) -> str:
    """Return every file with its size and time, as one name."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path != folder / WRITTEN:
            about = path.stat()
            line = f"{path.relative_to(folder)} {about.st_size} {about.st_mtime_ns}\n"
            digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _named(say: Callable[[str], None], name: str) -> None:
    say(f"  {name}")


def _require_own_version(
    connection: duckdb.DuckDBPyConnection, warehouse: Path, error: Exception
) -> None:
    """Tell of a file that an older version published; of one of ours it is a fault of the program.

    Raises:
        EarlyWarningError: if another version published it.
    """
    row = connection.execute("select package_version from run").fetchone()
    version = str(row[0]) if row else "no version"
    if version != own_version():
        [first, *_] = str(error).splitlines()
        raise EarlyWarningError(
            f"{warehouse}: published by {version}, which knows less than these pages tell "
            f"({first}); `earlywarning run` publishes it anew"
        ) from error
