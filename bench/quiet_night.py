"""A quiet night as a flow against an empty flow: what the second takes is Prefect's.

Both are processes of their own beside a server that is up, on the small invented nation.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from pathlib import Path

from bench.ratios import PROJECT, process, processes, told
from lab.demo import invent
from pipelines.serve import server

TIMES, PORT = 3, 4268
EMPTY = (
    "from pipelines import environment; from prefect import flow; flow(lambda: 1, name='empty')()"
)
NIGHT = """
import sys
from pipelines.nightly import nightly
nightly((sys.argv[1],), "w.duckdb", sys.argv[2])
"""
ALONE = ("-m", "earlywarning", "run", "--no-reports", "--warehouse", "w.duckdb")


def main() -> None:
    with tempfile.TemporaryDirectory() as at:
        place = Path(at)
        invent(place / "in", PROJECT / "data" / "reference", small=True)
        (place / "register").mkdir()
        os.environ |= {
            "EARLYWARNING_REGISTER": str(place / "register"),
            "EARLYWARNING_NOTIFY": str(place / "nobody.toml"),
            "PREFECT_API_URL": f"http://127.0.0.1:{PORT}/api",
            "PREFECT_HOME": str(place / "prefect"), "PREFECT_LOGGING_LEVEL": "WARNING",
        }  # fmt: skip
        day = str(dt.date(2026, 4, 30))
        night = ("-c", NIGHT, place / "in", day)
        command = (*ALONE, "--input", place / "in", "--as-of", day)
        process(command, place)
        with server(os.environ["PREFECT_API_URL"]):
            process(night, place)
            quiet, empty, alone = processes(
                TIMES,
                lambda: process(night, place),
                lambda: process(("-c", EMPTY), place),
                lambda: process(command, place),
            )
    print(f"as a flow {quiet.clock:.1f} s, an empty flow {empty.clock:.1f} s, "
          f"by command {alone.clock:.1f} s")  # fmt: skip
    told("a quiet night, more than an empty flow", quiet.clock - empty.clock, 1, "s")


if __name__ == "__main__":
    main()
