"""Every month: what the night does, and the reports."""

from __future__ import annotations

from prefect import State, flow
from prefect.states import Cancelled

from earlywarning.run.work import Outcome
from earlywarning.warehouse.one_at_a_time import AlreadyRunningError, one_at_a_time
from pipelines.steps import fetched, in_tasks, settings_of


@flow(name="monthly", persist_result=False)
def monthly(
    inputs: tuple[str, ...] = ("data/incoming",),
    warehouse: str = "data/earlywarning.duckdb",
    as_of: str | None = None,
    reports: str = "reports",
    fetch: bool = False,
    recorded: str | None = None,
    without: tuple[str, ...] = (),
    replace: bool = False,
) -> Outcome | State:
    """Bring the warehouse up to date and write the reports; one run at a time."""
    settings = settings_of(
        inputs, warehouse, as_of, recorded, reports, without=without, replace=replace
    )
    try:
        with one_at_a_time(settings.warehouse, "monthly"):
            if fetch:
                fetched(inputs[0])
            return in_tasks(settings, reports=True)
    except AlreadyRunningError as held:
        return Cancelled(message=str(held))
