"""How time and memory grow with authorities: a made-up continent of copies of one nation.

    python -m bench.growth            # 1, 4 and 16 times
    python -m bench.growth --full     # and 64 times

What grows is the warehouse of one day, from observations to benchmarks: each copy has codes,
regions and neighbours of its own. Every size is a process of its own. An exponent of 1 is in
proportion.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import resource
import tempfile
import time
from pathlib import Path

import duckdb
import pyarrow as pa

from bench.as_of_days import built
from bench.ratios import process, told
from earlywarning.warehouse.known import Past, as_known, past_of

DAY = dt.date(2026, 3, 31)
CODES = ("old_la_code", "neighbour_old_la_code", "successor", "area", "region")


def main() -> None:
    """Build a day of each size, each in a process of its own, and tell how fast both grow."""
    words = argparse.ArgumentParser("python -m bench.growth")
    words.add_argument("--full", action="store_true")
    words.add_argument("--warehouse", type=Path)
    words.add_argument("--times", type=int)
    words.add_argument("--to", type=Path)
    given = words.parse_args()
    if given.times:
        one_size(given.warehouse, given.times, given.to)
        return
    with tempfile.TemporaryDirectory() as at:
        place = Path(at)
        warehouse = (given.warehouse or built(place)).resolve()
        sizes = (1, 4, 16, 64) if given.full else (1, 4, 16)
        found = [of_size(warehouse, times, place) for times in sizes]
    for times, (seconds, memory) in zip(sizes, found, strict=True):
        print(f"{times:3} times the authorities: {seconds:6.1f} s, {memory / 1000:.2f} GB")
    grown = math.log(sizes[-1] / sizes[0])
    told("exponent of time", math.log(found[-1][0] / found[0][0]) / grown, 1.1)
    told("exponent of memory", math.log(found[-1][1] / found[0][1]) / grown, 1.1)


def of_size(warehouse: Path, times: int, place: Path) -> tuple[float, float]:
    """Return seconds and MB of the day of so many nations."""
    to = place / "size.json"
    words = ("-m", "bench.growth", "--warehouse", warehouse, "--times", str(times), "--to", to)
    process(words, place)
    seconds, memory = json.loads(to.read_text(encoding="utf-8"))
    return seconds, memory


def one_size(warehouse: Path, times: int, to: Path) -> None:
    """Build the day of a continent of so many nations, and note seconds and MB that it took."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        past = past_of(connection)
    continent = Past({name: copied(table, times) for name, table in past.copies.items()})
    began = time.perf_counter()
    as_known(continent, DAY).connection.close()
    seconds = time.perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    to.write_text(json.dumps([seconds, most]), encoding="utf-8")


def copied(table: pa.Table, times: int) -> pa.Table:
    """Return a table with the rows of each authority so many times, under codes of their own."""
    names = [name for name in CODES if name in table.column_names]
    if "old_la_code" not in names:
        return table
    changed = ", ".join(f"case when {n} is null or old_la_code is null then {n} "
                        f"when copy = 0 then {n} else {n} || '.' || copy end as {n}"
                        for n in names)  # fmt: skip
    with duckdb.connect() as connection:
        connection.register("given", table)
        return (
            connection.execute(
                f"""select * replace ({changed}) from (
                select given.*, copy from given cross join range({times}) as copies (copy)
                where copy = 0 or old_la_code is not null
            )"""
            )
            .to_arrow_table()
            .drop_columns(["copy"])
        )


if __name__ == "__main__":
    main()
