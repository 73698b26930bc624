"""Twenty readers ask all the time while twenty builds are published one after another."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from earlywarning.warehouse import build
from earlywarning.warehouse.publish import publish

READERS, PUBLISHES, ROWS = 20, 20, 5_000
# Every other reader has a tool of its own, which knows nothing of ours.
READER = """
import json, sys, time
from pathlib import Path
import duckdb
from earlywarning.warehouse.connect import query

warehouse, ours = Path(sys.argv[1]), sys.argv[2] == "ours"
SQL = "select (select run from run), count(*), min(title), max(title) from release"

def asked():
    if ours:
        return query(warehouse, SQL)[1][0]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(SQL).fetchone()

seen, wrong, reads, until = set(), [], 0, time.monotonic() + 300
while not warehouse.with_name("stop").exists() and time.monotonic() < until:
    try:
        run, many, first, last = asked()
        seen.add(run)
        if (many, first, last) != (ROWS, run, run):
            wrong.append([run, many, first, last])
    except Exception as error:
        wrong.append(repr(error))
    reads += 1
    time.sleep(0.5)
    warehouse.with_name(f"reads-{sys.argv[3]}").touch()
print(json.dumps({"reads": reads, "seen": sorted(seen), "wrong": wrong}))
""".replace("ROWS", str(ROWS))


def published(warehouse: Path, number: int) -> None:
    run = f"run{number}"
    building = build.begin(warehouse.with_suffix(".builds"), run)
    build.load(building, "run", pd.DataFrame([{"run": run}]))
    rows = {"release": [f"r{n}" for n in range(ROWS)], "title": run}
    build.load(building, "release", pd.DataFrame(rows))
    publish(building, warehouse, run)


@pytest.mark.whole
def test_twenty_readers_during_twenty_publishes_see_one_build_at_a_time(tmp_path: Path) -> None:
    warehouse = tmp_path / "earlywarning.duckdb"
    published(warehouse, 0)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, warehouse, ("ours", "own")[n % 2], str(n)],
            stdout=subprocess.PIPE,
        )
        for n in range(READERS)
    ]
    try:
        until = time.monotonic() + 120
        while len(list(tmp_path.glob("reads-*"))) < READERS and time.monotonic() < until:
            time.sleep(0.1)
        for number in range(1, PUBLISHES + 1):
            published(warehouse, number)
    finally:
        (tmp_path / "stop").touch()
        told = [json.loads(reader.communicate()[0]) for reader in readers]
    assert [one["wrong"] for one in told if one["wrong"]] == []
    assert sum(one["reads"] for one in told) > 5 * READERS
    assert len({run for one in told for run in one["seen"]}) > PUBLISHES / 2
