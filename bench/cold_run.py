"""The whole run on the published files, every file judged anew, without pages: time and memory.

The second run rests on exactly the same files on the same day; the third on the same files on the
next, as most nights do.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from bench.ratios import Cost, process, source_in, told

DAY = dt.date(2026, 4, 30)


def main() -> None:
    """Run three times, and tell what each took."""
    with tempfile.TemporaryDirectory() as at:
        place = Path(at)
        source = source_in(place)
        cold, quiet = run(source, place, DAY, "--fresh"), run(source, place, DAY)
        later = run(source, place, DAY + dt.timedelta(days=1))
    print(f"by the clock: {quiet.clock:.1f} s the same again, {later.clock:.1f} s on a new day")
    told("cold, without pages", cold.clock, 40, "s")
    told("cold, most memory of the process", cold.memory / 1000, 1, "GB")
    print(f"cold, processors: {cold.processor:.1f} s")
    told("nothing new on the same day, processors", quiet.processor, 1, "s")
    told("nothing new on a new day, processors", later.processor, 5, "s")
    print(f"most memory: {quiet.memory / 1000:.2f} GB, {later.memory / 1000:.2f} GB")


def run(source: Path, place: Path, day: dt.date, *more: str) -> Cost:
    """Run as a process of its own, with further words of the command."""
    words = ("-m", "earlywarning", "run", "--input", source, "--as-of", str(day),
             "--warehouse", "w.duckdb", "--no-reports", *more)  # fmt: skip
    return process(words, place)


if __name__ == "__main__":
    main()
