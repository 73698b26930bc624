"""What is unusual today, what each earlier look would have said, and what changed between looks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from earlywarning import handover, scoring, warehouse
from earlywarning.definitions import Definitions
from earlywarning.stages.patterning import found_on

Placed = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Look:
    """What one day showed, from what was known on it."""

    day: dt.date
    comparison: pd.DataFrame
    signals: pd.DataFrame
    patterns: pd.DataFrame

    def placed(self) -> Placed:
        """Return (authority, indicator) that could be compared."""
        newest = self.comparison[self.comparison["is_newest"]]
        told = newest[newest["position_z"].notna() | newest["movement_z"].notna()]
        return set(zip(told["old_la_code"], told["indicator"], strict=True))


def look(
    building: warehouse.Building,
    registers: duckdb.DuckDBPyConnection,
    definitions: Definitions,
    as_of: dt.date,
    nation: str,
    *,
    describe: bool = True,
) -> Look:
    """Return the comparison table, signals and patterns of one warehouse as it stands.

    `registers` holds what people and inspectors said, of which only what was known on the day is
    used: an earlier day's warehouse has none of it.
    """
    comparison = scoring.compare(
        handover.signal_input(building.connection),
        handover.neighbours_in_use(building.connection),
        handover.table(building.connection, "contaminated_period"),
        definitions.weighted(),
        definitions.policy.performance,
        describe=describe,
    )
    signals = scoring.find_signals(
        comparison, definitions.weighted(), definitions.policy.performance, as_of, nation
    )
    found = found_on(as_of, building.connection, comparison, registers, definitions)
    return Look(as_of, comparison, signals, found)


def look_back(
    registers: duckdb.DuckDBPyConnection,
    days: list[dt.date],
    definitions: Definitions,
    nation: str,
) -> list[Look]:
    """Return what each of some earlier days showed.

    Nothing later than the day enters: the warehouse of that day is built anew in memory. What is
    declared (indicators, policy) is today's.
    """
    past = warehouse.past_of(registers, definitions.pathway.series())
    out = []
    for day in days:
        building = warehouse.as_known(past, day)
        try:
            out.append(look(building, registers, definitions, day, nation, describe=False))
        finally:
            building.connection.close()
    return out


def history(looks: list[Look]) -> pd.DataFrame:
    """Return the signals of several looks below each other, with `looked_on`."""
    frames = [one.signals.assign(looked_on=one.day) for one in looks if len(one.signals)]
    if not frames:
        return pd.DataFrame(columns=["looked_on", *scoring.SIGNAL_COLUMNS])
    return pd.concat(frames, ignore_index=True)


def alerts(
    looks: list[Look],
    slips: pd.DataFrame,
    connection: duckdb.DuckDBPyConnection,
    definitions: Definitions,
) -> pd.DataFrame:
    """Return what changed between one look and the next, and how it is told."""
    placed = {one.day: one.placed() for one in looks}
    new = _first_comparable(placed)
    found = pd.concat([one.patterns.assign(looked_on=one.day) for one in looks])
    together, covered = scoring.pattern_causes(found, new, definitions)
    alone = scoring.stage_causes(history(looks), new, covered, definitions)
    causes = pd.concat([frame for frame in (together, alone) if len(frame)] or [alone])
    places = connection.execute("select old_la_code, la_name, region from local_authority").df()
    days = [one.day for one in looks]
    return scoring.find_alerts(causes, slips, days, placed, places, definitions.policy.alerts)


def _first_comparable(placed: dict[dt.date, Placed]) -> pd.DataFrame:
    """Return the look on which each indicator could first be compared for anybody."""
    seen: dict[str, dt.date] = {}
    for day in sorted(placed):
        for _, name in placed[day]:
            seen.setdefault(name, day)
    rows = [(day, name) for name, day in seen.items()]
    return pd.DataFrame(rows, columns=["looked_on", "indicator"])


def replay(
    link: Path, definitions: Definitions, since: dt.date, until: dt.date
) -> tuple[list[dt.date], pd.DataFrame]:
    """Run a published database's history and return the days looked at and what was to be said.

    The first look is on `since` itself: what stands then is not news.

    Raises:
        NothingUsableError: if nothing is published there.
    """
    with warehouse.open_published(link) as connection:
        row = connection.execute("select nation from run").fetchone()
        nation = str(row[0]) if row else "England"
        later = warehouse.release_days(connection, since, until + dt.timedelta(days=1))
        days = [since, *(day for day in later if day > since)]
        looks = look_back(connection, days, definitions, nation)
        slips = handover.slips_known(connection, until)
        return days, alerts(looks, slips, connection, definitions)
