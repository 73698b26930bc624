"""What stands in a cell instead of a number, by the government's rules for symbols in tables."""

from __future__ import annotations

MEANING = {
    "[c]": "Confidential: the count behind it is small, or would show a small one by subtraction",
    "[x]": "Not available: not returned, not published, held back, or affected by an event",
    "[z]": "Not applicable here",
    "[low]": "Rounds to nothing, but is not nought",
    "[u]": "Withdrawn by its publisher because it is not reliable",
}
OF_STATUS = {
    "suppressed": "[c]",
    "not_applicable": "[z]",
    "low": "[low]",
    "low_reliability": "[u]",
}
MISSING = "[x]"
# The open-data layout knows these four only; what its publisher found unreliable is not available.
OPEN = {"[c]": "c", "[x]": "x", "[z]": "z", "[low]": "low", "[u]": "x"}


def mark(status: str | None) -> str:
    """Return what is shown where there is no number, by the reason for it."""
    return OF_STATUS.get(status or "", MISSING)
