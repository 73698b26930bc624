"""What was judged by a frozen protocol: lines that are only ever added, one list once."""

from __future__ import annotations

import csv
import datetime as dt
import os
from pathlib import Path

from earlywarning.backtest.frozen.judge import List, Verdict
from earlywarning.backtest.frozen.protocol import Frozen
from earlywarning.errors import SourceError, UsageError

FILE = "judged.csv"
HEADER = [
    "judged_on", "list_sha256", "protocol_sha256", "newest_started", "target", "inspections",
    "happened", "auc_within_grade", "lower", "upper", "ahead_of", "verdict",
]  # fmt: skip


def refuse_twice(folder: Path, given: List) -> None:
    """Refuse a list that was judged.

    Raises:
        UsageError: with the day on which it was.
        SourceError: if the file is not one of these.
    """
    path = folder / FILE
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file)
        header, rows = lines.fieldnames, list(lines)
    if header != HEADER:
        raise SourceError(f"{path}: its columns have to be {', '.join(HEADER)}")
    before = [row["judged_on"] for row in rows if row["list_sha256"] == given.sha256]
    if before:
        raise UsageError(
            f"this list of inspections was judged on {before[0]} ({path}): a list is judged once"
        )


def add(folder: Path, given: List, frozen: Frozen, verdicts: list[Verdict], day: dt.date) -> Path:
    """Add one line for each target at the end; return the file."""
    path = folder / FILE
    folder.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        if is_new:
            lines.writerow(HEADER)
        for one in verdicts:
            ahead = "; ".join(f"{rival} {share:.3f}" for rival, share in one.ahead.items())
            lines.writerow(
                [day, given.sha256, frozen.sha256, given.newest, one.target, one.n, one.happened,
                 *(f"{x:.4f}" for x in (one.auc, one.lower, one.upper)), ahead, one.said]
            )  # fmt: skip
        file.flush()
        os.fsync(file.fileno())
    return path
