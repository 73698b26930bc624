"""Where the time of a run goes, as shares of one run (`make bench`).

Reads ../shared/published where it exists, else the invented nation. Shares are of one process on
one machine and say nothing about another; no test looks at them.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from pathlib import Path

from earlywarning.run.run import STAGES
from earlywarning.run.stages import report
from earlywarning.run.work import open_work
from earlywarning.settings import Settings
from lab.nation.write import write_nation

PUBLISHED = Path(__file__).resolve().parents[2] / "shared" / "published"


def main() -> None:
    """Run every stage once and print each one's share of the whole."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        source = PUBLISHED
        if not source.exists():
            source = place / "nation"
            write_nation(source)
        settings = Settings((source,), dt.date(2026, 4, 30), place / "w.duckdb", place / "pages")
        work = open_work(settings, lambda _words: None)
        spent: dict[str, float] = {}
        for name, stage in {**STAGES, "report": report}.items():
            began = time.perf_counter()
            stage(work)
            spent[name] = time.perf_counter() - began
    total = sum(spent.values())
    files = "real files" if source == PUBLISHED else "the invented nation"
    print(f"{'stage':10} share   of {total:.1f} s on {files}")
    for name, seconds in spent.items():
        print(f"{name:10} {seconds / total:6.1%}")


if __name__ == "__main__":
    main()
