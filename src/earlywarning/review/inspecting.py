"""When an inspection is likely, and days for a review that keep out of its way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from earlywarning.definitions.ladder import InspectionPolicy
from earlywarning.period import working_day
from earlywarning.review.clock import day_of
from earlywarning.review.known import by_code

FULL = ("overall", "leaders", "help_and_protection")
# Days on site have to fit into what is free.
SHORTEST_DAYS = 14


@dataclass(frozen=True, slots=True)
class Window:
    """When the next full inspection is likely; `last` is the report it is counted from."""

    last: dt.date
    begins: dt.date
    ends: dt.date
    inadequate: bool

    def is_open(self, day: dt.date) -> bool:
        """Tell whether an inspection may come on a day; one that is late may still come."""
        return self.begins <= day

    def told(self, day: dt.date) -> str:
        """Return the window in words."""
        if self.inadequate:
            return (
                f"inadequate on {self.last}: monitored, and inspected again mostly by {self.ends}"
            )
        if day > self.ends:
            return f"an inspection was likely by {self.ends} and may come any day"
        return f"an inspection is likely between {self.begins} and {self.ends}"


@dataclass(frozen=True, slots=True)
class Proposed:
    """Days for a review, and what is said of an inspection beside them."""

    begins: dt.date
    ends: dt.date
    note: str


def windows(
    inspections: pd.DataFrame, as_of: dt.date, policy: InspectionPolicy
) -> dict[str, Window]:
    """Return each authority's window, counted from its last full inspection."""
    if inspections.empty:
        return {}
    full = inspections[inspections["judgement"].isin(FULL)]
    out = {}
    for code, rows in by_code(full).items():
        records = [
            row
            for row in cast("list[dict[str, Any]]", rows.to_dict("records"))
            if (day := day_of(row["published"])) is not None and day <= as_of
        ]
        if records:
            out[code] = _window(records, policy)
    return out


def _window(records: list[dict[str, Any]], policy: InspectionPolicy) -> Window:
    last = max(cast(dt.date, day_of(row["published"])) for row in records)
    newest = [row for row in records if day_of(row["published"]) == last]
    inadequate = any(row["grade"] == "Inadequate" for row in newest)
    if inadequate:
        return Window(last, last, _months(last, policy.inadequate_months), inadequate=True)
    middle = _months(last, 12 * policy.years)
    side = policy.months_either_side
    return Window(last, _months(middle, -side), _months(middle, side), inadequate=False)


def _months(day: dt.date, months: int) -> dt.date:
    return (pd.Timestamp(day) + pd.DateOffset(months=months)).date()


def proposed(
    earliest: dt.date, latest: dt.date, window: Window | None, holidays: frozenset[dt.date]
) -> Proposed:
    """Return the first stretch between two days that keeps clear of a likely inspection.

    Where the whole stretch lies in the window the review is still proposed, and says so: help does
    not wait a year for an inspector.
    """
    latest = max(latest, earliest + dt.timedelta(days=SHORTEST_DAYS))
    begins, ends, note = earliest, latest, ""
    if window and not window.inadequate and window.begins <= latest and window.ends >= earliest:
        before = window.begins - dt.timedelta(days=1)
        after = window.ends + dt.timedelta(days=1)
        if (before - earliest).days >= SHORTEST_DAYS:
            ends, note = before, f"before {window.begins}, when an inspection becomes likely"
        elif (latest - after).days >= SHORTEST_DAYS:
            begins, note = after, f"after {window.ends}, when an inspection is no longer likely"
        else:
            note = f"{window.told(earliest)}; it cannot wait that long, so agree what then"
    elif window and (window.inadequate or window.ends < earliest):
        note = f"{window.told(earliest)}; agree dates with the inspectorate's visits in mind"
    return Proposed(working_day(begins, holidays), working_day(ends, holidays, forward=False), note)
