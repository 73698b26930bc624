"""What both flows share: settings from parameters, and stages as Prefect tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.logging import get_run_logger

from earlywarning import stages
from earlywarning.errors import NothingUsableError
from earlywarning.settings import Settings

Step = Callable[[stages.Work], object]
NOTHING_USABLE = 4
TRIES_AGAIN = 3
PAUSE_SECONDS = 20


def settings_of(
    inputs: Sequence[str], warehouse: str, as_of: str | None, **other: Path
) -> Settings:
    """Turn the words of a flow run into settings; without a day, today in London."""
    day = dt.date.fromisoformat(as_of) if as_of else dt.datetime.now(ZoneInfo("Europe/London"))
    return Settings(
        inputs=tuple(Path(folder) for folder in inputs),
        as_of=day.date() if isinstance(day, dt.datetime) else day,
        warehouse=Path(warehouse),
        **other,
    )


async def _disk_was_busy(_task: Any, _run: TaskRun, state: State[Any]) -> bool:
    """Say whether a failure may pass by itself; a bad file stays bad."""
    return isinstance(await state.aresult(raise_on_failure=False), OSError)


def in_tasks(
    settings: Settings, steps: Iterable[Callable[[stages.Work], object]]
) -> stages.Outcome:
    """Run stages in order, each as one task of this process.

    A refused file is data and fails nothing; a run in which nothing was usable fails.
    """
    logger = get_run_logger()
    work = stages.open_work(settings, logger.info)
    for step in steps:
        _as_task(step, work)
    outcome = stages.outcome(work)
    for refusal in outcome.refused:
        logger.warning("refused: %s", refusal)
    if outcome.exit_code == NOTHING_USABLE:
        raise NothingUsableError("; ".join(outcome.summary) or "nothing usable was found")
    return outcome


def _as_task(step: Step, work: stages.Work) -> None:
    """Run one stage as a task that Prefect may name and time, but not hash or store."""
    writes = step is stages.publish

    # The work is closed over, not passed: Prefect walks through what a task is given.
    def run() -> None:
        step(work)

    task(
        run,
        name=step.__name__,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=TRIES_AGAIN if writes else 0,
        retry_delay_seconds=PAUSE_SECONDS if writes else 0,
        retry_condition_fn=_disk_was_busy if writes else None,
    )()
