"""Events about children to monthly measures, against one statement written by hand (`make bench`).

    python -m bench.child_level            # two million events
    python -m bench.child_level --full     # 10, 50 and 200 million; 3 GB of disk, half an hour
    python -m bench.child_level --cluster  # one Dask worker against two

Both are processes of their own under one bound of memory, on the same invented files; what they
count is compared. The statement knows neither faults nor gaps.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from functools import partial
from pathlib import Path

import pandas as pd

from bench.ratios import PROJECT, Cost, process, processes, told
from earlywarning.sources.annex_a.counting import bank_holidays
from earlywarning.sources.events.counting import Bounds, calendar_of, opened
from earlywarning.sources.events.layout import find_places
from earlywarning.sources.events.measures import ALL_BEFORE, COUNTED
from lab.cluster import cluster
from lab.pathway_events import write_events

REFERENCE = PROJECT / "data" / "reference"
SIZES = (10_000_000, 50_000_000, 200_000_000)
MEMORY = "2GB"


def main() -> None:
    """Invent events of each size in turn and count them."""
    words = argparse.ArgumentParser("python -m bench.child_level")
    words.add_argument("--full", action="store_true")
    words.add_argument("--cluster", action="store_true")
    words.add_argument("--events", type=int, default=2_000_000)
    words.add_argument("--times", type=int, default=3)
    words.add_argument("--by-hand", type=Path)
    words.add_argument("--to", type=Path)
    given = words.parse_args()
    if given.by_hand:
        by_hand(given.by_hand, given.to)
        return
    for size in SIZES if given.full else (given.events,):
        with tempfile.TemporaryDirectory(prefix="events-") as at:
            place = Path(at)
            write_events(place / "in", authorities(), size)
            measured = on_cluster if given.cluster else on_one_machine
            measured(place, size, given.times)


def authorities() -> list[str]:
    """Return the codes of the authorities of today."""
    with (REFERENCE / "authorities.csv").open(encoding="utf-8", newline="") as file:
        return sorted({row["old_la_code"] for row in csv.DictReader(file) if not row["closed"]})


def by_hand(folder: Path, to: Path) -> None:
    """Count all files by one statement."""
    places, _ = find_places(folder, authorities(), None)
    sql = (Path(__file__).parent / "child_level.sql").read_text(encoding="utf-8")
    with opened(Bounds(MEMORY, threads=2)) as connection:
        connection.register("calendar", calendar_of(bank_holidays(REFERENCE), tuple(places)))
        files = str(folder / "*/*/*.parquet")
        connection.execute(sql, {"files": files}).df().to_parquet(to)


def ours(place: Path, *more: str) -> Cost:
    """Count two years of months by the command, with further words of it."""
    words = ("-m", "earlywarning", "events", "--input", "in", "--to", "ours.parquet", "--months",
             "24", "--memory", MEMORY, *more)  # fmt: skip
    return process(words, place)


def on_one_machine(place: Path, size: int, times: int) -> None:
    """Count by the command and by hand in turn; both have to say the same."""
    hand = ("-m", "bench.child_level", "--by-hand", "in", "--to", "hand.parquet")
    own, floor = processes(
        times, lambda: ours(place, "--threads", "2"), lambda: process(hand, place)
    )
    table, other = (pd.read_parquet(place / f"{name}.parquet") for name in ("ours", "hand"))
    keys = ["old_la_code", "time_period"]
    for measure, how in COUNTED.items():
        if how.before != ALL_BEFORE:
            mine = table[table["measure"] == measure].set_index(keys)["value"]
            same = other[other["what"] == how.what].set_index(["old_la_code", "month"])["number"]
            assert (mine == same.reindex(mine.index).fillna(0)).all(), measure
    print(
        f"{size / 1e6:.0f} million events: {own.clock:.1f} s, {size / own.clock / 1e6:.1f} a second"
    )
    told("  against the statement by hand", own.clock / floor.clock, 1.3)
    told("  of processors", own.processor / floor.processor, 1.3)
    told(f"  memory under --memory {MEMORY}", own.memory / 1000, 2.5, "GB")
    print(f"  the statement by hand: {floor.clock:.1f} s, {floor.memory / 1000:.2f} GB")


def on_cluster(place: Path, size: int, times: int) -> None:
    """Count on one worker and on two, each warm."""
    took = []
    for workers in (1, 2):
        with cluster(workers) as (address, _):
            more = ("--engine", "dask", "--scheduler", address, "--threads", "1")
            ours(place, *more)  # new workers import all at their first part
            [cost] = processes(times, partial(ours, place, *more))
            took.append(cost.clock)
    alone = ours(place, "--threads", "1")
    print(f"{size / 1e6:.0f} million events: one worker {took[0]:.1f} s, two {took[1]:.1f} s, "
          f"one process without Dask {alone.clock:.1f} s")  # fmt: skip
    told("  one worker against two", took[0] / took[1], 1.7, least=True)


if __name__ == "__main__":
    main()
