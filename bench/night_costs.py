"""What a quiet night and a full month cost, and how much of it is Prefect's.

    python -m bench.night_costs                   # on the small invented nation
    python -m bench.night_costs --input FOLDER    # on the files that are there

Each is done by command and then as the flow that is scheduled, as a process of its own beside a
Prefect server that is up already. What the flow takes more, and the server meanwhile, is Prefect's.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from lab.demo import invent
from pipelines.environment import PROJECT
from pipelines.serve import server

DAY = dt.date(2026, 4, 30)
FLOW = """
import sys
from importlib import import_module
name, inputs, warehouse, as_of, reports = sys.argv[1:]
more = {"reports": reports} if reports else {}
getattr(import_module(f"pipelines.{name}"), name)((inputs,), warehouse, as_of, **more)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, seconds of processors, and the most memory of one process in MB."""

    clock: float
    processor: float
    memory: float


def main() -> None:
    """Measure all four and print them."""
    words = argparse.ArgumentParser("python -m bench.night_costs")
    words.add_argument("--input", type=Path, help="else the small invented nation")
    words.add_argument("--port", type=int, default=4269, help="of the server that is started")
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="costs-") as at:
        place = Path(at)
        inputs = given.input or place / "nation"
        if not given.input:
            invent(inputs, PROJECT / "data" / "reference", small=True)
        (place / "register").mkdir()
        os.environ |= {
            "EARLYWARNING_REGISTER": str(place / "register"),
            "EARLYWARNING_NOTIFY": str(place / "nobody.toml"),
            "PREFECT_API_URL": f"http://127.0.0.1:{given.port}/api",
            "PREFECT_HOME": str(place / "prefect"), "PREFECT_LOGGING_LEVEL": "WARNING",
            "PYTHONPATH": os.pathsep.join([str(PROJECT), str(PROJECT / "src")]),
        }  # fmt: skip
        _measured(place, inputs.resolve())


def _measured(place: Path, inputs: Path) -> None:
    print("| what | clock s | processors s | memory MB |\n| --- | --- | --- | --- |")
    here, there = place / "here", place / "there"
    here.mkdir()
    _told("the first night, all files new", _command(here, inputs, 0))
    shutil.copytree(here, there, symlinks=True)
    with server(os.environ["PREFECT_API_URL"]):
        for what, days, flow, reports in (
            ("a quiet night", 0, "nightly", ""),
            ("a full month", 1, "monthly", "site"),
        ):
            alone = _command(here, inputs, days, reports)
            before = _of_server()
            words = [flow, str(inputs), "w.duckdb", str(DAY + dt.timedelta(days=days)), reports]
            scheduled = _cost(["-c", FLOW, *words], there)
            meanwhile = _of_server() - before
            _told(f"{what}, by command", alone)
            _told(f"{what}, as the flow", scheduled)
            more = [getattr(scheduled, part) - getattr(alone, part) for part in Cost.__slots__]
            _told("Prefect's of it", Cost(*more))
            print(f"| and of its server | | {meanwhile:.1f} | |", flush=True)


def _command(place: Path, inputs: Path, days: int, reports: str = "") -> Cost:
    day = str(DAY + dt.timedelta(days=days))
    pages = ["--reports", reports] if reports else ["--no-reports"]
    words = ["run", "--input", str(inputs), "--warehouse", "w.duckdb", "--as-of", day, *pages]
    return _cost(["-m", "earlywarning", *words], place)


def _cost(words: list[str], place: Path) -> Cost:
    began = time.perf_counter()
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *words], cwd=place, stdout=log, stderr=log
        )  # fmt: skip
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise SystemExit((place / "log").read_text("utf-8"))
    clock = time.perf_counter() - began
    return Cost(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)


def _of_server() -> float:
    """Return the processor seconds of what this process started and is still there: the server."""
    found = 0.0
    for thread in Path("/proc/self/task").iterdir():
        for child in (thread / "children").read_text().split():
            parts = Path(f"/proc/{child}/stat").read_text().rpartition(") ")[2].split()
            found += (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")
    return found


def _told(what: str, cost: Cost) -> None:
    print(f"| {what} | {cost.clock:.1f} | {cost.processor:.1f} | {cost.memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
