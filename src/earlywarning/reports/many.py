"""Writes the files of many authorities at once, on every processor there is."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from earlywarning.worker import end_with

# Below this many, starting another process takes longer than it saves.
FEW = 12
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Task:
    """What one process needs: a function of a module, and what it shares among all codes."""

    write: Callable[[Any, str], list[Path]]
    shared: Any


_TASK: Task | None = None


def write_many(task: Task, names: dict[str, str], tell: Told | None) -> list[Path]:
    """Write what belongs to each code and return all paths, in the order of the codes.

    `names` says what each code is called while the work goes on.
    """
    cores = len(os.sched_getaffinity(0))
    codes = list(names)
    if len(codes) < FEW or cores < 2:
        written = {}
        for number, code in enumerate(codes, start=1):
            written[code] = task.write(task.shared, code)
            _say(tell, number, names, code)
    else:
        written = _on_all(task, names, min(cores, 4), tell)
    return [path for code in codes for path in written[code]]


def _on_all(
    task: Task, names: dict[str, str], cores: int, tell: Told | None
) -> dict[str, list[Path]]:
    """Hand out the codes one by one; the facts reach each process once, through a private file.

    It has no name: whatever is killed, and whenever, none of the facts are left behind.
    """
    with TemporaryFile() as file:
        pickle.dump(task, file, protocol=pickle.HIGHEST_PROTOCOL)
        file.flush()
        # Not fork: who calls may hold threads and a database.
        started = multiprocessing.get_context("spawn")
        given = (file.fileno(), os.getpid())
        others = multiprocessing.active_children()
        pool = ProcessPoolExecutor(cores, started, initializer=_begin, initargs=given)
        try:
            waiting = {pool.submit(_one, code): code for code in names}
            written = {}
            for number, done in enumerate(as_completed(waiting), start=1):
                code = waiting[done]
                written[code] = done.result()
                _say(tell, number, names, code)
        except BaseException:
            # Who is stopped does not wait: each process has a page at hand and another handed out,
            # or still reads the facts; that took half a minute. The edition is thrown away.
            for worker in multiprocessing.active_children():
                if worker not in others:
                    worker.terminate()
            raise
        finally:
            pool.shutdown(cancel_futures=True)
    return written


def _begin(number: int, parent: int) -> None:
    global _TASK
    end_with(parent)
    # Half of the reading was a search for garbage among half a million records that all stay.
    gc.disable()
    try:
        file = Path(f"/proc/{parent}/fd/{number}").open("rb")  # noqa: SIM115
    except FileNotFoundError:
        if _lives(parent):
            raise
        # Who started this one was killed meanwhile: nobody waits, and it is no fault of ours.
        os._exit(1)
    with file:
        _TASK = pickle.load(file)  # noqa: S301  (written by the process that started this one)
    gc.freeze()
    gc.enable()


def _lives(parent: int) -> bool:
    """Say whether who started this process is there: who ends lets go of files before children."""
    with suppress(OSError):
        return os.getppid() == parent and any(Path(f"/proc/{parent}/fd").iterdir())
    return False


def _one(code: str) -> list[Path]:
    assert _TASK is not None, "a worker begins by reading its task"
    return _TASK.write(_TASK.shared, code)


def _say(tell: Told | None, number: int, names: dict[str, str], code: str) -> None:
    if tell:
        tell(f"[{number} of {len(names)}] {names[code]}")
