"""What of a return stands beside its figures and is read by nobody: told, never passed over."""

from __future__ import annotations

import re

from earlywarning.sources.in_year.grid import Sheet
from earlywarning.sources.in_year.layout import Row
from earlywarning.sources.in_year.names import plain


def left_aside(sheet: Sheet, rows: list[Row], known: dict[str, set[str]]) -> list[str]:
    """Return a line for each column that holds figures beside measures and that nothing reads."""
    first: dict[int, int] = {}
    for row in rows:
        if plain(row.measure.content) in known:
            for column, words in row.beside:
                if re.fullmatch(r"[\d ]+", words):
                    first.setdefault(column, row.row - 1)
    return [
        f"{sheet.address(row, column)}: a figure under no period or heading that is known; its "
        "column is left aside"
        for column, row in sorted(first.items())
    ]
