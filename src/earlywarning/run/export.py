"""Published figures as files for other tools: a star of tables, long open data, a dictionary.

All is read from the tier's own database, so no file can say more than that does.
"""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

from earlywarning.definitions.tier import load_tiers
from earlywarning.disclosure.modes import open_to_all
from earlywarning.errors import EarlyWarningError, UsageError
from earlywarning.run.share import DATABASE, Wanted, audience_of
from earlywarning.warehouse.answer import Bounds, answering
from earlywarning.warehouse.answer_files import write_answer
from earlywarning.warehouse.connect import describe_tables, query
from earlywarning.warehouse.tiers import build_tier

# The star: what figures are about, and figures with no more than keys and numbers; and last, one
# table with everything in it, for tools that join badly.
FILES = {
    "authority": "select * from local_authority order by old_la_code",
    "indicator": "select * from indicator order by indicator",
    "period": "select distinct indicator, time_period, period_end from figure order by all",
    "figure": """
        select indicator, old_la_code, time_period, is_newest, value, numerator, denominator,
               lower, upper, why_missing, marker, joint_with, basis, known_from, known_basis,
               release_day
        from figure order by indicator, old_la_code, time_period""",
    "benchmark": "select * from benchmark order by all",
    "neighbour": "select * from neighbour order by all",
    "open_data": "select * from figure order by indicator, la_name, time_period",
}
# Where the columns of a file are told, if that is not the table of its name.
TOLD_IN = {"authority": "local_authority", "period": "figure", "open_data": "figure"}
DICTIONARY = "dictionary.csv"


def export(wanted: Wanted, form: str, folder: Path, warehouse: Path, reference: Path) -> list[str]:
    """Write one tier's figures into a new or empty folder, whole or not at all; say what is in it.

    Args:
        wanted: the tier, and whose it is.
        form: parquet, csv, or duckdb (the tier's whole database).
        folder: where to.
        warehouse: the published database.
        reference: says what each tier may see.

    Raises:
        UsageError: for a folder with other things, or a name that is not known.
        NothingUsableError: if nothing was published.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: not empty; give a new folder, so that nothing is mixed")
    audience = audience_of(wanted, warehouse)
    aside = folder.with_name(f".{folder.name}.{os.getpid()}.building")
    try:
        aside.mkdir(mode=0o700, parents=True)
        database = aside / DATABASE
        build_tier(warehouse, database, audience, load_tiers(reference))
        said = [f"{folder}: {audience.tier} {audience.name}".rstrip()]
        said += _database_only() if form == "duckdb" else _files(database, form)
        if audience.tier == "public":
            open_to_all(aside)
        if folder.exists():
            folder.rmdir()
        aside.replace(folder)
    except OSError as error:
        raise EarlyWarningError(f"{folder}: cannot be written: {error}") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return said


def _database_only() -> list[str]:
    return [f"  {DATABASE}: every table that the tier may see, with its views and macros"]


def _files(database: Path, form: str) -> list[str]:
    """Write the files beside the database, take that away, and say how many rows each has."""
    said, told = [], []
    meanings = {(table, column): rest for table, _, column, *rest in describe_tables(database)}
    for name, sql in FILES.items():
        path = database.with_name(f"{name}.{form}")
        with answering(database, sql, Bounds()) as answer, path.open("wb") as out:
            write_answer(answer, form, out)
        [(many,)] = query(database, f"select count(*) from ({sql})")[1]  # noqa: S608
        said.append(f"  {path.name}: {many:,} rows")
        source = TOLD_IN.get(name, name)
        told += [(path.name, column, *meanings[source, column]) for column in answer.names]
    with database.with_name(DICTIONARY).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(
            [("file", "column", "type", "meaning"), *told]
        )
    database.unlink()
    return [*said, f"  {DICTIONARY}: the meaning of {len(told)} columns"]
