"""Who works on many parts side by side: threads of this process, or workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from earlywarning.errors import EarlyWarningError, UsageError

ENGINES = ("local", "dask")
# How often a part is begun again whose worker went away.
_RETRIES = 3
_CONNECT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Engine:
    """at_once: how many parts are worked on side by side. each: what calls a function with each."""

    at_once: int
    each: Callable[[Callable[[Any], Any], Sequence[Any]], list[Any]]


@contextmanager
def engine(name: str, threads: int, scheduler: str | None) -> Iterator[Engine]:
    """Give an engine while the body runs.

    Raises:
        UsageError: if it is not known, not installed, or needs a scheduler that is not told.
        EarlyWarningError: if the scheduler does not answer.
    """
    if name == "local":
        with ThreadPoolExecutor(threads) as pool:
            yield Engine(threads, lambda call, parts: list(pool.map(call, parts)))
    elif name == "dask" and scheduler:
        with _cluster(scheduler) as cluster:
            yield cluster
    else:
        raise UsageError("--engine is local, or dask with the --scheduler of a cluster")


@contextmanager
def _cluster(scheduler: str) -> Iterator[Engine]:
    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        raise UsageError('Dask is not installed; install "earlywarning[scale]"') from error
    try:
        client = Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise EarlyWarningError(f"no Dask scheduler answers at {scheduler}: {error}") from error
    with client:
        workers = sum(client.nthreads().values())
        if not workers:
            raise EarlyWarningError(f"the scheduler at {scheduler} has no workers")

        def each(call: Callable[[Any], Any], parts: Sequence[Any]) -> list[Any]:
            """Have the workers call; a part whose worker goes away is begun again elsewhere."""
            # Not pure: the same words may stand for files that were written anew.
            futures = client.map(call, parts, pure=False, retries=_RETRIES)
            try:
                return list(client.gather(futures))
            except KilledWorker as error:
                raise EarlyWarningError(f"workers went away again and again: {error}") from error

        yield Engine(workers, each)
