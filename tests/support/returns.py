"""Builders of returns and of the facts that the rules read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from earlywarning.definitions.loader import Definitions, load_definitions
from earlywarning.sources import authorities
from earlywarning.sources.in_year.grid import Sheet
from earlywarning.sources.in_year.reading import read_return
from earlywarning.sources.in_year.result import Return
from tests.conftest import REFERENCE

DEFINITIONS: Definitions = load_definitions(REFERENCE)
IN_YEAR, RULES = DEFINITIONS.in_year, DEFINITIONS.return_rules
CODES = authorities.builtin(REFERENCE).codes
NOTES = [["Authority", "Middlesbrough"], ["Frequency", "monthly"], ["Returned on", "2025-08-12"]]
FACT_COLUMNS = [
    "old_la_code", "region", "frequency", "measure", "time_period", "period_end", "value", "marker",
    "status", "cell", "row_number", "release", "published", "file_name", "events",
]  # fmt: skip


def sheet(*rows: list[Any], notes: list[list[Any]] | None = None, name: str = "Numbers") -> Sheet:
    """A sheet whose notes stand in its first rows; numbers begin in row 5 by default."""
    head = NOTES if notes is None else notes
    return Sheet(name, [*head, [], *map(list, rows)])


def read(*rows: list[Any], notes: list[list[Any]] | None = None) -> Return:
    return read_return([sheet(*rows, notes=notes)], IN_YEAR, CODES)


def values(returned: Return) -> dict[tuple[str, str, int], float | str]:
    """What was read: the number, or the reason why there is none."""
    frame = returned.frame
    return {
        (r.old_la_code, r.measure, r.time_period): r.value if r.status == "ok" else r.status
        for r in frame.itertuples()
    }


def refused(returned: Return) -> dict[str, str]:
    return {r.at: r.why for r in returned.refusals}


def fact(measure: str, period: int, value: float | None, **other: Any) -> dict[str, Any]:
    """One value of a return, by default of 806 and returned ten days after its period."""
    end = month_end(period)
    return {
        "old_la_code": "806", "region": "North East", "frequency": "monthly", "measure": measure,
        "time_period": period, "period_end": end, "value": value, "marker": None,
        "status": "ok" if value is not None else "not_returned", "cell": f"Numbers!B{period % 100}",
        "row_number": 7, "release": f"r{period}", "published": end + dt.timedelta(days=10),
        "file_name": "in.csv", "events": "",
    } | other  # fmt: skip


def facts(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=FACT_COLUMNS)


def month_end(period: int) -> dt.date:
    year, month = divmod(period, 100)
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def months(first: int, count: int) -> list[int]:
    index = first // 100 * 12 + first % 100 - 1
    return [(index + n) // 12 * 100 + (index + n) % 12 + 1 for n in range(count)]
