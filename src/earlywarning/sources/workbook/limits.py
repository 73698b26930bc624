"""How much of a file is looked at: far above every published file, far below what stops a run.

All are chosen. The largest published workbook unpacks to 40 MB and has 0.7 million cells; the
largest published table has 3.3 MB.
"""

from __future__ import annotations

from pathlib import Path

from earlywarning.errors import SourceError

MEGABYTE = 2**20
MOST_BYTES = 64 * MEGABYTE
LONGEST_LINE = 20 * MEGABYTE
MOST_UNPACKED = 256 * MEGABYTE
MOST_PARTS = 5_000
MOST_CELLS = 5_000_000
MOST_MERGED = 1_000_000
MOST_FAULTS = 100_000
LONGEST_CELL = MEGABYTE
# Of the process that opens a workbook.
MEMORY = 2048 * MEGABYTE
SECONDS = 60
OUT_OF_MEMORY = 77  # what that process ends with
RULE = "too_large"


def require_size(path: Path) -> None:
    """Refuse a file by its size, before any of it is read.

    Raises:
        SourceError: if it has more bytes than any table that is published.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise SourceError(
            f"{size // MEGABYTE} MB; a file of more than {MOST_BYTES // MEGABYTE} MB is not opened",
            rule=RULE,
        )


def text_of(path: Path) -> bytes:
    """Return the bytes of a text file whose size and lines are within the limits.

    Raises:
        SourceError: naming the line that is too long, or the size.
    """
    require_size(path)
    content = path.read_bytes()
    start, row = 0, 1
    while len(content) - start > LONGEST_LINE:
        end = content.rfind(b"\n", start, start + LONGEST_LINE)
        if end < 0:
            row += content.count(b"\n", 0, start)
            most = LONGEST_LINE // MEGABYTE
            raise SourceError(f"row {row}: a line of more than {most} MB", rule=RULE, row=row)
        start = end + 1
    return content
