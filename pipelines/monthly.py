"""Every month: what the night does, and the reports."""

from __future__ import annotations

import datetime as dt

from prefect import State, flow
from prefect.states import Completed

from earlywarning.run.status import month_to_do
from earlywarning.run.work import Outcome
from pipelines.steps import (
    HOUR,
    run_alone,
    settings_of,
    tell_of_crash,
    tell_of_turned_away,
    teller_of,
)


@flow(name="monthly", persist_result=False, timeout_seconds=5 * HOUR, on_crashed=[tell_of_crash])
def monthly(
    inputs: tuple[str, ...] | None = None,
    warehouse: str | None = None,
    as_of: str | None = None,
    reports: str | None = None,
    fetch: bool = False,
    recorded: str | None = None,
    without: tuple[str, ...] = (),
    replace: bool = False,
    only_if_due: bool = False,
) -> Outcome | State:
    """Bring the warehouse up to date and write the reports; one run at a time."""
    settings = settings_of(
        inputs, warehouse, as_of, recorded, reports, without=without, replace=replace
    )
    if only_if_due and not month_to_do(settings.warehouse, dt.datetime.now(dt.UTC)):
        # Asked every noon: of a flow whose slot is stuck no run begins that could tell of it.
        tell_of_turned_away(teller_of(settings))
        return Completed(message="the reports of the month that is due are written")
    return run_alone(settings, "monthly", fetching=fetch, reports=True)
