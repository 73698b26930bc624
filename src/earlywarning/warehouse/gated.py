"""Earlier days whose own releases are not held: each period opens on the day it first came out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import duckdb
import pandas as pd

from earlywarning.warehouse.known import Past, past_of

# Of a release that holds many years, a year opens when it first came out, not when our copy did.
FIRST_KNOWN = """
    with seen as (
        select o.series, o.time_period, o.release, min(o.published) as published,
               max(o.period_end) as period_end
        from observation as o group by all
    ),
    first as (
        select * from seen
        qualify row_number() over (
            partition by series, time_period order by published, release) = 1
    )
    select f.series, f.time_period, f.period_end, f.release,
           least(f.published, f.period_end + to_days(g.days)::interval)::date as known_from,
           if(f.published <= f.period_end + to_days(g.days)::interval, 'release', 'cadence')
               as basis
    from first as f join gate as g on g.series = f.series
    order by all
"""
REDATED = """
    select o.* replace (coalesce(f.known_from, o.published) as published)
    from observation as o
    left join first_known as f
        on f.series = o.series and f.time_period = o.time_period and f.release = o.release
"""
RELEASES = """
    select r.* replace (coalesce(o.published, r.published) as published)
    from release as r
    left join (select release, min(published) as published from redated group by 1) as o
        on o.release = r.release
"""


def first_known(connection: duckdb.DuckDBPyConnection, days: Mapping[str, int]) -> pd.DataFrame:
    """Return the gate: series, time_period, period_end, release, known_from, basis.

    A period opens on the day of the oldest release that has it, or so many `days` (by series) after
    its end, whichever is earlier: basis is release or cadence. Series without days have no gate.

    Args:
        connection: holds `observation`.
        days: days after the end of a period, by series.
    """
    gate = pd.DataFrame({"series": [*days], "days": [*days.values()]})
    connection.register("gate", gate)
    try:
        return connection.execute(FIRST_KNOWN).df()
    finally:
        connection.unregister("gate")


def gated_past(
    connection: duckdb.DuckDBPyConnection, days: Mapping[str, int], also: Iterable[str] = ()
) -> tuple[Past, pd.DataFrame]:
    """Return what earlier days' warehouses are made from, each period behind its own gate.

    The first release we hold of a period opens on the day the period first came out (see
    `first_known`). Later releases keep their days, so that a revision is not known before it was
    made. The values of years older than our oldest release are therefore that release's, not the
    first ones.

    Returns the past, and the gate itself.
    """
    past = past_of(connection, also)
    own = duckdb.connect(":memory:")
    try:
        for name in ("observation", "release"):
            own.register(name, past.copies[name])
        gate = first_known(own, days)
        own.register("first_known", gate)
        own.execute(f"create table redated as {REDATED}")
        past.copies["observation"] = own.execute("from redated").to_arrow_table()
        past.copies["release"] = own.execute(RELEASES).to_arrow_table()
        return past, gate
    finally:
        own.close()


def falsified_after(past: Past, day: dt.date) -> Past:
    """Return the same past with every figure that came out after a day tripled."""
    own = duckdb.connect(":memory:")
    try:
        own.register("observation", past.copies["observation"])
        sql = """select * replace (if(published > $day, 3 * value + 1, value) as value)
                 from observation"""
        falsified = own.execute(sql, {"day": day}).to_arrow_table()
        return Past({**past.copies, "observation": falsified})
    finally:
        own.close()
