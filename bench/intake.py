"""Intake of all published files, from bytes to validated and loaded tables, against reading them.

The floor reads the same bytes as text with pandas and calamine and does nothing with them. What
validation takes is measured inside the same run: all of it, and Great Expectations alone.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pandas as pd

from bench.ratios import in_turn, source_in, told
from earlywarning.run import ingest
from earlywarning.run.work import close, open_work
from earlywarning.settings import Settings
from earlywarning.validation import verdict

TIMES = 1


def main() -> None:
    """Take in and read as text in turn, and tell the ratios."""
    with tempfile.TemporaryDirectory() as at:
        place = Path(at)
        source = source_in(place)
        spent: Counter[str] = Counter()
        whole, floor = in_turn(
            TIMES, lambda: take_in(source, place, spent), lambda: read_as_text(source)
        )
    validation, expectations = (spent[name] / TIMES for name in ("validation", "expectations"))
    print(f"intake {whole:.1f} s; reading the same bytes as text {floor:.1f} s")
    told("with validation, against reading", whole / floor, 8)
    told("without validation, against reading", (whole - validation) / floor, 4)
    told("Great Expectations' share of intake, %", 100 * expectations / whole, 30)


def take_in(source: Path, place: Path, spent: Counter[str]) -> None:
    """Take in all files, each judged anew, and note what validation took."""
    settings = Settings((source,), dt.date(2026, 4, 30), place / "w.duckdb", fresh=True)
    work = open_work(settings, lambda _words: None)
    with (
        mock.patch.object(verdict, "_run", timed(verdict._run, "expectations", spent)),
        mock.patch.object(ingest, "_verdict", timed(ingest._verdict, "validation", spent)),
        mock.patch.object(ingest, "_screened", timed(ingest._screened, "validation", spent)),
    ):
        try:
            ingest.ingest(work)
        finally:
            close(work)


def timed(call: Callable[..., Any], name: str, spent: Counter[str]) -> Callable[..., Any]:
    """Return a call that adds the seconds it takes under a name."""

    def measured(*given: Any) -> Any:
        """Return what the call returns."""
        began = time.perf_counter()
        try:
            return call(*given)
        finally:
            spent[name] += time.perf_counter() - began  # type: ignore[assignment]

    return measured


def read_as_text(source: Path) -> None:
    """Read every table and workbook, all cells as text."""
    for path in sorted(source.rglob("*")):
        if path.suffix == ".csv":
            pd.read_csv(path, dtype=str, keep_default_na=False, encoding_errors="replace",
                        on_bad_lines="skip")  # fmt: skip
        elif path.suffix in {".xlsx", ".ods"}:
            pd.read_excel(path, sheet_name=None, dtype=str, header=None, engine="calamine")
        elif path.suffix == ".parquet":
            pd.read_parquet(path)


if __name__ == "__main__":
    main()
