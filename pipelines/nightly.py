"""Every night: fetch, take in what has arrived, score, recommend, publish. No reports."""

from __future__ import annotations

from prefect import State, flow

from earlywarning.run.work import Outcome
from pipelines.steps import HOUR, run_alone, settings_of, tell_of_crash


@flow(name="nightly", persist_result=False, timeout_seconds=3 * HOUR, on_crashed=[tell_of_crash])
def nightly(
    inputs: tuple[str, ...] | None = None,
    warehouse: str | None = None,
    as_of: str | None = None,
    fetch: bool = False,
    recorded: str | None = None,
    without: tuple[str, ...] = (),
    replace: bool = False,
) -> Outcome | State:
    """Bring the warehouse up to date; end Cancelled if another run holds it."""
    settings = settings_of(inputs, warehouse, as_of, recorded, without=without, replace=replace)
    return run_alone(settings, "nightly", fetching=fetch, reports=False)
