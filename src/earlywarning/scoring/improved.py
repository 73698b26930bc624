"""Who became better at something and stayed so, or lost a pattern: somebody to ring."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.scoring.levels import YEARS
from earlywarning.scoring.seen import Seen
from earlywarning.tables.declare import columns_of
from earlywarning.tables.level import Improved
from earlywarning.tables.signals import PatternGone

# One-sided, five in a hundred. The two levels share no figure; what they have in common through the
# model would only make a difference surer.
SURE = 1.645
# A whole round of yearly figures came out since, and it was on none of the days looked at.
STAYED = dt.timedelta(days=365)
SIDE = {"high_is_worse": 1, "low_is_worse": -1}


def improved_of(
    level: pd.DataFrame, values: pd.DataFrame, definitions: Definitions
) -> pd.DataFrame:
    """Return the table `improved`: a lasting change by both levels' own uncertainty.

    A rate that has no good direction has no better side, who was well placed before is no example
    of a way back, and the figure itself has to be better too.

    Args:
        level: the table `level`.
        values: authority rows of indicator_value.
        definitions: which indicators have a good direction.
    """
    worse = {name: SIDE.get(one.polarity, 0) for name, one in definitions.indicators.items()}
    has_side = level["indicator"].map(worse).ne(0)
    change = level["level_before"] - level["level"]
    sure = SURE * np.hypot(level["level_before_sd"].to_numpy(float), level["level_sd"])
    came_from_behind = level["level_before"] > level["level_before_sd"]
    there = level["known_period"] == level["time_period"]
    found = level[has_side & there.fillna(False) & came_from_behind & (change >= sure)].copy()
    found["since"] = found["time_period"] - YEARS + 1
    now = values[["old_la_code", "indicator", "time_period", "value"]]
    out = found.merge(now, on=["old_la_code", "indicator", "time_period"])
    before = now[now["value"].notna()].rename(
        columns={"time_period": "period_before", "value": "value_before"}
    )
    pairs = out.merge(before, on=["old_la_code", "indicator"])
    pairs = pairs[pairs["period_before"] < pairs["since"]].sort_values("period_before")
    last = pairs.drop_duplicates(["old_la_code", "indicator"], keep="last")
    # Where everybody fell back, who fell back least has no better figure to show.
    less = (last["value_before"] - last["value"]).astype(float)
    last = last[less * last["indicator"].map(worse).astype(float) > 0]
    return pd.DataFrame(last.sort_values(["indicator", "old_la_code"])[columns_of(Improved)])


def gone_of(looks: list[Seen]) -> pd.DataFrame:
    """Return the table `pattern_gone` from the days looked at, the newest last.

    A pattern whose figures are not there today is not gone: it cannot be told.
    """
    newest, days = looks[-1], [one.day for one in looks]
    shown = pd.concat([one.patterns.assign(last_seen=one.day) for one in looks])
    last = shown[shown["reading"] == "concern"].drop_duplicates(
        ["pattern", "old_la_code"], keep="last"
    )
    told = (last[name] for name in ("pattern", "old_la_code", "last_seen", "indicators"))
    rows = [
        (pattern, code, day, later[0], len(later), list(behind))
        for pattern, code, day, behind in zip(*told, strict=True)
        if len(behind)
        and newest.day - day >= STAYED
        and (later := [one for one in days if one > day])
        and {(code, name) for name in behind} <= newest.placed
    ]
    columns = columns_of(PatternGone)
    return pd.DataFrame(rows, columns=columns).sort_values(columns[:2], ignore_index=True)
