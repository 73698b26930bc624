"""Past days, as they would have been published then, in a warehouse of their own."""

from __future__ import annotations

import datetime as dt

from prefect import flow
from prefect.logging import get_run_logger

from earlywarning.run.backfill import backfill as fill
from earlywarning.run.backfill import days_of
from pipelines.steps import HOUR, settings_of

WAREHOUSE = "data/backfill/earlywarning.duckdb"


@flow(name="backfill", persist_result=False, timeout_seconds=24 * HOUR)
def backfill(
    since: str,
    until: str,
    every: str = "month",
    inputs: tuple[str, ...] | None = None,
    warehouse: str = WAREHOUSE,
    recorded: str | None = None,
) -> list[str]:
    """Build the last day of each month or quarter, the earliest first; go on after a stop."""
    log, settings = get_run_logger(), settings_of(inputs, warehouse, until, recorded)
    days = days_of(dt.date.fromisoformat(since), settings.as_of, every)
    told = []
    for day, outcome in fill(settings, days, log.info):
        told.append(f"{day}: {outcome.summary[0]}")
        log.info(told[-1])
    return told
