"""What the rules read, and how a doubt becomes a finding.

`facts` has one row per authority, frequency, measure, period and release: old_la_code, region,
frequency, measure, time_period, period_end, value, marker, status, cell, row_number, release,
published, file_name, events (words, separated by semicolons).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast

import pandas as pd

from earlywarning.definitions.in_year import RETURNS
from earlywarning.tables.quality import Finding, Severity

KEY = ["old_la_code", "frequency", "measure", "time_period"]
EXCUSABLE = {"late", "missing"}


def newest(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the newest return of each value."""
    order = facts.sort_values([*KEY, "published", "release"])
    return order.drop_duplicates(KEY, keep="last", ignore_index=True)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as dictionaries by column name."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def numbers(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the newest numbers, one row per authority, frequency and period, measures across."""
    known = newest(facts)
    known = known[known["value"].notna()]
    wide = known.pivot_table(
        index=["old_la_code", "region", "frequency", "time_period", "period_end"],
        columns="measure",
        values="value",
    )
    return wide.reset_index()


def places(facts: pd.DataFrame) -> dict[tuple[str, str, str, int], dict[str, Any]]:
    """Return the row behind each newest value by authority, frequency, measure and period."""
    return {
        (r["old_la_code"], r["frequency"], r["measure"], r["time_period"]): r
        for r in records(newest(facts))
    }


def finding(rule: str, message: str, row: dict[str, Any], **other: Any) -> Finding:
    """Return a doubt about one row; an event that the authority itself declared excuses a gap."""
    events = str(row.get("events") or "")
    excused = rule in EXCUSABLE and bool(events)
    severity: Severity = "info" if excused else "warning"
    measure = other.get("measure", row.get("measure"))
    where = f"{row['cell']}: " if row.get("cell") else ""
    number = row.get("row_number")
    return Finding(
        source=RETURNS,
        rule=rule,
        severity=severity,
        message=f"{where}{message}" + (f" (declared: {events})" if excused else ""),
        release=row.get("release"),
        file_name=row.get("file_name"),
        old_la_code=row["old_la_code"],
        series=f"{row['frequency']}_{measure}" if measure else None,
        time_period=int(other["time_period"] if "time_period" in other else row["time_period"]),
        row_number=None if number is None or pd.isna(number) else int(number),
    )


def refused_cells(refusals: Iterable[Any], about: dict[str, Any]) -> list[Finding]:
    """Return a finding for each cell that was not read.

    Args:
        refusals: with at, why, old_la_code, measure, time_period and row.
        about: release, file_name, frequency and old_la_code of the return.
    """
    return [
        Finding(
            source=RETURNS,
            rule="refused_cell",
            severity="warning",
            message=f"{r.at}: {r.why}",
            release=about["release"],
            file_name=about["file_name"],
            old_la_code=r.old_la_code or about["old_la_code"],
            series=f"{about['frequency']}_{r.measure}" if r.measure else None,
            time_period=r.time_period or about["time_period"],
            row_number=r.row,
        )
        for r in refusals
    ]


def month_end(time_period: int) -> dt.date:
    """Return the last day of a period labelled as in 202504."""
    year, month = divmod(int(time_period), 100)
    after = dt.date(year + month // 12, month % 12 + 1, 1)
    return after - dt.timedelta(days=1)
