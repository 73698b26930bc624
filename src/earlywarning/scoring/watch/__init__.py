"""The front-door watch: in-year returns, month by month, each authority against its own past."""

from __future__ import annotations

import dataclasses

import pandas as pd

from earlywarning.definitions import InYear, WatchPolicy
from earlywarning.scoring.watch.alerts import ALERT_COLUMNS, Alert, alert_frame, find_alerts
from earlywarning.scoring.watch.reading import Reading, read_authority

__all__ = ["ALERT_COLUMNS", "WATCH_COLUMNS", "watch"]

WATCH_COLUMNS = [field.name for field in dataclasses.fields(Reading) if field.name != "given_up"]


def watch(
    returned: pd.DataFrame, in_year: InYear, policy: WatchPolicy
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return rows of `watch` and of `watch_alert`.

    Each row says what could be said on the day on which its period came in: later months and later
    revisions never change it.

    Args:
        returned: every release of every in-year figure known on the as-of day: old_la_code,
            frequency, measure, time_period, value, published, release.
        in_year: the declared measures.
        policy: thresholds.
    """
    readings: list[Reading] = []
    alerts: list[Alert] = []
    for code, own in returned.groupby("old_la_code", sort=True):
        found = [
            reading
            for frequency, part in own.groupby("frequency", sort=True)
            for reading in read_authority(str(code), str(frequency), part, in_year, policy)
        ]
        readings += found
        alerts += find_alerts(found, in_year, policy)
    rows = pd.DataFrame([dataclasses.astuple(r) for r in readings], columns=[
        field.name for field in dataclasses.fields(Reading)])  # fmt: skip
    ordered = rows.sort_values(["old_la_code", "frequency", "measure", "time_period"])
    return ordered[WATCH_COLUMNS].reset_index(drop=True), alert_frame(alerts)
