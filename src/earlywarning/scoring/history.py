"""When a signal was first seen, from what each earlier look would have said."""

from __future__ import annotations

import datetime as dt

import pandas as pd

KEY = ["indicator", "old_la_code", "kind", "reading"]


def first_seen(signals: pd.DataFrame, history: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Add `first_seen`: the first look of the unbroken run of looks that read as today's does.

    `first_seen_at_latest` tells where that run goes back to the earliest look of all.

    Args:
        signals: today's.
        history: signals of earlier looks with looked_on.
        as_of: today.
    """
    days = sorted(history["looked_on"].unique(), reverse=True)
    said = {
        day: set(rows[KEY].itertuples(index=False)) for day, rows in history.groupby("looked_on")
    }
    began = []
    for key in signals[KEY].itertuples(index=False):
        since = as_of
        for day in days:
            if key not in said[day]:
                break
            since = day
        began.append(since)
    earliest = min(days, default=as_of)
    at_latest = [since == earliest for since in began]
    return signals.assign(first_seen=began, first_seen_at_latest=at_latest)
