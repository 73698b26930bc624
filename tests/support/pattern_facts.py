"""From the facts of an example, sign by sign, to the tables in which a pattern is found.

One authority, 801, is what the facts say; twenty others stand where they are expected and move as
usual. Distances are towards the side that the sign asks for.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from earlywarning.definitions.pattern import Pattern, Sign
from earlywarning.period import period_end
from earlywarning.scoring.patterns.find import find_patterns
from earlywarning.scoring.patterns.known import PatternFacts
from earlywarning.scoring.patterns.words import Names
from tests.support.evidence import DEFINITIONS

AS_OF = dt.date(2026, 4, 30)
OWN = "801"
OTHERS = 20
CODES = [str(801 + n) for n in range(OTHERS + 1)]
NEWEST = 2025
YEARS = range(2020, 2026)
INDICATORS = DEFINITIONS.weighted()
NAMES = Names(
    {name: step.name for name, step in DEFINITIONS.pathway.steps.items()},
    {name: flag.name for name, flag in DEFINITIONS.soft_flags.items()},
)
Facts = dict[str, Any]


@dataclass
class World:
    """What is known of 801; everybody else is ordinary. Keys are (name, field, years back)."""

    z: dict[tuple[str, str, int], float] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    still: set[str] = field(default_factory=set)
    soft: dict[str, float] | None = None
    grades: list[tuple[int, str]] | None = None
    led: int | None = None
    as_of: dt.date = AS_OF
    years: Any = YEARS

    def known(self) -> PatternFacts:
        names = [*INDICATORS, *DEFINITIONS.pathway.steps]
        rows = pd.DataFrame(
            [
                self._row(name, at, year)
                for name in names
                for at in range(OTHERS + 1)
                for year in self.years
            ]
        )
        steps = rows["name"].isin(list(DEFINITIONS.pathway.steps))
        flows = rows[steps].rename(columns={"name": "step", "value": "conversion"})
        return PatternFacts(
            comparison=rows[~steps].rename(columns={"name": "indicator"}),
            pathway=flows.drop(columns="movement_z_raw").assign(name=""),
            soft_items=self._soft(),
            inspections=self._judged(),
            peer_reviews=self._reviews(),
            authorities=pd.DataFrame({"old_la_code": CODES, "children": 50_000}),
            as_of=self.as_of,
        )

    def _row(self, name: str, at: int, year: int) -> dict[str, Any]:
        own = at == 0
        told = {
            key: self.z.get((name, key, NEWEST - year), 0.0) if own else 0.0
            for key in ("position_z", "movement_z", "movement_z_raw")
        }
        usual = float((7 * at + 3 * year) % 5 - 2)  # up and down, and nobody's all nought
        kind = INDICATORS[name].period if name in INDICATORS else "year_to_31_march"
        return told | {
            "name": name,
            "old_la_code": CODES[at],
            "time_period": year,
            "period_end": pd.Timestamp(period_end(year, kind)),
            "value": 50.0,
            "expected": 50.0,
            "change": 0.01 * usual if own and name in self.still else usual,
            "status": self.status.get(name, "ok") if own and year == NEWEST else "ok",
        }

    def _soft(self) -> pd.DataFrame | None:
        if self.soft is None:
            return None
        rows = [(OWN, flag, weight) for flag, weight in self.soft.items()]
        return pd.DataFrame(rows, columns=["old_la_code", "flag", "weight_now"])

    def _judged(self) -> pd.DataFrame | None:
        if self.grades is None:
            return None
        rows = [
            (OWN, (pd.Timestamp(self.as_of) - pd.DateOffset(months=ago)).date(), "overall", grade)
            for ago, grade in self.grades
        ]
        return pd.DataFrame(rows, columns=["old_la_code", "published", "judgement", "grade"])

    def _reviews(self) -> pd.DataFrame | None:
        if self.led is None:
            return None
        day = self.as_of - dt.timedelta(days=90)
        rows = [("802", "held", day, OWN)] * self.led
        return pd.DataFrame(
            rows, columns=["old_la_code", "status", "held_on", "led_by_old_la_code"]
        )


def side_of(sign: Sign, name: str) -> float:
    """Return the direction of a sign for one of its figures, the slow and plain way."""
    if sign.side in (None, "high"):
        return 1.0
    if sign.side == "low":
        return -1.0
    worse = 1.0 if INDICATORS[name].polarity == "high_is_worse" else -1.0
    return worse if sign.side == "worse" else -worse


def world_of(pattern: Pattern, facts: Facts) -> World:
    """Return a world in which the facts hold and everything else is ordinary."""
    world = World()
    for sign in pattern.sign:
        _tell(world, sign, facts[sign.sign])
    return world


def _tell(world: World, sign: Sign, fact: Any) -> None:
    kind = sign.kind
    if kind == "heard":
        _hear(world, sign, fact)
    elif kind in ("newly_good", "good_or_better", "below_good"):
        world.grades = None if fact == "not known" else list(fact)
    elif kind == "leads_reviews":
        world.led = None if fact == "not known" else int(fact)
    elif kind == "withheld":
        _withhold(world, sign, fact)
    elif kind == "smooth":
        world.still |= set(sign.of()) if fact else set()
    else:
        _place(world, sign, fact)


def _hear(world: World, sign: Sign, fact: Any) -> None:
    if fact == "not known":
        return
    world.soft = world.soft or {}
    if fact > 0:
        world.soft[sign.flags[0]] = float(fact)


def _withhold(world: World, sign: Sign, fact: Any) -> None:
    for at, name in enumerate(sign.indicators):
        if fact == "not known" or at < int(fact):
            world.status[name] = "" if fact == "not known" else "low_reliability"


def _place(world: World, sign: Sign, fact: Any) -> None:
    unknown = fact == "not known"
    by_year = [float("nan")] * 6 if unknown else list(fact) if isinstance(fact, tuple) else [fact]
    fields = {
        "movement": "movement_z", "movement_raw": "movement_z_raw",
    }  # fmt: skip
    for at, name in enumerate(sign.of()):
        if not unknown and at >= sign.in_at_least:
            continue
        for back, distance in enumerate(by_year):
            key = fields.get(sign.kind, "position_z")
            way = side_of(sign, name)
            world.z[name, key, back] = way * distance
            if unknown and sign.kind == "either":
                world.z[name, "movement_z", back] = distance


def found(world: World, patterns: dict[str, Pattern] | None = None) -> pd.DataFrame:
    """Return every pattern found in a world."""
    return found_in(world.known(), patterns)


def found_in(known: PatternFacts, patterns: dict[str, Pattern] | None = None) -> pd.DataFrame:
    return find_patterns(
        known,
        DEFINITIONS.patterns if patterns is None else patterns,
        INDICATORS,
        NAMES,
        DEFINITIONS.policy,
    )
