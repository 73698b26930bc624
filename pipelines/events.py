"""Events about children to monthly measures, each part a task: of this machine, or of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from earlywarning.run.engines import Engine
from earlywarning.run.events import Wanted, count_events
from earlywarning.settings import folder_of, reference_folder
from pipelines.steps import HOUR

_PARTS_AT_ONCE = 16


@flow(name="events", persist_result=False, timeout_seconds=12 * HOUR)
def events(
    folder: str,
    to: str,
    until: int | None = None,
    months: int = 12,
    shared: bool = False,
    scheduler: str | None = None,
    memory: str = "2GB",
    threads: int = 2,
    warehouse: str | None = None,
) -> list[str]:
    """Count events; with a scheduler on the Dask cluster that it leads, of so many threads each."""
    wanted = Wanted(Path(folder), Path(to), until, months, memory, shared=shared)
    places = Path(warehouse) if warehouse else folder_of("warehouse")
    engine = Engine(_PARTS_AT_ONCE if scheduler else threads, _each)

    def counted() -> tuple[list[str], list[str]]:
        return count_events(wanted, reference_folder(), places, engine, threads)

    runner = _runner(scheduler, threads)
    told, refused = flow(counted, name="events-counted", task_runner=runner)()
    log = get_run_logger()
    for line in refused:
        log.warning("refused: %s", line)
    for line in told:
        log.info("%s", line)
    return told


def _each(call: Callable[[Any], Any], parts: Sequence[Any]) -> list[Any]:
    @task(cache_policy=NO_CACHE, persist_result=False, retries=3)
    def count_part(number: int) -> Any:
        return call(parts[number])

    # By number: Prefect walks through all that a task is given, and parts name thousands of files.
    return count_part.map(range(len(parts))).result()


def _runner(scheduler: str | None, threads: int) -> TaskRunner[Any]:
    if not scheduler:
        return ThreadPoolTaskRunner(max_workers=threads)
    from prefect_dask import DaskTaskRunner

    return DaskTaskRunner(address=scheduler)
