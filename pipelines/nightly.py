"""Every night: fetch, take in what has arrived, score, recommend, publish. No reports."""

from __future__ import annotations

from prefect import State, flow
from prefect.states import Cancelled

from earlywarning.run.work import Outcome
from earlywarning.warehouse.one_at_a_time import AlreadyRunningError, one_at_a_time
from pipelines.steps import fetched, in_tasks, settings_of


@flow(name="nightly", persist_result=False)
def nightly(
    inputs: tuple[str, ...] = ("data/incoming",),
    warehouse: str = "data/earlywarning.duckdb",
    as_of: str | None = None,
    fetch: bool = False,
    recorded: str | None = None,
    without: tuple[str, ...] = (),
    replace: bool = False,
) -> Outcome | State:
    """Bring the warehouse up to date; end Cancelled if another run holds it."""
    settings = settings_of(inputs, warehouse, as_of, recorded, without=without, replace=replace)
    try:
        with one_at_a_time(settings.warehouse, "nightly"):
            if fetch:
                fetched(inputs[0])
            return in_tasks(settings, reports=False)
    except AlreadyRunningError as held:
        return Cancelled(message=str(held))
