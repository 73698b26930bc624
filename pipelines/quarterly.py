"""Every quarter: what the month does, and each region's digest of what was not told at once."""

from __future__ import annotations

from prefect import State, flow

from earlywarning.run.notify import after_quarter
from earlywarning.run.work import Outcome
from pipelines.steps import HOUR, run_alone, settings_of, tell_of_crash, teller_of


@flow(name="quarterly", persist_result=False, timeout_seconds=5 * HOUR, on_crashed=[tell_of_crash])
def quarterly(
    inputs: tuple[str, ...] | None = None,
    warehouse: str | None = None,
    as_of: str | None = None,
    reports: str | None = None,
    fetch: bool = False,
    recorded: str | None = None,
) -> Outcome | State:
    """Publish, write the reports with the quarter's programme, and send the digests."""
    settings = settings_of(inputs, warehouse, as_of, recorded, reports)
    outcome = run_alone(settings, "quarterly", fetching=fetch, reports=True)
    if not (isinstance(outcome, State) and outcome.is_cancelled()):
        after_quarter(teller_of(settings), settings.as_of)
    return outcome
