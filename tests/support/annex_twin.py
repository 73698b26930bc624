"""A slow plain twin of the counting of child-level lists, from the rows that were written."""

from __future__ import annotations

import datetime as dt
from typing import Any

from earlywarning.sources.annex_a.counting import bank_holidays
from tests.conftest import REFERENCE

HOLIDAYS = set(bank_holidays(REFERENCE))
Rows = dict[int, list[dict[str, Any]]]


def working_days(first: dt.date, last: dt.date) -> int:
    """Working days after the first day up to the last, counting whichever end is worked."""
    count, day = 0, first
    while day < last:
        count += day.weekday() < 5 and day not in HOLIDAYS
        day += dt.timedelta(days=1)
    return count


def counted(rows: Rows, end: dt.date, *, is_last: bool) -> dict[str, int]:
    """Every measure of the month that ends on a day; stocks only in the last month."""

    def here(day: dt.date | None) -> bool:
        return day is not None and (day.year, day.month) == (end.year, end.month)

    assessed, asked = (
        "Continuous Assessment Date of Authorisation",
        "Continuous Assessment Start Date",
    )
    strategy = "Strategy discussion initiating Section 47 Enquiry Start Date"
    met = "Date of Initial Child Protection Conference"
    plan, over = "Child Protection Plan Start Date", "Child Protection Plan End Date"
    care, left = "Date Started to be Looked After", "Date Ceased to be Looked After"
    referred = [r for r in rows[3] if here(r["Date of referral"])]
    done = [r for r in rows[4] if here(r[assessed])]
    conferences = [r for r in rows[5] if here(r[met])]
    out = {
        "contacts": sum(here(r["Date of Contact"]) for r in rows[1]),
        "early_help": sum(here(r["Assessment start date"]) for r in rows[2]),
        "referrals": len(referred),
        "rereferrals": sum(r["Number of Referrals in Last 12 Months"] >= 1 for r in referred),
        "assessments_completed": len(done),
        "assessments_45_days": sum(working_days(r[asked], r[assessed]) <= 45 for r in done),
        "section_47": sum(here(r[strategy]) for r in rows[5]),
        "icpc": len(conferences),
        "icpc_15_days": sum(working_days(r[strategy], r[met]) <= 15 for r in conferences),
        "cp_plans_started": sum(here(r[plan]) for r in rows[7]),
        "cp_plans_second_or_later": sum(
            here(r[plan]) and r["Number of Previous Child Protection Plans"] >= 1 for r in rows[7]
        ),
        "cp_plans_ended": sum(here(r[over]) for r in rows[7]),
        "looked_after_started": sum(here(r[care]) for r in rows[8]),
        "looked_after_ended": sum(here(r[left]) for r in rows[8]),
    }
    if is_last:
        for name, own, start, stop in (
            ("cp_plans_at_end", rows[7], plan, over), ("looked_after_at_end", rows[8], care, left),
        ):  # fmt: skip
            there = set()
            for r in own:
                if r[start] <= end and (r[stop] is None or r[stop] > end):
                    there.add(r["Child Unique ID"])
            out[name] = len(there)
    return out
