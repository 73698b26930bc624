"""Make a finished build the one that readers open, in one step that cannot be seen half done."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from earlywarning.errors import EarlyWarningError
from earlywarning.warehouse.build import Building, comment
from earlywarning.warehouse.views import add_views

KEPT_BUILDS = 6


def publish(building: Building, warehouse: Path, name: str, *, keep_all: bool = False) -> Path:
    """Comment the tables, add the views, close the build, give it its name and swap the link to it.

    A reader that has the old file open keeps it; the next to open the link gets the new one.

    Raises:
        EarlyWarningError: if a plain file stands where the link belongs.
    """
    if warehouse.exists() and not warehouse.is_symlink():
        raise EarlyWarningError(f"{warehouse}: a file stands where the link belongs; move it away")
    comment(building.connection)
    add_views(building.connection)
    building.connection.execute("checkpoint")
    building.close()
    final = building.path.with_name(f"{name}.duckdb")
    with building.path.open("rb") as file:
        os.fsync(file.fileno())
    building.path.replace(final)
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    fresh = warehouse.with_name(f".{warehouse.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(os.path.relpath(final, warehouse.parent))
    fresh.replace(warehouse)
    if not keep_all:
        _thin_out(final)
    return final


def _thin_out(newest: Path) -> None:
    """Keep the last few builds for comparison and rollback."""
    builds = sorted(newest.parent.glob("*.duckdb"), key=lambda path: path.stat().st_mtime_ns)
    for path in builds[:-KEPT_BUILDS]:
        if path != newest:
            path.unlink()


def last_run(warehouse: Path) -> str | None:
    """Return the identifier of the published run, or None where there is none."""
    if not warehouse.exists():
        return None
    try:
        with duckdb.connect(str(warehouse.resolve()), read_only=True) as connection:
            found = connection.execute("select run from run").fetchone()
    except duckdb.Error as error:
        raise EarlyWarningError(f"{warehouse}: not a warehouse of ours: {error}") from error
    return str(found[0]) if found else None
