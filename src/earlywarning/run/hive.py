"""Published figures as folders of Parquet for many readers: swapped whole, never half new.

The folder that readers are given is a link to the newest build. Who resolves it once reads one
build to the end: the last few are kept. Files carry the name of their build, so who goes through
the link while it is swapped is told that a file is gone, and never reads of two builds.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import shutil
from pathlib import Path

from earlywarning.definitions.tier import load_tiers
from earlywarning.disclosure.modes import ENTER, open_to_all
from earlywarning.errors import EarlyWarningError, UsageError
from earlywarning.run.export import DICTIONARY, FILES, TOLD_IN
from earlywarning.run.share import DATABASE, Wanted, audience_of
from earlywarning.warehouse.answer import Bounds, answering
from earlywarning.warehouse.connect import describe_tables
from earlywarning.warehouse.tiers import build_tier

KEPT_BUILDS = 3
BY = "time_period"


def publish_hive(wanted: Wanted, folder: Path, warehouse: Path, reference: Path) -> list[str]:
    """Write one tier's figures as a new build, make the folder a link to it, and say what is in it.

    Args:
        wanted: the tier, and whose it is.
        folder: a link that this made before, or nothing yet.
        warehouse: the published database.
        reference: says what each tier may see.

    Raises:
        UsageError: if something else stands there.
        NothingUsableError: if nothing was published.
    """
    link = Path(os.path.abspath(folder))  # noqa: PTH100 the link itself, not what it leads to
    builds = link.with_name(f".{link.name}.builds")
    ours = link.is_symlink() and link.resolve().parent == builds.resolve()
    # Also a link that leads nowhere: somebody made it, and may bring back what it led to.
    if (link.exists() or link.is_symlink()) and not ours:
        raise UsageError(f"{link}: something else stands there; --hive makes a link of its own")
    audience = audience_of(wanted, warehouse)
    name = f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}"
    aside = builds / f".{name}"
    try:
        aside.mkdir(mode=0o700, parents=True)
        build_tier(warehouse, aside / DATABASE, audience, load_tiers(reference))
        said = _written(aside / DATABASE, name)
        if audience.tier == "public":
            open_to_all(aside)
            builds.chmod(builds.stat().st_mode | ENTER)
        aside.replace(builds / name)
        _swap(link, builds / name)
    except OSError as error:
        raise EarlyWarningError(f"{link}: cannot be written: {error}") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    _thin_out(builds, name)
    return [f"{link}: {audience.tier} {audience.name}".rstrip(), *said]


def _written(database: Path, build: str) -> list[str]:
    """Write a folder per table beside the database, take that away, and say how many rows each has.

    What has a period is divided by it: who asks for one year opens no other file.
    """
    import pyarrow as pa
    from pyarrow import dataset

    said, told = [], []
    meanings = {(table, column): rest for table, _, column, *rest in describe_tables(database)}
    for name, sql in FILES.items():
        with answering(database, sql, Bounds(rows=0)) as answer:
            first, *batches = answer.batches()
            rows = pa.concat_tables([first, *(pa.Table.from_batches([one]) for one in batches)])
        by = [rows.schema.field(BY)] if BY in answer.names else []
        dataset.write_dataset(
            rows,
            database.with_name(name),
            format="parquet",
            basename_template=f"{build}-{{i}}.parquet",
            partitioning=dataset.partitioning(pa.schema(by), flavor="hive"),
        )
        said.append(f"  {name}/: {rows.num_rows:,} rows")
        source = TOLD_IN.get(name, name)
        told += [(name, column, *meanings[source, column]) for column in answer.names]
    with database.with_name(DICTIONARY).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(
            [("table", "column", "type", "meaning"), *told]
        )
    database.unlink()
    return said


def _swap(link: Path, build: Path) -> None:
    fresh = link.with_name(f".{link.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(os.path.relpath(build, link.parent))
    fresh.replace(link)


def _thin_out(builds: Path, newest: str) -> None:
    whole = sorted(one.name for one in builds.iterdir() if not one.name.startswith("."))
    for name in [one for one in whole if one != newest][: -(KEPT_BUILDS - 1)]:
        shutil.rmtree(builds / name)
