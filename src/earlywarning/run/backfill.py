"""Builds of past days, as they would have been published then, in a warehouse of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from earlywarning.errors import UsageError
from earlywarning.run.run import run
from earlywarning.run.work import Outcome, Say
from earlywarning.settings import Settings, folder_of


def days_of(since: dt.date, until: dt.date, every: str) -> list[dt.date]:
    """Return the last days of the months or quarters between two days.

    Raises:
        UsageError: if there is none, or the rhythm is not known.
    """
    rhythms = {"month": "ME", "quarter": "QE"}
    if every not in rhythms:
        raise UsageError(f"every: month or quarter, not {every!r}")
    days = [day.date() for day in pd.date_range(since, until, freq=rhythms[every])]
    if not days:
        raise UsageError(f"no {every} ends between {since} and {until}")
    return days


def require_own(warehouse: Path) -> None:
    """Refuse to write past days over the warehouse that everybody reads.

    Raises:
        UsageError: if it is that one.
    """
    # The folder is resolved and the file is not: the warehouse is a link to its newest build.
    own, live = (path.parent.resolve() / path.name for path in (warehouse, folder_of("warehouse")))
    if own == live:
        raise UsageError(f"{warehouse}: this is today's; past days need a warehouse of their own")


def backfill(
    settings: Settings, days: list[dt.date], say: Say
) -> Iterator[tuple[dt.date, Outcome]]:
    """Run as of each day, the earliest first, and keep every build; no pages, and nobody is told.

    A day that was published already, and all before it, is left as it is: a backfill that was cut
    off goes on where it was.
    """
    require_own(settings.warehouse)
    kept = {path.name[:10] for path in settings.builds.glob("*.duckdb")}
    newest = max(kept, default="")
    for day in sorted(days):
        if str(day) <= newest:
            say(f"{day}: kept from before")
            continue
        yield day, run(replace(settings, as_of=day, keeps_all=True), say=say, reports=False)
