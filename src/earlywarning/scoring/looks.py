"""What is unusual today, what each earlier look would have said, and what changed between looks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
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
from earlywarning.scoring.evidence import Evidence
from earlywarning.scoring.figures import Figures, figures_of
from earlywarning.scoring.found import found_on, pathway_of
from earlywarning.scoring.improved import improved_of
from earlywarning.scoring.inputs import (
    all_doubtful,
    newest_day,
    open_authorities,
)
from earlywarning.scoring.journey import journeys
from earlywarning.scoring.keys import judged_worse
from earlywarning.scoring.seen import PLACED, Placed, Seen
from earlywarning.scoring.signals import COLUMNS as SIGNAL_COLUMNS
from earlywarning.scoring.signals import find_signals
from earlywarning.scoring.soft import weigh
from earlywarning.scoring.vital import vital_signs
from earlywarning.tables.read import table
from earlywarning.warehouse.build import Building
from earlywarning.warehouse.gaps import missing


@dataclass(frozen=True, slots=True)
class Look:
    """What one day showed, from what was known on it."""

    day: dt.date
    comparison: pd.DataFrame
    pathway: pd.DataFrame
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
    figures: Figures | None = None,
    pathway: pd.DataFrame | None = None,
) -> Look:
    """Return the comparison table, signals, patterns and scores of one warehouse as it stands.

    `registers` holds what people and inspectors said and what was found doubtful, of which only
    what was known on the day is used: an earlier day's warehouse has none of it. `slips` are the
    alerts of the front-door watch, whenever they were raised. `whole` describes trends, which
    nobody asks of an earlier day. `figures` and `pathway` are the warehouse's, where they were
    worked out before.
    """
    connection = building.connection
    own = figures or figures_of(connection, registers, definitions, describe=whole)
    comparison, level, spread = own.comparison, own.level, own.level_spread
    signals = find_signals(
        comparison, definitions.weighted(), definitions.policy.performance, as_of, nation
    )
    way = pathway_of(connection, definitions) if pathway is None else pathway
    found = found_on(as_of, connection, comparison, way, registers, definitions)
    better = _improved(connection, level, definitions) if whole else pd.DataFrame()
    vital = vital_signs(comparison, level, definitions, as_of, nation)
    evidence = _evidence(building, registers, definitions, as_of, vital, slips)
    scored = score_all(evidence, definitions, whole=whole)
    return Look(as_of, comparison, way, signals, found, *scored, level, spread, better, evidence)


def _improved(
    connection: duckdb.DuckDBPyConnection, level: pd.DataFrame, definitions: Definitions
) -> pd.DataFrame:
    values = connection.execute(
        """select old_la_code, indicator, time_period, value from indicator_value
           where geographic_level = 'Local authority'"""
    ).df()
    return improved_of(level, values, definitions)


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
        alerted=alerted(slips, as_of),
        judged=_judged(registers, as_of, definitions),
    )


def alerted(slips: pd.DataFrame | None, as_of: dt.date) -> frozenset[str]:
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


def history(looks: list[Seen]) -> pd.DataFrame:
    """Return the signals of several looks below each other, with `looked_on`."""
    frames = [one.signals.assign(looked_on=one.day) for one in looks if len(one.signals)]
    if not frames:
        return pd.DataFrame(columns=["looked_on", *SIGNAL_COLUMNS])
    return pd.concat(frames, ignore_index=True)


HELD = ["old_la_code", "band", "band_since", "band_since_at_latest", "band_looks"]


def standing(looks: list[Seen], policy: Policy) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the newest look's scores with the band that stands, and the history of all looks."""
    frames = [one.scores.assign(looked_on=one.day, by_points=one.scores["band"]) for one in looks]
    points = pd.concat(frames, ignore_index=True).drop(columns="band")
    past = points.merge(held_bands(points, policy), on=["looked_on", "old_la_code"])
    now = past[past["looked_on"] == looks[-1].day]
    scores = looks[-1].scores.drop(columns=["band", "band_meaning", "band_within_margin"])
    held = now[[*HELD, "by_points"]]
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
