"""Counting events of some authorities, in a database of its own that is bounded and then gone."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources

import duckdb
import numpy as np
import pandas as pd

from earlywarning.errors import UsageError
from earlywarning.period import month_end
from earlywarning.sources.annex_a.cases import LONGEST_LIFE
from earlywarning.sources.annex_a.counting import MOST_HOLIDAYS
from earlywarning.sources.annex_a.measures import COUNTS
from earlywarning.sources.events.faults import faulty, readable
from earlywarning.sources.events.layout import KINDS, Part, Refused, files_of
from earlywarning.warehouse.encryption import load_strong_library

COUNTS_COLUMNS = ("old_la_code", "what", "month", "number", "left_out")
HERE = resources.files("earlywarning.sources.events")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one database may use: memory as DuckDB writes it, threads, and where it spills to."""

    memory: str = "1GB"
    threads: int = 1
    spill: str | None = None


@dataclass(frozen=True, slots=True)
class PartCounts:
    """What a part came to; nothing of a child.

    part: with the files that were read. counts: old_la_code, what, month, number, left_out.
    """

    part: Part
    counts: pd.DataFrame
    refused: tuple[Refused, ...]


def count_part(part: Part, holidays: Sequence[dt.date], bounds: Bounds) -> PartCounts:
    """Count events of some authorities; files that cannot be read are refused, the rest counted.

    Args:
        part: whose, and their files.
        holidays: days in England on which nobody works, weekends aside.
        bounds: what it may use.

    Raises:
        UsageError: if it does not fit into them.
    """
    with opened(bounds) as connection:
        connection.register("calendar", calendar_of(holidays, part))
        try:
            return _all_of(connection, part)
        except duckdb.OutOfMemoryException as error:
            [first, *_] = str(error).splitlines()
            codes = ", ".join(place.old_la_code for place in part)
            told = f"--memory: {codes} do not fit into {bounds.memory}: {first}"
            raise UsageError(told) from error


def _all_of(connection: duckdb.DuckDBPyConnection, part: Part) -> PartCounts:
    """Count; only where that fails, or rows are bad, is it looked at which."""
    refused: list[Refused] = []
    try:
        counts = _counted(connection, part)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        part, refused = readable(connection, part)
        if not refused:
            raise
        counts = _counted(connection, part)
    if counts["left_out"].any():
        refused += faulty(connection, part)
    return PartCounts(part, counts, tuple(refused))


@contextmanager
def opened(bounds: Bounds) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory that knows the kinds of events.

    What it spills is encrypted under a key that is nowhere but in memory, and goes with it.
    """
    with tempfile.TemporaryDirectory(dir=bounds.spill, prefix="events-") as spill:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": bounds.memory,
            "threads": bounds.threads,
            "temp_directory": spill,
            "temp_file_encryption": True,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        with duckdb.connect(config=settings) as connection:
            load_strong_library(connection)
            names = ", ".join(f"'{kind}'" for kind in KINDS)
            connection.execute(f"create type event_kind as enum ({names})")
            connection.execute(_text("fault.sql").replace("$longest_life", str(LONGEST_LIFE)))
            yield connection


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _counted(connection: duckdb.DuckDBPyConnection, part: Part) -> pd.DataFrame:
    if not (files := files_of(part)):
        return pd.DataFrame({name: [] for name in COUNTS_COLUMNS})
    values = {
        "files": files,
        "assessment_days": COUNTS["assessments_45_days"].within,
        "conference_days": COUNTS["icpc_15_days"].within,
        "most_holidays": MOST_HOLIDAYS,
    }
    return connection.execute(_text("monthly.sql"), values).df()


def calendar_of(holidays: Sequence[dt.date], part: Part) -> pd.DataFrame:
    """Return each day that may matter with the working days and the unlisted years before it.

    Unlisted is a year of which no holidays are known: `unlisted_before` leaves a day's own year
    out, `unlisted` counts it.
    """
    months = [month.time_period for place in part for month in place.months]
    first, last = min(months) // 100, month_end(max(months))
    begins = dt.date(first - LONGEST_LIFE - 1, 1, 1)
    days = pd.date_range(begins, last).to_numpy(dtype="M8[D]")
    worked = np.is_busday(days, holidays=np.array(holidays, dtype="M8[D]"))
    years = days.astype("M8[Y]").astype(int) + 1970
    every = np.unique(years)
    unlisted = ~np.isin(every, [day.year for day in holidays])
    until = np.cumsum(unlisted)[years - every[0]]
    return pd.DataFrame({
        "day": days.astype("M8[s]"), "worked": np.cumsum(worked) - worked, "unlisted": until,
        "unlisted_before": until - unlisted[years - every[0]],
    })  # fmt: skip
