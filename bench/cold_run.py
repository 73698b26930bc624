"""The whole run on the published files, every file judged anew, without pages: time and memory.

The second run rests on exactly the same files, as a quiet night does.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.ratios import Cost, process, source_in, told


def main() -> None:
    """Run twice, and tell what each took."""
    with tempfile.TemporaryDirectory() as at:
        place = Path(at)
        source = source_in(place)
        cold, quiet = run(source, place, "--fresh"), run(source, place)
    print(f"processors: {cold.processor:.1f} s cold, {quiet.processor:.1f} s quiet")
    told("cold, without pages", cold.clock, 40, "s")
    told("most memory of the process", cold.memory / 1000, 1, "GB")
    print(f"the same again, nothing new: {quiet.clock:.1f} s, {quiet.memory / 1000:.2f} GB")


def run(source: Path, place: Path, *more: str) -> Cost:
    """Run as a process of its own, with further words of the command."""
    words = ("-m", "earlywarning", "run", "--input", source, "--as-of", "2026-04-30",
             "--warehouse", "w.duckdb", "--no-reports", *more)  # fmt: skip
    return process(words, place)


if __name__ == "__main__":
    main()
