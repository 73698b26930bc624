"""A small invented past with a known truth, as looks, inspections and authorities."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from earlywarning.backtest.cases import Cases, cases_of
from earlywarning.backtest.events import events_of
from earlywarning.backtest.frozen.protocol import frozen_protocol
from earlywarning.backtest.frozen.targets import with_targets
from earlywarning.backtest.further import groups_of
from earlywarning.backtest.seen import Seen, Timeline
from tests.conftest import PROJECT
from tests.support.evidence import DEFINITIONS

INDICATORS = DEFINITIONS.weighted()
NAMES = list(INDICATORS)
GRADES = ["Outstanding", "Good", "Requires improvement to be good", "Inadequate"]
PARTS = ("overall", "leaders", "help_and_protection", "in_care")
NO_CHANGES = pd.DataFrame({"old_la_code": [], "successor": []})
UNTIL = dt.date(2025, 3, 31)
PROTOCOL = frozen_protocol(PROJECT / "models").protocol


def looks_of(trouble: np.ndarray, codes: list[str], noise: float, seed: int) -> list[Seen]:
    """Return one look each December from 2013: every position is trouble plus noise."""
    chance = np.random.default_rng(seed)
    out = []
    for at, year in enumerate(range(2013, 2025)):
        day = dt.date(year, 12, 1)
        frames = []
        for name in NAMES:
            z = trouble[:, at] + chance.normal(0, noise, len(codes))
            side = -1 if INDICATORS[name].polarity == "low_is_worse" else 1
            frames.append(
                pd.DataFrame(
                    {"old_la_code": codes, "indicator": name, "period_end": dt.date(year, 3, 31),
                     "published": day, "value": 50 + 5 * side * z, "position_z": side * z,
                     "neighbour_z": side * z,
                     "movement_z": chance.normal(0, 1, len(codes))}
                )
            )  # fmt: skip
        scores = pd.DataFrame({"old_la_code": codes, "risk_of_decline": 0.0, "performance": 0.0,
                               "transparency": 0.0})  # fmt: skip
        out.append(Seen(day, pd.concat(frames, ignore_index=True), scores))
    return out


def inspections_of(trouble: np.ndarray, codes: list[str], seed: int) -> pd.DataFrame:
    """Return two inspections of each authority; grades follow its trouble at the time."""
    chance = np.random.default_rng(seed)
    rows = []
    for number, code in enumerate(codes):
        for first, span in ((2016, 600), (2018, 2300)):
            started = dt.date(first, 5, 1) + dt.timedelta(days=int(chance.integers(0, span)))
            level = trouble[number, min(11, started.year - 2013)]
            for part in PARTS:
                at = int(np.clip(np.digitize(level + chance.normal(0, 0.3), [-1, 0.3, 1.4]), 0, 3))
                rows.append(
                    {"old_la_code": code, "framework": "ILACS", "started": started,
                     "published": started + dt.timedelta(days=50), "judgement": part,
                     "grade": GRADES[at]}
                )  # fmt: skip
    return pd.DataFrame(rows)


def past(
    *, noise: float = 1.0, seed: int = 5, many: int = 120, told: bool = True
) -> tuple[Cases, Timeline]:
    """Return the cases and the looks; without `told` the figures know nothing of the trouble."""
    chance = np.random.default_rng(seed)
    codes = [str(900 + n) for n in range(many)]
    trouble = np.cumsum(chance.normal(0, 0.6, (many, 12)), axis=1)
    trouble = trouble / trouble.std()
    seen = trouble if told else chance.normal(0, 1, trouble.shape)
    looks = looks_of(seen, codes, noise, seed + 1)
    events = events_of(inspections_of(trouble, codes, seed + 2), NO_CHANGES, set())
    events = with_targets(events, PROTOCOL)
    places = groups_of(
        pd.DataFrame(
            {"old_la_code": codes, "opened": dt.date(2009, 4, 1), "closed": None,
             "region": ["Inner London" if n % 7 == 0 else "North" for n in range(many)],
             "rural_urban": "Predominantly Urban", "children": range(many),
             "deprivation": chance.normal(20, 5, many), "of_another": False}
        )
    )  # fmt: skip
    timeline = Timeline(looks, INDICATORS)
    columns = ["old_la_code", "opened", "closed", "deprivation", "size", "deprived", "rural",
               "small", "restructured", "london"]  # fmt: skip
    return cases_of(events, timeline, places[columns], UNTIL), timeline
