"""The whole run on the published files, every file judged anew, without pages: time and memory.

The second run rests on exactly the same files, as a quiet night does.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bench.ratios import PUBLISHED, Cost, process, told
from lab.nation.write import write_nation


def main() -> None:
    with tempfile.TemporaryDirectory() as at:
        place, source = Path(at), PUBLISHED
        if not source.exists():
            source = place / "nation"
            write_nation(source)
        (place / "register").mkdir()
        os.environ["EARLYWARNING_REGISTER"] = str(place / "register")
        cold, quiet = run(source, place, "--fresh"), run(source, place)
    print(f"processors: {cold.processor:.1f} s cold, {quiet.processor:.1f} s quiet")
    told("cold, without pages", cold.clock, 40, "s")
    told("most memory of the process", cold.memory / 1000, 1, "GB")
    print(f"the same again, nothing new: {quiet.clock:.1f} s, {quiet.memory / 1000:.2f} GB")


def run(source: Path, place: Path, *more: str) -> Cost:
    words = ("-m", "earlywarning", "run", "--input", source, "--as-of", "2026-04-30",
             "--warehouse", "w.duckdb", "--no-reports", *more)  # fmt: skip
    return process(words, place)


if __name__ == "__main__":
    main()
