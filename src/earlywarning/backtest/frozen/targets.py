"""The targets of the frozen protocol, worked out by its rule and by nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from earlywarning.backtest.frozen.protocol import Protocol, Rule
from earlywarning.statistics.numeric import BoolArray


def with_targets(events: pd.DataFrame, protocol: Protocol) -> pd.DataFrame:
    """Return inspections with one column for each frozen target: 1, 0, or NaN.

    NaN where nothing could newly come to that grade: no part of the same name and scope before it,
    all of them there already, or a judgement before of another framework.
    """
    rows = events.to_dict("records")
    return events.assign(
        **{
            name: [_newly(row, protocol.rule, target.grade) for row in rows]
            for name, target in protocol.targets.items()
        }
    ).astype(dict.fromkeys(protocol.targets, float))


def counted(events: pd.DataFrame, protocol: Protocol) -> BoolArray:
    """Tell which inspections began late enough to be judged by the protocol."""
    late = [day >= protocol.known.counts_from for day in events["started"]]
    return np.array(late, dtype=bool)


def _newly(event: dict[Any, Any], rule: Rule, grade: int) -> float:
    if not {event["framework"], event["prior_framework"]} <= set(rule.frameworks):
        return np.nan
    now, before = event["grades"], event["prior_grades"]
    could = [
        part
        for part in rule.parts
        if part in now and before.get(part, grade) < grade
        and _same_scope(rule.rescoped.get(part), event)
    ]  # fmt: skip
    return float(any(now[part] >= grade for part in could)) if could else np.nan


def _same_scope(changed: dt.date | None, event: dict[Any, Any]) -> bool:
    return changed is None or (event["started"] >= changed) == (event["prior_started"] >= changed)
