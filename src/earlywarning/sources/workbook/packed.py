"""Sheets as one text and back, cell by cell, for workbooks that are read again every night."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from earlywarning.sources.workbook.sheet import Sheet


def packed(book: list[Sheet]) -> str | None:
    """Return sheets as a text; None where a cell is of a kind that would not come back the same."""
    try:
        return json.dumps([_told(sheet) for sheet in book])
    except TypeError:
        return None


def unpacked(text: str) -> list[Sheet]:
    """Return the sheets that a text of `packed` tells of.

    Raises:
        ValueError, KeyError, TypeError: if it is of another shape.
    """
    return [_sheet(told) for told in json.loads(text)]


def _told(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "rows": [[_cell(cell) for cell in cells] for cells in sheet.rows],
        "merged": [[*covered, *first] for covered, first in sheet.merged.items()],
        "hidden": sheet.hidden,
        "from_1904": sheet.from_1904,
    }


def _cell(cell: object) -> object:
    """Return a cell as JSON has it; a time alone in a list. A fault is a text with more to it."""
    if type(cell) is dt.datetime:
        return [cell.isoformat()]
    if cell is None or type(cell) in (str, float, int, bool):
        return cell
    raise TypeError(type(cell).__name__)


def _sheet(told: dict[str, Any]) -> Sheet:
    rows = [
        [dt.datetime.fromisoformat(cell[0]) if type(cell) is list else cell for cell in cells]
        for cells in told["rows"]
    ]
    merged = {(a, b): (c, d) for a, b, c, d in told["merged"]}
    return Sheet(told["name"], rows, merged, tuple(told["hidden"]), told["from_1904"])
