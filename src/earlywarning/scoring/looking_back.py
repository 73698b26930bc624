"""What earlier days showed, from what was known on each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.scoring.figures import Figures, Worked, figures_of, knowledge
from earlywarning.scoring.inputs import slips_known
from earlywarning.scoring.looks import alerted, alerts, look
from earlywarning.scoring.seen import KeptLooks, Seen, said_of
from earlywarning.warehouse.build import Building
from earlywarning.warehouse.cache import Cache
from earlywarning.warehouse.connect import open_published
from earlywarning.warehouse.known import (
    copied,
    hold_against_others,
    past_of,
    release_days,
    work_out_values,
)


class Day(NamedTuple):
    """A day to look at: its warehouse up to the benchmarks, or what it showed if that was kept.

    known: what is known of each indicator; new: those that no day before knew so.
    """

    day: dt.date
    building: Building
    key: str
    seen: Seen | None
    known: dict[str, str]
    new: list[str]


def look_back(
    registers: duckdb.DuckDBPyConnection,
    days: list[dt.date],
    definitions: Definitions,
    nation: str,
    slips: pd.DataFrame | None = None,
    cache: Cache | None = None,
    worked: Worked | None = None,
    rests_on: str = "",
) -> list[Seen]:
    """Return what each of some earlier days showed, from the cache where it was seen before.

    Nothing later than the day enters: the warehouse of that day is built anew in memory, while the
    day before it is looked at. What is declared (indicators, policy) is today's. `worked` holds
    what figures came to when the same files were looked back at before. `rests_on` stands for what
    the figures of the registers' build rest on: with it a day is known without its warehouse.
    """
    told = {day: (nation, alerted(slips, day)) for day in days}
    # Here and not beside: a second connection would see another schema than this one may.
    said = said_of(registers, definitions, told) if cache else {}
    kept = KeptLooks(cache, definitions, said, rests_on) if cache else None
    seen = kept.at_hand() if kept else {}
    left, worked = [day for day in days if day not in seen], worked or Worked()
    for one in _begun_days(registers, left, definitions, kept, worked):
        try:
            seen[one.day] = one.seen or _seen(one, registers, definitions, nation, slips, worked)
        finally:
            one.building.connection.close()
        if kept is not None:
            kept.keep(one.key, seen[one.day], is_new=one.seen is None)
    return [seen[day] for day in days]


def _begun_days(
    registers: duckdb.DuckDBPyConnection,
    days: list[dt.date],
    definitions: Definitions,
    kept: KeptLooks | None,
    worked: Worked,
) -> Iterator[Day]:
    """Return each day's warehouse, the next one being laid out beside what is done with it."""
    if not days:
        return
    past = past_of(registers, definitions.pathway.series())

    def begun(day: dt.date) -> Day:
        return _begun(day, copied(past, day), definitions, kept, worked)

    yield from _one_ahead(begun, days)


def _one_ahead(call: Callable[[dt.date], Day], days: list[dt.date]) -> Iterator[Day]:
    """Return what a call makes of each day, working on one day more than was asked for."""
    with ThreadPoolExecutor(1) as thread:
        coming = [thread.submit(call, day) for day in days[:1]]
        for after in days[1:]:
            ready = coming.pop().result()
            coming.append(thread.submit(call, after))
            yield ready
        yield from (last.result() for last in coming)


def _begun(
    day: dt.date,
    building: Building,
    definitions: Definitions,
    kept: KeptLooks | None,
    worked: Worked,
) -> Day:
    key = kept.key_of(building, day) if kept else ""
    seen = kept.recalled(key, day) if kept else None
    if seen is not None:
        return Day(day, building, key, seen, {}, [])
    work_out_values(building)
    return Day(day, building, key, seen, *begun_figures(building, definitions, worked))


def begun_figures(
    building: Building, definitions: Definitions, worked: Worked
) -> tuple[dict[str, str], list[str]]:
    """Hold against others what is new; return what is known of each indicator, and the new ones."""
    known = knowledge(building.connection)
    new = worked.claim(known)
    # A newest period that few have yet is told by the one before it, and that by its own past.
    hold_against_others(building, definitions.policy.performance.periods_compared + 2, new)
    return known, new


def _seen(
    one: Day,
    registers: duckdb.DuckDBPyConnection,
    definitions: Definitions,
    nation: str,
    slips: pd.DataFrame | None,
    worked: Worked,
) -> Seen:
    connection = one.building.connection
    figures = finished_figures(connection, registers, definitions, worked, (one.known, one.new))
    told = (one.building, registers, definitions, one.day, nation, slips)
    pathway = worked.pathways.get(one.day)
    shown = look(*told, whole=False, figures=figures, pathway=pathway)
    worked.pathways[one.day] = shown.pathway
    return shown.seen()


def finished_figures(
    connection: duckdb.DuckDBPyConnection,
    registers: duckdb.DuckDBPyConnection,
    definitions: Definitions,
    worked: Worked,
    begun: tuple[dict[str, str], list[str]],
) -> Figures:
    """Work out what `begun_figures` told as new, and return it among all that is known."""
    known, names = begun
    without = known.keys() - names
    new = figures_of(connection, registers, definitions, describe=False, without=without)
    return worked.with_new(known, names, new, definitions)


def replay(
    warehouse: Path, definitions: Definitions, since: dt.date, until: dt.date
) -> tuple[list[dt.date], pd.DataFrame]:
    """Run a published database's history and return the days looked at and what was to be said.

    The first look is on `since` itself: what stands then is not news.

    Raises:
        NothingUsableError: if nothing is published there.
    """
    with open_published(warehouse) as connection:
        row = connection.execute("select nation from run").fetchone()
        nation = str(row[0]) if row else "England"
        later = release_days(connection, since, until + dt.timedelta(days=1))
        days = [since, *(day for day in later if day > since)]
        looks = look_back(connection, days, definitions, nation)
        slips = slips_known(connection, until)
        return days, alerts(looks, slips, connection, definitions)
