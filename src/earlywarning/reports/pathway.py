"""The steps of the pathway, in words."""

from __future__ import annotations

from earlywarning.reports.phrases import plain
from earlywarning.reports.wording import STATUS
from earlywarning.tables.indicators import Pathway

# From this distance a conversion is called unusual, as a signal is.
UNUSUAL = 1.645


def beside_others(row: Pathway) -> str:
    """Return in a plain word how a step of the pathway stands beside that of others."""
    if row.status != "ok":
        return STATUS.get(row.status or "", plain(row.status))
    if row.possible is False:
        return "more come out than go in: look at the recording"
    if row.position_z is None:
        return row.caution or "not compared"
    if abs(row.position_z) < UNUSUAL:
        return "nothing unusual"
    return "higher than expected" if row.position_z > 0 else "lower than expected"


def whole(value: float | None) -> str:
    """Return a number without decimals."""
    return "not known" if value is None else f"{value:,.0f}"


def of_a_hundred(share: float | None) -> str:
    """Return how many of each hundred a share is."""
    return whole(None if share is None else 100 * share)
