"""What writing all pages costs, and what is written again when nothing changed (`make bench`).

Writes the whole site of an invented nation into an empty folder, then once more into the same
folder; prints the second as a share of the first.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import time
from pathlib import Path

from earlywarning.reports.site import write_site
from earlywarning.run.run import run
from earlywarning.settings import Settings, reference_folder
from earlywarning.warehouse.connect import open_published
from lab.nation.write import write_nation

AS_OF = dt.date(2026, 4, 30)


def main() -> None:
    """Write twice and print how long each took and the sizes."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write_nation(place / "nation")
        warehouse = place / "w.duckdb"
        settings = Settings(
            (place / "nation",), AS_OF, warehouse, place / "none", reference_folder()
        )
        run(settings, say=lambda _words: None, reports=False)
        first = _write(warehouse, place / "pages")
        again = _write(warehouse, place / "pages")
        files = [path for path in (place / "pages").rglob("*") if path.is_file()]
        pages = [path.stat().st_size for path in files if path.suffix == ".html"]
        total = sum(path.stat().st_size for path in files)
    cores = len(os.sched_getaffinity(0))
    print(f"all pages of the invented nation: {first:.0f} s on {cores} processors")
    print(f"the same again, nothing changed: {again / first:6.1%} of that")
    print(f"{len(files):,} files, {total / 1e6:.0f} MB; largest page {max(pages) / 1e3:.0f} kB")


def _write(warehouse: Path, folder: Path) -> float:
    began = time.perf_counter()
    with open_published(warehouse) as connection:
        write_site(connection, folder)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
