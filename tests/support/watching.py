"""Builders of in-year figures as the watch reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from earlywarning.scoring.watch.watching import watch_returns
from tests.support.returns import DEFINITIONS, IN_YEAR, month_end, months

POLICY = DEFINITIONS.policy.watch
FIRST = 202304
NOISE = np.array([0, 2, -1, 1, -2, 0, 1, -1, 2, 0, -2, 1, 1, -1, 0, 2, -1, -2, 1, 0, 2, -1, 0, 1])


def returned(
    frequency: str = "monthly",
    first: int = FIRST,
    code: str = "806",
    late_days: int = 12,
    **measures: Sequence[float | None],
) -> pd.DataFrame:
    """Figures by measure, each period in a return of its own; None is a period without a figure."""
    step = 1 if frequency == "monthly" else 3
    rows = []
    for measure, values in measures.items():
        periods = months(first, len(values) * step)[::step]
        for period, value in zip(periods, values, strict=True):
            if value is not None:
                day = month_end(period) + dt.timedelta(days=late_days)
                rows.append((code, frequency, measure, period, float(value), day, f"r{period}"))
    columns = ["old_la_code", "frequency", "measure", "time_period", "value", "published",
               "release"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def assessments(shares: Sequence[float | None], whole: int = 300) -> dict[str, list[float | None]]:
    """Assessments completed and in time, a little noise around a share (0 to 100)."""
    done = [None if s is None else whole for s in shares]
    in_time = [
        None if s is None else float(np.clip(round((s + NOISE[n % 24]) / 100 * whole), 0, whole))
        for n, s in enumerate(shares)
    ]
    return {"assessments_completed": done, "assessments_45_days": in_time}


def watched(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    return watch_returns(frame, IN_YEAR, POLICY)


def states(rows: pd.DataFrame, measure: str = "assessments_45_days_pct") -> dict[int, str]:
    own = rows[rows["measure"] == measure]
    return dict(zip(own["time_period"], own["state"], strict=True))
