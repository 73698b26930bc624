"""When anybody from outside last looked at a service: beside the score, and never in it."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pandas as pd

from earlywarning.review.clock import day_of

INSPECTION, VISIT, REVIEW = "inspection", "focused visit", "peer review"
VISITED = "theme"


class Looked(NamedTuple):
    """The newest look of all: its day (of inspections and visits that of the report), and kind."""

    day: dt.date
    kind: str


def reported(inspections: pd.DataFrame, as_of: dt.date) -> dict[str, Looked]:
    """Return each authority's newest report of an inspection or a visit that was out on a day."""
    out: dict[str, Looked] = {}
    columns = (inspections[name] for name in ("old_la_code", "judgement", "published"))
    for code, judgement, published in zip(*columns, strict=True):
        day = day_of(published)
        if day is not None and day <= as_of:
            look = Looked(day, VISIT if judgement == VISITED else INSPECTION)
            out[code] = max(out.get(code, look), look)
    return out


def newest_look(report: Looked | None, held: dt.date | None) -> Looked | None:
    """Return the newer of a report and a peer review that was held."""
    looks = [report, Looked(held, REVIEW) if held else None]
    return max((one for one in looks if one), default=None)
