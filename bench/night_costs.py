"""What a quiet night and a full month cost, and how much of it is Prefect's.

    python -m bench.night_costs                   # on the small invented nation
    python -m bench.night_costs --input FOLDER    # on the files that are there

Each is done by command and then as the flow that is scheduled, as a process of its own beside a
Prefect server that is up already. What the flow takes more, and the server meanwhile, is Prefect's.
A quiet night is held against a flow that does nothing, too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import tempfile
from pathlib import Path

from bench.ratios import Cost, process, told
from lab.demo import invent
from pipelines.environment import PROJECT
from pipelines.serve import server

DAY = dt.date(2026, 4, 30)
EMPTY = (
    "from pipelines import environment; from prefect import flow; flow(lambda: 1, name='empty')()"
)
FLOW = """
import sys
from importlib import import_module
name, inputs, warehouse, as_of, reports = sys.argv[1:]
more = {"reports": reports} if reports else {}
getattr(import_module(f"pipelines.{name}"), name)((inputs,), warehouse, as_of, **more)
"""


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
        }  # fmt: skip
        _measured(place, inputs.resolve())


def _measured(place: Path, inputs: Path) -> None:
    print("| what | clock s | processors s | memory MB |\n| --- | --- | --- | --- |")
    here, there = place / "here", place / "there"
    here.mkdir()
    _told("the first night, all files new", _command(here, inputs, 0))
    shutil.copytree(here, there, symlinks=True)
    quiet, flows = "a quiet night", {}
    with server(os.environ["PREFECT_API_URL"]):
        for what, days, flow, reports in (
            (quiet, 0, "nightly", ""),
            ("a full month", 1, "monthly", "site"),
        ):
            alone = _command(here, inputs, days, reports)
            before = _of_server()
            words = [flow, str(inputs), "w.duckdb", str(DAY + dt.timedelta(days=days)), reports]
            flows[what] = scheduled = process(["-c", FLOW, *words], there)
            meanwhile = _of_server() - before
            _told(f"{what}, by command", alone)
            _told(f"{what}, as the flow", scheduled)
            more = [getattr(scheduled, part) - getattr(alone, part) for part in Cost.__slots__]
            _told("Prefect's of it", Cost(*more))
            print(f"| and of its server | | {meanwhile:.1f} | |", flush=True)
        empty = process(["-c", EMPTY], there)
    _told("a flow that does nothing", empty)
    told("a quiet night, more than an empty flow", flows[quiet].clock - empty.clock, 1, "s")


def _command(place: Path, inputs: Path, days: int, reports: str = "") -> Cost:
    day = str(DAY + dt.timedelta(days=days))
    pages = ["--reports", reports] if reports else ["--no-reports"]
    words = ["run", "--input", str(inputs), "--warehouse", "w.duckdb", "--as-of", day, *pages]
    return process(["-m", "earlywarning", *words], place)


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
