"""Alerts whose returns are no longer there: silence ends no alert, it is told since when it is.

Of the returns that are there everything is worked out anew, and each day's judgement stands as it
was. So an alert that was open in the last published run and is not among today's was not judged
otherwise: what it rested on is gone. It stays open until a return of its period or a later one is
there again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from earlywarning.definitions.in_year import RETURNS
from earlywarning.tables.declare import columns_of
from earlywarning.tables.quality import Finding
from earlywarning.tables.signals import WatchAlert

KEY = ["old_la_code", "frequency", "began"]


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """A row of `watch_alert` that was open at the last published run, and the newest period then.

    newest: of the returns of this authority and frequency; None where none was there already.
    """

    row: dict[str, Any]
    newest: int | None


def unseen(
    before: list[OpenAlert], slips: pd.DataFrame, watched: pd.DataFrame, since: dt.date
) -> pd.DataFrame:
    """Return rows of `watch_alert` that were open before and whose returns are gone.

    Args:
        before: what was open at the last published run.
        slips: today's alerts, open or ended.
        watched: today's rows of `watch`.
        since: day of the last published run.
    """
    today = set(slips[KEY].itertuples(index=False, name=None))
    newest = watched.groupby(["old_la_code", "frequency"])["time_period"].max().to_dict()
    kept = [
        _told(one.row, since)
        for one in before
        if tuple(one.row[name] for name in KEY) not in today
        and newest.get((one.row["old_la_code"], one.row["frequency"]), 0) < _due(one)
    ]
    return pd.DataFrame(kept, columns=columns_of(WatchAlert))


def _due(one: OpenAlert) -> int:
    """Return the period that a return must reach for the alert to be judged by it."""
    return max(one.newest or 0, int(one.row["began"]))


def _told(row: dict[str, Any], since: dt.date) -> dict[str, Any]:
    """Return an alert with the day since which it is not seen, and once a sentence on it."""
    if row.get("not_seen_since"):
        return row
    words = f"Not seen since {since.day} {since:%B %Y}: the returns that it rests on are gone"
    return row | {
        "not_seen_since": since,
        "told": [*(row["told"] or []), words],
        "explanation": f"{row['explanation']} {words}.",
    }


def unseen_findings(kept: pd.DataFrame) -> list[Finding]:
    """Return a finding for each alert that stands because its returns are gone."""
    return [
        Finding(
            source=RETURNS,
            rule="returns_gone",
            severity="warning",
            message=f"the {row['frequency']} returns on which an alert rests, open since "
            f"{row['known_on']}, are gone; it stays open as not seen since {row['not_seen_since']}",
            old_la_code=row["old_la_code"],
            time_period=int(row["began"]),
        )
        for row in kept.to_dict("records")
    ]
