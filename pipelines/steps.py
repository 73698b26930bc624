"""What both flows share: settings from parameters, and stages as Prefect tasks."""

from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.logging import get_run_logger

from earlywarning.run import fetch, ingest, stages
from earlywarning.run.guard import require_forward
from earlywarning.run.work import Outcome, Work, close, open_work
from earlywarning.settings import Settings, register_folder, today

BUILDING = (stages.derive, stages.score, stages.recommend, stages.publish)
PASSES_BY_ITSELF = {errno.EAGAIN, errno.EBUSY, errno.EIO, errno.ENOSPC, errno.ESTALE}
TRIES_AGAIN = 3
PAUSE_SECONDS = 20


def settings_of(
    inputs: Sequence[str],
    warehouse: str,
    as_of: str | None,
    recorded: str | None = None,
    reports: str = "reports",
    *,
    without: Sequence[str] = (),
    replace: bool = False,
) -> Settings:
    """Turn the words of a flow run into settings; without a day, today in London."""
    return Settings(
        inputs=tuple(Path(folder) for folder in inputs),
        as_of=dt.date.fromisoformat(as_of) if as_of else today(),
        warehouse=Path(warehouse),
        reports=Path(reports),
        register=Path(recorded) if recorded else register_folder(),
        without=tuple(without),
        replaces=replace,
    )


def fetched(folder: str) -> None:
    """Fetch what is new as a task; whatever fails in it, the night goes on with what is there.

    `EARLYWARNING_ADDRESS` names a mirror to ask instead of the publishers.
    """
    log = get_run_logger()
    address = os.environ.get("EARLYWARNING_ADDRESS", "")

    def fetching() -> fetch.FetchOutcome:
        return fetch.fetch((), Path(folder), address=address, say=log.debug)

    as_task = task(name="fetch", cache_policy=NO_CACHE, persist_result=False)
    ended = as_task(fetching)(return_state=True)
    if not ended.is_completed():
        log.warning("nothing was fetched, going on with what is there: %s", ended.message)
        return
    for line in ended.result().lines:
        log.info("fetched %s", line)


def in_tasks(settings: Settings, *, reports: bool) -> Outcome:
    """Do what `earlywarning run` does, with each stage a task that Prefect names and times.

    A refused file is data and fails nothing. A run fails in which nothing was usable, or something
    is missing that the last one held, or that would replace what is published by an earlier day.
    """
    say = get_run_logger().info
    require_forward(settings)

    def warehouse() -> Work:
        return _up_to_date(open_work(settings, say))

    work = _as_task(warehouse, tries_again=TRIES_AGAIN)
    if reports:
        _as_task(lambda: stages.report(work), name="report")
    outcome = stages.outcome(work)
    for refusal in outcome.refused:
        get_run_logger().warning("refused: %s", refusal)
    return outcome


def _up_to_date(work: Work) -> Work:
    """Take in, build and publish; a second try starts here, because a build is used up by one."""
    try:
        _stage(ingest.ingest, work)
        if not work.unchanged:
            for step in BUILDING:
                _stage(step, work)
    except BaseException:
        close(work)
        raise
    return work


def _stage(step: Callable[[Work], object], work: Work) -> None:
    # The work is closed over, not passed: Prefect walks through all that a task is given.
    _as_task(lambda: step(work), name=step.__name__)


def _as_task(call: Callable[[], Any], *, name: str = "", tries_again: int = 0) -> Any:
    """Call as a task of this process that leaves nothing behind but its name and times."""
    as_task = task(
        name=name or call.__name__,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=tries_again,
        retry_delay_seconds=PAUSE_SECONDS,
        retry_condition_fn=_disk_was_busy,
    )
    return as_task(call)()


async def _disk_was_busy(_task: Any, _run: TaskRun, state: State[Any]) -> bool:
    """Say whether a failure may pass by itself; a bad file stays bad."""
    error = await state.aresult(raise_on_failure=False)
    return any(
        isinstance(one, duckdb.IOException) or getattr(one, "errno", None) in PASSES_BY_ITSELF
        for one in (error, getattr(error, "__cause__", None))
    )
