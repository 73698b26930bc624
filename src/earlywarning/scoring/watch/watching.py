"""The watch over all returns: what each month could say, and the alerts that follow."""

from __future__ import annotations

import dataclasses

import pandas as pd

from earlywarning.definitions.in_year import MONTHS, InYear
from earlywarning.definitions.policy import WatchPolicy
from earlywarning.scoring.watch.alerts import alert_frame, find_alerts
from earlywarning.scoring.watch.reading import Reading, read_all
from earlywarning.tables.declare import columns_of
from earlywarning.tables.signals import Watch


def watch_returns(
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
    readings = [
        reading
        for frequency in MONTHS
        for reading in read_all(
            returned[returned["frequency"] == frequency], frequency, in_year, policy
        )
    ]
    by_code: dict[str, list[Reading]] = {}
    for reading in readings:
        by_code.setdefault(reading.old_la_code, []).append(reading)
    alerts = [
        alert for code in sorted(by_code) for alert in find_alerts(by_code[code], in_year, policy)
    ]
    names = [field.name for field in dataclasses.fields(Reading)]
    values = [[getattr(reading, name) for name in names] for reading in readings]
    rows = pd.DataFrame(values, columns=names)
    ordered = rows.sort_values(["old_la_code", "frequency", "measure", "time_period"])
    return ordered[columns_of(Watch)].reset_index(drop=True), alert_frame(alerts)
