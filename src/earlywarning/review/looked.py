"""When anybody from outside last looked at a service: beside the score, and never in it."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple, cast

import pandas as pd

from earlywarning.review.clock import day_of
from earlywarning.review.known import by_code

INSPECTION, VISIT, REVIEW = "inspection", "focused visit", "peer review"
VISITED = "theme"


class Looked(NamedTuple):
    """The newest look of all: its day (of inspections and visits that of the report), and kind."""

    day: dt.date
    kind: str


def reported(inspections: pd.DataFrame, as_of: dt.date) -> dict[str, Looked]:
    """Return each authority's newest report of an inspection or a visit that was out on a day."""
    out = {}
    for code, rows in by_code(inspections).items():
        told = [
            Looked(day, VISIT if row["judgement"] == VISITED else INSPECTION)
            for row in cast("list[dict[str, Any]]", rows.to_dict("records"))
            if (day := day_of(row["published"])) is not None and day <= as_of
        ]
        if told:
            out[code] = max(told)
    return out


def newest_look(report: Looked | None, held: dt.date | None) -> Looked | None:
    """Return the newer of a report and a peer review that was held."""
    looks = [report, Looked(held, REVIEW) if held else None]
    return max((one for one in looks if one), default=None)
