"""What benchmarks share: medians of several tries in turn, and processes with what they took."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lab.nation.write import write_nation

PROJECT = Path(__file__).resolve().parents[1]
PUBLISHED = PROJECT.parent / "shared" / "published"


def source_in(place: Path) -> Path:
    """Return the published files, or an invented nation in a folder where there are none.

    What people recorded in this checkout is in no benchmark: the register is an empty one there.
    """
    (place / "register").mkdir()
    os.environ["EARLYWARNING_REGISTER"] = str(place / "register")
    if not PUBLISHED.exists():
        write_nation(place / "nation")
        return place / "nation"
    return PUBLISHED


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, seconds of processors, and the most memory of one process in MB."""

    clock: float
    processor: float
    memory: float


def in_turn(times: int, *works: Callable[[], object]) -> list[float]:
    """Do each work several times, one after another in turn; return each one's middle seconds."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for place, work in enumerate(works):
            began = time.perf_counter()
            work()
            took[place].append(time.perf_counter() - began)
    return [statistics.median(one) for one in took]


def process(words: Sequence[str | Path], cwd: Path, fine: Sequence[int] = (0, 3)) -> Cost:
    """Run Python with these words as a process of its own."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as log:
        command = [sys.executable, *map(str, words)]
        env = os.environ | {"PYTHONPATH": os.pathsep.join([str(PROJECT / "src"), str(PROJECT)])}
        started = subprocess.Popen(command, cwd=cwd, env=env, stdout=log, stderr=log)
        _, status, used = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
        clock = time.perf_counter() - began
        if started.returncode not in fine:
            log.seek(0)
            raise SystemExit(log.read())
    return Cost(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)


def processes(times: int, *works: Callable[[], Cost]) -> list[Cost]:
    """Run each process several times in turn; return each one's middle seconds and most memory."""
    took: list[list[Cost]] = [[work() for work in works] for _ in range(times)]
    return [
        Cost(
            statistics.median(cost.clock for cost in own),
            statistics.median(cost.processor for cost in own),
            max(cost.memory for cost in own),
        )
        for own in zip(*took, strict=True)
    ]


def told(what: str, value: float, aim: float, unit: str = "", *, least: bool = False) -> None:
    """Print a figure beside its aim, and how busy the machine was."""
    well = value >= aim if least else value <= aim
    bound = ">=" if least else "<="
    load = os.getloadavg()[0]
    print(
        f"{what:58} {value:8.2f} {unit:4} aim {bound} {aim:g}: {'yes' if well else 'NO':3} "
        f"(load {load:.1f})",
        flush=True,
    )
