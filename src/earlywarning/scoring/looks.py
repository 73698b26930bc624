"""What is unusual today, what each earlier look would have said, and what changed between looks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.policy import Policy
from earlywarning.scoring.alerts import find_alerts
from earlywarning.scoring.bands import held_bands
from earlywarning.scoring.blend import score_all
from earlywarning.scoring.causes import pattern_causes, stage_causes
from earlywarning.scoring.comparing.compare import compare
from earlywarning.scoring.evidence import Evidence
from earlywarning.scoring.found import found_on
from earlywarning.scoring.improved import improved_of
from earlywarning.scoring.inputs import (
    all_doubtful,
    neighbours_in_use,
    newest_day,
    open_authorities,
    refused_series,
    signal_input,
    slips_known,
)
from earlywarning.scoring.journey import journeys
from earlywarning.scoring.keys import judged_worse
from earlywarning.scoring.levels import levels_of
from earlywarning.scoring.seen import PLACED, Placed, Seen, keep, key_of, recalled
from earlywarning.scoring.signals import COLUMNS as SIGNAL_COLUMNS
from earlywarning.scoring.signals import find_signals
from earlywarning.scoring.soft import weigh
from earlywarning.scoring.vital import vital_signs
from earlywarning.tables.read import table
from earlywarning.warehouse.build import Building
from earlywarning.warehouse.cache import Cache
from earlywarning.warehouse.connect import open_published
from earlywarning.warehouse.gaps import missing
from earlywarning.warehouse.known import copied, past_of, release_days, work_out


@dataclass(frozen=True, slots=True)
class Look:
    """What one day showed, from what was known on it."""

    day: dt.date
    comparison: pd.DataFrame
    signals: pd.DataFrame
    patterns: pd.DataFrame
    scores: pd.DataFrame
    contributions: pd.DataFrame
    level: pd.DataFrame
    level_spread: pd.DataFrame
    improved: pd.DataFrame
    evidence: Evidence

    def seen(self) -> Seen:
        """Return what is kept of it for later days."""
        newest = self.comparison[self.comparison["is_newest"].astype(bool)]
        told = newest[newest["position_z"].notna() | newest["movement_z"].notna()]
        placed = set(zip(*(told[name] for name in PLACED), strict=True))
        return Seen(self.day, self.signals, self.patterns, self.scores, placed)


def look(
    building: Building,
    registers: duckdb.DuckDBPyConnection,
    definitions: Definitions,
    as_of: dt.date,
    nation: str,
    slips: pd.DataFrame | None = None,
    *,
    whole: bool = True,
) -> Look:
    """Return the comparison table, signals, patterns and scores of one warehouse as it stands.

    `registers` holds what people and inspectors said and what was found doubtful, of which only
    what was known on the day is used: an earlier day's warehouse has none of it. `slips` are the
    alerts of the front-door watch, whenever they were raised. `whole` describes trends, which
    nobody asks of an earlier day.
    """
    connection = building.connection
    values, neighbours = signal_input(connection), neighbours_in_use(connection)
    marked = table(connection, "contaminated_period")
    comparison = compare(
        values, neighbours, marked, definitions.weighted(), definitions.policy.performance,
        describe=whole,
    )  # fmt: skip
    signals = find_signals(
        comparison, definitions.weighted(), definitions.policy.performance, as_of, nation
    )
    found = found_on(as_of, building.connection, comparison, registers, definitions)
    level, spread = levels_of(
        values, neighbours, marked, open_authorities(building.connection), definitions,
        refused_series(registers, definitions),
    )  # fmt: skip
    better = improved_of(level, values, definitions)
    vital = vital_signs(comparison, level, definitions, as_of, nation)
    evidence = _evidence(building, registers, definitions, as_of, vital, slips)
    scored = score_all(evidence, definitions, whole=whole)
    return Look(as_of, comparison, signals, found, *scored, level, spread, better, evidence)


def compared(building: Building, definitions: Definitions, *, describe: bool) -> pd.DataFrame:
    """Return the comparison table of one warehouse as it stands."""
    return compare(
        signal_input(building.connection),
        neighbours_in_use(building.connection),
        table(building.connection, "contaminated_period"),
        definitions.weighted(),
        definitions.policy.performance,
        describe=describe,
    )


def _evidence(
    building: Building,
    registers: duckdb.DuckDBPyConnection,
    definitions: Definitions,
    as_of: dt.date,
    vital: pd.DataFrame,
    slips: pd.DataFrame | None,
) -> Evidence:
    items = table(registers, "soft_item")
    return Evidence(
        authorities=open_authorities(building.connection),
        soft_items=weigh(items, definitions.soft_flags, definitions.policy, as_of),
        soft_loaded=not items.empty,
        peer_reviews=table(registers, "peer_review"),
        doubtful=all_doubtful(registers, as_of, definitions),
        missing=missing(building.connection),
        newest=newest_day(building.connection),
        as_of=as_of,
        vital=vital,
        alerted=_alerted(slips, as_of),
        judged=_judged(registers, as_of, definitions),
    )


def _alerted(slips: pd.DataFrame | None, as_of: dt.date) -> frozenset[str]:
    """Return who had an alert of the watch that was known on the day and had not ended."""
    if slips is None or slips.empty:
        return frozenset()
    return frozenset(
        str(code)
        for code, known, ended in zip(
            *(slips[name] for name in ("old_la_code", "known_on", "ended_known_on")), strict=True
        )
        if day_of(known) <= as_of and (pd.isna(ended) or day_of(ended) > as_of)
    )


def day_of(day: Any) -> dt.date:
    """Return a day, whether it came as a time or as a day."""
    return day.date() if isinstance(day, dt.datetime) else day


def _judged(
    registers: duckdb.DuckDBPyConnection, as_of: dt.date, definitions: Definitions
) -> frozenset[str]:
    stages = journeys(table(registers, "inspection"), definitions.journey, as_of)
    months = definitions.policy.keys.judged_months
    worse = judged_worse(stages, list(definitions.journey.stages), months, as_of)
    # A later report that was refused reassures nobody; what can be read of it counts.
    unread = table(registers, "unread_report")
    lowest = unread[unread["grade"] == next(iter(definitions.journey.stages.values())).grade]
    told = zip(lowest["old_la_code"], lowest["day"], strict=True)
    return frozenset(worse | {str(code) for code, day in told if day and day_of(day) <= as_of})


def look_back(
    registers: duckdb.DuckDBPyConnection,
    days: list[dt.date],
    definitions: Definitions,
    nation: str,
    slips: pd.DataFrame | None = None,
    cache: Cache | None = None,
) -> list[Seen]:
    """Return what each of some earlier days showed, from the cache where it was seen before.

    Nothing later than the day enters: the warehouse of that day is built anew in memory. What is
    declared (indicators, policy) is today's.
    """
    past = past_of(registers, definitions.pathway.series())
    out = []
    for day in days:
        building = copied(past, day)
        try:
            out.append(_seen_on(day, building, registers, definitions, nation, slips, cache))
        finally:
            building.connection.close()
    return out


def _seen_on(
    day: dt.date,
    building: Building,
    registers: duckdb.DuckDBPyConnection,
    definitions: Definitions,
    nation: str,
    slips: pd.DataFrame | None,
    cache: Cache | None,
) -> Seen:
    key = ""
    if cache is not None:
        told = nation, _alerted(slips, day)
        key = key_of(cache, building, registers, definitions, day, told)
        before = recalled(cache, key, day)
        if before is not None:
            return before
    # A newest period that few have yet is told by the one before it, and that by its own past.
    work_out(building, definitions.policy.performance.periods_compared + 2)
    seen = look(building, registers, definitions, day, nation, slips, whole=False).seen()
    if cache is not None:
        keep(cache, key, seen)
    return seen


def history(looks: list[Seen]) -> pd.DataFrame:
    """Return the signals of several looks below each other, with `looked_on`."""
    frames = [one.signals.assign(looked_on=one.day) for one in looks if len(one.signals)]
    if not frames:
        return pd.DataFrame(columns=["looked_on", *SIGNAL_COLUMNS])
    return pd.concat(frames, ignore_index=True)


def standing(looks: list[Seen], policy: Policy) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the newest look's scores with the band that stands, and the history of all looks."""
    frames = [one.scores.assign(looked_on=one.day, by_points=one.scores["band"]) for one in looks]
    points = pd.concat(frames, ignore_index=True).drop(columns="band")
    past = points.merge(held_bands(points, policy), on=["looked_on", "old_la_code"])
    now = past[past["looked_on"] == looks[-1].day]
    scores = looks[-1].scores.drop(columns=["band", "band_meaning", "band_within_margin"])
    held = now[["old_la_code", "band", "band_since", "band_since_at_latest", "by_points"]]
    scores = scores.merge(held.rename(columns={"by_points": "band_by_points"}), on="old_la_code")
    scores["band_meaning"] = scores["band"].map(policy.band_meaning)
    return scores.merge(_year_ago(past, looks[-1].day, policy), on="old_la_code", how="left"), past


def _year_ago(past: pd.DataFrame, as_of: dt.date, policy: Policy) -> pd.DataFrame:
    """Return each pillar on the newest look that is at least a year old and knew enough."""
    limit = (pd.Timestamp(as_of) - pd.DateOffset(years=1)).date()
    enough = past[past["coverage"] >= policy.uncertainty.minimum_coverage]
    before = np.array([day <= limit for day in enough["looked_on"]], dtype=bool)
    old = enough[before].sort_values("looked_on")
    last = old.drop_duplicates("old_la_code", keep="last")
    names = {"risk_of_decline": "risk", "performance": "performance",
             "soft_intelligence": "soft_intelligence", "transparency": "transparency"}  # fmt: skip
    renamed = {column: f"{name}_year_ago" for column, name in names.items()}
    columns = ["old_la_code", "looked_on", *names]
    return last[columns].rename(columns={**renamed, "looked_on": "year_ago"})


def alerts(
    looks: list[Seen],
    slips: pd.DataFrame,
    connection: duckdb.DuckDBPyConnection,
    definitions: Definitions,
) -> pd.DataFrame:
    """Return what changed between one look and the next, and how it is told."""
    placed = {one.day: one.placed for one in looks}
    new = _first_comparable(placed)
    found = pd.concat([one.patterns.assign(looked_on=one.day) for one in looks])
    together, covered = pattern_causes(found, new, definitions)
    alone = stage_causes(history(looks), new, covered, definitions)
    causes = pd.concat([frame for frame in (together, alone) if len(frame)] or [alone])
    places = connection.execute("select old_la_code, la_name, region from local_authority").df()
    days = [one.day for one in looks]
    return find_alerts(causes, slips, days, placed, places, definitions.policy.alerts)


def _first_comparable(placed: dict[dt.date, Placed]) -> pd.DataFrame:
    """Return the look on which each indicator could first be compared for anybody."""
    seen: dict[str, dt.date] = {}
    for day in sorted(placed):
        for _, name in placed[day]:
            seen.setdefault(name, day)
    rows = [(day, name) for name, day in seen.items()]
    return pd.DataFrame(rows, columns=["looked_on", "indicator"])


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
