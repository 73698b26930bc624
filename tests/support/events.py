"""Events about invented children, written as rows, and a slow plain twin of their counting."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from tests.support.annex_twin import working_days

SCHEMA = pa.schema([
    ("child", pa.int64()), ("event", pa.string()), ("day", pa.date32()), ("since", pa.date32()),
    ("earlier", pa.int16()),
])  # fmt: skip


class Event(NamedTuple):
    child: int | None
    event: str
    day: dt.date | None
    since: dt.date | None = None
    earlier: int | None = None


def month_of(day: dt.date) -> int:
    return day.year * 100 + day.month


def file_of(folder: Path, code: str, month: int) -> Path:
    return folder / f"old_la_code={code}" / f"month={month}" / "events.parquet"


def write_month(folder: Path, code: str, month: int, events: Iterable[Event]) -> Path:
    path = file_of(folder, code, month)
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [one._asdict() for one in events]
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), path)
    return path


def write(folder: Path, code: str, events: Iterable[Event], months: Iterable[int]) -> None:
    """Write events of one authority; a month of which there are none gets a file without rows."""
    by_month: dict[int, list[Event]] = {month: [] for month in months}
    for one in events:
        by_month[month_of(one.day)].append(one)
    for month, own in by_month.items():
        write_month(folder, code, month, own)


def twelve_months_before(day: dt.date) -> dt.date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def counted(events: Iterable[Event], end: dt.date) -> dict[str, int]:
    """Every measure of the month that ends on a day."""
    every = set(events)
    here = defaultdict(list)
    for one in every:
        if month_of(one.day) == month_of(end):
            here[one.event].append(one)
    days = defaultdict(set)
    for one in every:
        if one.event == "referral":
            days[one.child].add(one.day)
    simple = {
        "contacts": "contact", "early_help": "early_help", "referrals": "referral",
        "assessments_completed": "assessment_finished", "section_47": "section_47",
        "icpc": "conference", "cp_plans_started": "plan_started", "cp_plans_ended": "plan_ended",
        "looked_after_started": "care_started", "looked_after_ended": "care_ended",
    }  # fmt: skip
    return {measure: len(here[kind]) for measure, kind in simple.items()} | {
        "rereferrals": sum(
            any(twelve_months_before(r.day) <= day < r.day for day in days[r.child])
            for r in here["referral"]
        ),
        "assessments_45_days": _in_time(here["assessment_finished"], 45),
        "icpc_15_days": _in_time(here["conference"], 15),
        "cp_plans_second_or_later": sum((p.earlier or 0) >= 1 for p in here["plan_started"]),
        "cp_plans_at_end": len(_there(every, "plan", end)),
        "looked_after_at_end": len(_there(every, "care", end)),
    }


def _in_time(events: list[Event], most: int) -> int:
    return sum(one.since is not None and working_days(one.since, one.day) <= most for one in events)


def _there(events: set[Event], what: str, end: dt.date) -> set[int | None]:
    """Children of whom an episode had begun and not ended."""
    begun = {(one.child, one.day) for one in events if one.event == f"{what}_started"}
    over = defaultdict(list)
    for one in events:
        if one.event == f"{what}_ended":
            begun.add((one.child, one.since))
            over[one.child, one.since].append(one.day)
    return {
        child
        for child, day in begun
        if day <= end and (not over[child, day] or min(over[child, day]) > end)
    }
