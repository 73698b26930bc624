"""Every year: both ledgers are walked from end to end, and the record of warnings is made anew."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from earlywarning.run.notify import loudly
from earlywarning.run.yearly import try_back, verify_ledgers
from pipelines.steps import HOUR, in_task, settings_of, tell_of_crash, teller_of


@flow(name="yearly", persist_result=False, timeout_seconds=8 * HOUR, on_crashed=[tell_of_crash])
def yearly(
    warehouse: str | None = None, recorded: str | None = None, to: str | None = None
) -> list[str]:
    """Fail if a chain is broken or a check of the back-test does not hold; change nothing in use.

    The record goes into a folder of its own: people decide whether it becomes the one in models/.
    """
    settings = settings_of(None, warehouse, None, recorded)
    target = Path(to) if to else settings.reports / "backtest" / str(settings.as_of.year)
    with loudly(teller_of(settings), "yearly"):
        lines = in_task(lambda: verify_ledgers(settings.register), name="verify")
        lines += in_task(lambda: try_back(settings.warehouse, target), name="backtest")
    return list(lines)
