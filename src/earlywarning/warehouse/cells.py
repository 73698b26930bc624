"""Cells of a CSV file that a spreadsheet would run as a formula are made plain text."""

from __future__ import annotations

STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: object) -> object:
    """Return a cell as a CSV file may hold it: text that begins like a formula gets an apostrophe.

    Numbers are left as they are, and so is text that is one.
    """
    if not isinstance(cell, str) or not cell.startswith(STARTS) or _is_number(cell):
        return cell
    return f"'{cell}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.strip() == text
