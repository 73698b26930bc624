"""One as-of day, and thirteen years of months, against one statement over the same rows.

    python -m bench.as_of_days            # twelve months, told for 156
    python -m bench.as_of_days --full     # all 156

A day is the warehouse as it stood then, built in memory up to the benchmarks, compared and scored.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from pathlib import Path

import duckdb
import pandas as pd

from bench.ratios import in_turn, source_in, told
from earlywarning.definitions.loader import load_definitions
from earlywarning.run.run import run
from earlywarning.scoring.looking_back import look_back
from earlywarning.settings import Settings, reference_folder
from earlywarning.warehouse.known import past_of

UNTIL, MONTHS = dt.date(2026, 3, 31), 156
# The newest release of each value on a day: what a hand would write, and no more.
BY_HAND = """
    select series, area, time_period, arg_max(value, published) as value
    from observation where published <= $day group by all
"""


def main() -> None:
    """Measure on the warehouse that is given, or on one that is built first."""
    words = argparse.ArgumentParser("python -m bench.as_of_days")
    words.add_argument("--full", action="store_true")
    words.add_argument("--warehouse", type=Path)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as at:
        warehouse = given.warehouse or built(Path(at))
        measure(warehouse, MONTHS if given.full else 12)


def built(place: Path) -> Path:
    """Run once on what there is and return the warehouse."""
    settings = Settings((source_in(place),), dt.date(2026, 4, 30), place / "w.duckdb", look_back=0)
    run(settings, say=lambda _words: None, reports=False)
    return place / "w.duckdb"


def measure(warehouse: Path, months: int) -> None:
    """Look from one day and from the ends of so many months, and tell both beside their aims."""
    definitions = load_definitions(reference_folder())
    ends = [day.date() for day in pd.date_range(end=UNTIL, periods=months, freq="ME")]
    with duckdb.connect(str(warehouse.resolve()), read_only=True) as connection:
        wanted = past_of(connection, definitions.pathway.series()).copies["observation"]
        with duckdb.connect() as hand:
            hand.register("observation", wanted)
            one, floor = in_turn(
                3,
                lambda: look_back(connection, [UNTIL], definitions, ""),
                lambda: hand.execute(BY_HAND, {"day": UNTIL}).df(),
            )
        began = time.perf_counter()
        look_back(connection, ends, definitions, "")
        all_days = (time.perf_counter() - began) * MONTHS / months
    print(f"one statement over the same {wanted.num_rows:,} rows: {floor:.2f} s")
    told("one as-of day", one, 3, "s")
    told(f"156 as-of days ({months} measured)", all_days, 60, "s")


if __name__ == "__main__":
    main()
