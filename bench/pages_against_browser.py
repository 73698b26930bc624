"""Writing all pages, briefings, packs and workbooks against a browser that prints the pages.

A common way to make such papers is to print each page with a headless browser. A dozen pages, taken
evenly from all, are printed one after another by one warm Chromium, and their time is scaled to all
pages. Needs Chromium. The database is `--warehouse FILE`, or that of a run on the published files,
or, without these, on an invented nation.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.ratios import process, source_in, told
from earlywarning.run.run import run
from earlywarning.settings import Settings, reference_folder
from tests.support.browser import browser

AS_OF = dt.date(2026, 4, 30)
SAMPLE = 12
TIMES, SECONDS, AGAIN = 10, 60, 10


def main() -> None:
    """Write all, write again, print a sample, and tell each beside its aim."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--warehouse", type=Path, help="a database that is there")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        warehouse = given.warehouse.resolve() if given.warehouse else _warehouse(place)
        words = ["-m", "earlywarning", "report", "--warehouse", warehouse, "--reports", place / "r"]
        first, again = process(words, place), process(words, place)
        pages = sorted(place.glob("r/**/*.html"))
        each = _printed(pages[:: max(1, len(pages) // SAMPLE)][:SAMPLE], place)
    files = f"{len(pages)} pages with papers and workbooks"
    told(f"{files}, s by the clock", first.clock, SECONDS, "s")
    told("  the same, s of processors (two at most)", first.processor, 2 * SECONDS, "s")
    told("  the same again, nothing changed, s by the clock", again.clock, AGAIN, "s")
    print(f"{SAMPLE} of the pages printed by Chromium: {each:.2f} s a page, scaled to all pages:")
    told("  a browser against us, times", each * len(pages) / first.clock, TIMES, least=True)


def _warehouse(place: Path) -> Path:
    settings = Settings(
        (source_in(place),), AS_OF, place / "w.duckdb", place / "none", reference_folder()
    )
    run(settings, say=lambda _words: None, reports=False)
    return place / "w.duckdb"


def _printed(pages: list[Path], place: Path) -> float:
    """Return the seconds a page of printing them, after one that warms the browser up."""
    with browser() as opened:
        _print(opened, pages[0], place)
        began = time.perf_counter()
        for page in pages:
            _print(opened, page, place)
        took = time.perf_counter() - began
    return took / len(pages)


def _print(opened: Any, page: Path, place: Path) -> None:
    tab = opened.new_page()
    tab.goto(page.as_uri())
    tab.pdf(path=place / "printed.pdf", format="A4")
    tab.close()


if __name__ == "__main__":
    main()
