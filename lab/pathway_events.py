"""Invented events about children, written in place as Parquet by authority and month.

No child in them exists. Sizes are drawn so that authorities differ by about ten times, as in life;
half of the referrals are of children who were referred before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import duckdb

# Of a thousand cases so many are of each kind; how long one lasts at most; whether its end is told.
KINDS = {
    "contact": (400, 0), "early_help": (60, 0), "referral": (150, 0), "assessment": (150, 70),
    "section_47": (60, 0), "conference": (40, 30), "plan": (60, 500), "care": (80, 900),
}  # fmt: skip
_CASES = """
    create or replace temp table drawn as
    select hash(i, $seed, 1) % $children as child,
        hash(i, $seed, 2) % 1000 as kind,
        date '{first}' + (hash(i, $seed, 3) % $days)::integer as day,
        (hash(i, $seed, 4) % 1000) / 1000.0 as length,
        hash(i, $seed, 5) % 5 as earlier
    from range($cases) as cases (i)
"""
_EVENTS = """
    copy (
        with placed as (
            select child, day, length, earlier,
                case {branches} end as what, case {longest} end as most
            from drawn
        ),
        lasting as (
            select *, day + (length * length * most)::integer as ended from placed
        )
        select (hash(child, $code) >> 1)::bigint as child, event, day, since, earlier,
            strftime(day, '%Y%m') as month, $code as old_la_code
        from (
            select child, what as event, day, null::date as since, null::smallint as earlier
            from lasting where what in ('contact', 'early_help', 'referral', 'section_47')
            union all
            select child, what || '_started', day, null,
                case what when 'plan' then earlier::smallint end
            from lasting where what in ('assessment', 'plan', 'care')
            union all
            select child, case what when 'assessment' then 'assessment_finished' when 'conference'
                then 'conference' else what || '_ended' end, ended, day, null
            from lasting where what in ('assessment', 'conference', 'plan', 'care')
        ) where day < date '{first}' + $days::integer
        order by month
    ) to '{folder}' (format parquet, partition_by (old_la_code, month), append)
"""


def write_events(
    folder: Path, codes: Sequence[str], events: int, *,
    months: int = 36, first: dt.date = dt.date(2022, 4, 1), seed: int = 1,
) -> None:  # fmt: skip
    """Write about so many events of some authorities; the same words give the same events."""
    folder.mkdir(parents=True, exist_ok=True)
    last = first.year * 12 + first.month - 1 + months
    days = (dt.date(last // 12, last % 12 + 1, 1) - first).days
    weights = [1 + 9 * ((7 * place) % len(codes)) / len(codes) for place in range(len(codes))]
    bounds, so_far = [], 0
    for kind, (share, most) in KINDS.items():
        so_far += share
        bounds.append((kind, so_far, most))
    branches = " ".join(f"when kind < {bound} then '{kind}'" for kind, bound, _ in bounds)
    longest = " ".join(f"when kind < {bound} then {most}" for _, bound, most in bounds)
    with duckdb.connect(config={"preserve_insertion_order": False}) as connection:
        for number, (code, weight) in enumerate(zip(codes, weights, strict=True)):
            # Of a case there are 1.2 events: some have an end too, and some ends are yet to come.
            cases = max(1, round(events * weight / sum(weights) / 1.2))
            connection.execute(_CASES.format(first=first), {
                "seed": seed * 1000 + number, "children": max(1, cases // 4), "days": days,
                "cases": cases,
            })  # fmt: skip
            connection.execute(
                _EVENTS.format(first=first, branches=branches, longest=longest, folder=folder),
                {"code": code, "days": days},
            )
