"""Statistical neighbour models: ten neighbours each, with words for how close they are."""

from __future__ import annotations

import re

import pandas as pd

from earlywarning.errors import SourceError

NEIGHBOUR_COLUMN = re.compile(r"SN_?(\d{1,2})$")
CLOSENESS = {
    "extremely close": 1.0,
    "very close": 0.9,
    "close": 0.75,
    "somewhat close": 0.5,
    "not close": 0.25,
}


def is_neighbours(header: tuple[str, ...]) -> bool:
    """Tell whether a header is that of a neighbour model."""
    return sum(bool(NEIGHBOUR_COLUMN.match(name)) for name in header) == 10


def tidy(
    header: tuple[str, ...], rows: list[list[str]], row_numbers: list[int] | None = None
) -> pd.DataFrame:
    """Return one row per authority and neighbour.

    The sheets carry closed authorities below a blank row, so reading stops at the first row
    after the list that does not begin with a number.
    """
    places = [
        (int(match.group(1)), index)
        for index, name in enumerate(header)
        if (match := NEIGHBOUR_COLUMN.match(name))
    ]
    last = max(index for _, index in places) + 1
    seen: set[str] = set()
    out: list[tuple[str, str, int, str, float]] = []
    numbers = row_numbers or range(2, len(rows) + 2)
    for cells, number in zip(rows, numbers, strict=True):
        code = cells[0].strip()
        if not re.fullmatch(r"\d{3}", code):
            if seen:
                break
            continue
        seen.add(code)
        if len(cells) <= last:
            raise SourceError(
                f"row {number}: {code} ends before its tenth neighbour; the file is cut off",
                rule="row_length",
                row=number,
            )
        for position, index in places:
            neighbour = cells[index].strip()
            if re.fullmatch(r"\d{3}", neighbour):
                words = " ".join(cells[index + 1].lower().split())
                out.append((code, neighbour, position, words, CLOSENESS.get(words, 0.25)))
    columns = ["old_la_code", "neighbour_old_la_code", "position", "closeness", "weight"]
    return pd.DataFrame(out, columns=columns)


def model_year(
    header: tuple[str, ...], subjects: set[str], opened_by: dict[str, int], years: tuple[int, ...]
) -> int:
    """Return the oldest model that can know all its subjects: files do not name their model.

    The layout with `SN_1` came with the newest model only.
    """
    if "SN_1" in header:
        return max(years)
    newest = max((opened_by.get(code, 0) for code in subjects), default=0)
    return next((year for year in sorted(years) if newest <= year), max(years))
