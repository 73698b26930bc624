"""What the build holds, as the frames that scoring and review ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import duckdb
import pandas as pd

from earlywarning.definitions.in_year import RETURNS
from earlywarning.definitions.loader import Definitions

MONTH = 30.44


def signal_input(
    connection: duckdb.DuckDBPyConnection, without: Iterable[str] = ()
) -> pd.DataFrame:
    """Return authority values with all that they are held against, gaps as NaN.

    `without`: indicators that are left out.
    """
    frame = connection.execute(
        """
        with beside as (
            select indicator, old_la_code, time_period,
                   max(value) filter (comparator = 'statistical_neighbours'
                                      and statistic = 'median') as neighbour_median,
                   max(value) filter (comparator = 'statistical_neighbours'
                                      and statistic = 'mean') as neighbour_mean,
                   max(n) filter (comparator = 'statistical_neighbours') as neighbour_n,
                   max(spread) filter (comparator = 'statistical_neighbours') as neighbour_spread,
                   max(closeness) as closeness,
                   max(value) filter (comparator = 'geographical_neighbours'
                                      and statistic = 'median') as geographical_median,
                   max(n) filter (comparator = 'geographical_neighbours') as geographical_n,
                   max(value) filter (comparator = 'region') as region_value,
                   max(value) filter (comparator = 'england') as england,
                   max(value) filter (comparator = 'own_past'
                                      and statistic = 'median') as past_median,
                   max(n) filter (comparator = 'own_past') as past_n
            from benchmark group by all
        )
        select v.indicator, v.old_la_code, v.time_period, v.period_end, v.value, v.numerator,
               v.denominator, v.status, v.joint_with, la.opened, la.is_small,
               coalesce(v.denominator, k.value) as size,
               beside.* exclude (indicator, old_la_code, time_period)
        from indicator_value as v
        join local_authority as la on la.old_la_code = v.old_la_code and la.closed is null
        left join beside
            on beside.indicator = v.indicator and beside.old_la_code = v.old_la_code
           and beside.time_period = v.time_period
        join indicator as i
            on i.indicator = v.indicator and not i.context
           and not list_contains($without, i.indicator)
        left join known_value as k
            on k.series = i.out_of and k.geographic_level = v.geographic_level
           and k.old_la_code = v.old_la_code and k.time_period = v.time_period
        where v.geographic_level = 'Local authority'
        order by v.indicator, v.old_la_code, v.time_period
        """,
        {"without": [*without]},
    ).df()
    words = {
        "indicator",
        "old_la_code",
        "time_period",
        "period_end",
        "status",
        "joint_with",
        "opened",
    }
    numbers = [name for name in frame.columns if name not in words | {"is_small"}]
    return frame.astype(dict.fromkeys(numbers, float))


def neighbours_in_use(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the neighbours of the newest model known, with their names."""
    return connection.execute(
        """
        select n.old_la_code, n.neighbour_old_la_code, n.position, n.weight,
               la.la_name as neighbour_name
        from neighbour as n
        join local_authority as la on la.old_la_code = n.neighbour_old_la_code
        where n.model_year = (select max(model_year) from neighbour)
        order by n.old_la_code, n.position
        """
    ).df()


def refused_series(connection: duckdb.DuckDBPyConnection, definitions: Definitions) -> set[str]:
    """Return the series of tables that were offered and refused, and of which nothing was taken."""
    rows = connection.execute(
        """select distinct kind from intake
           where outcome = 'refused' and kind not in (select kind from release)"""
    ).fetchall()
    tables = [definitions.tables[kind] for (kind,) in rows if kind in definitions.tables]
    return {series for table in tables for series in table.declared_series()}


def open_authorities(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the authorities that run a service today."""
    return connection.execute(
        """select old_la_code, is_small, children, opened from local_authority
           where closed is null order by 1"""
    ).df()


def doubtful(connection: duckdb.DuckDBPyConnection, as_of: dt.date) -> pd.DataFrame:
    """Return doubtful cells of each table's newest period, by authority and reason.

    What was out by the day counts, and of each table its newest whole release then (a query answer
    of a few rows supersedes nothing). A table that has not come out for twenty months says nothing
    about that day.
    """
    return connection.execute(
        """
        with known as (
            select * from release
            where published <= $as_of and published > $as_of - interval 20 month
        ),
        newest as (
            select r.* from known as r
            where not exists (
                select 1 from known as later
                where later.kind = r.kind and later.published > r.published
                  and later.period >= r.period and 2 * later.rows >= r.rows
            )
        )
        select f.old_la_code, r.kind as table_name, f.time_period,
               if(f.rule in ('low_reliability', 'not_returned'), f.rule, 'finding') as reason,
               count(distinct coalesce(f.series, f.rule)) as cells
        from finding as f
        join newest as r on r.release = f.release
        where f.old_la_code is not null and f.severity = 'warning' and f.time_period = r.period
          and f.source <> 'in_year_returns'
        group by all
        order by all
        """,
        {"as_of": as_of},
    ).df()


def newest_day(connection: duckdb.DuckDBPyConnection) -> dt.date:
    """Return the last day that any indicator value describes."""
    row = connection.execute(
        "select max(period_end) from indicator_value where value is not null"
    ).fetchone()
    assert row is not None
    return row[0] if row[0] else dt.date.min


def is_invented(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether these are invented authorities: their nine-character codes begin with X."""
    row = connection.execute(
        "select coalesce(bool_and(new_la_code like 'X%'), false) from local_authority"
    ).fetchone()
    assert row is not None
    return bool(row[0])


def all_doubtful(
    connection: duckdb.DuckDBPyConnection, as_of: dt.date, definitions: Definitions
) -> pd.DataFrame:
    """Return doubts about published tables and about returns, one below the other."""
    parts = [doubtful(connection, as_of), doubtful_returns(connection, as_of, definitions)]
    return pd.concat([p for p in parts if len(p)] or parts[:1], ignore_index=True)


def doubtful_returns(
    connection: duckdb.DuckDBPyConnection, as_of: dt.date, definitions: Definitions
) -> pd.DataFrame:
    """Return the kinds of doubt about each authority's returns, as `doubtful` does for tables.

    A kind counts once however many cells it shows in: one habit is one doubt.
    """
    days = round(definitions.return_rules.window_months.value * MONTH)
    parameters: dict[str, Any] = {
        "since": as_of - dt.timedelta(days=days), "until": as_of, "source": RETURNS,
    }  # fmt: skip
    return connection.execute(
        """
        select f.old_la_code, 'in_year' as table_name,
               cast(max(f.time_period) as integer) as time_period, 'in_year' as reason,
               count(distinct f.rule) as cells
        from finding as f
        left join release as r on r.release = f.release
        where f.source = $source and f.severity = 'warning' and f.old_la_code is not null
          and if(f.time_period > 9999,
                 last_day(make_date(f.time_period // 100, f.time_period % 100, 1)),
                 r.published) between $since + 1 and $until
        group by all
        order by all
        """,
        parameters,
    ).df()


def returned_figures(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return each release of each in-year figure of authorities that run a service today.

    Releases are kept apart, other than in known_value: the watch says of each month what could be
    said on the day on which it came in. Cells that are held back are left out, as there.
    """
    frame = connection.execute(
        """
        with returned as (
            select frequency, measure, frequency || '_' || measure as series
            from in_year_measure cross join (values ('monthly'), ('quarterly')) as f (frequency)
        )
        select o.old_la_code, r.frequency, r.measure, o.time_period, o.value, o.published,
               o.release
        from observation as o
        join returned as r using (series)
        join local_authority as la on la.old_la_code = o.old_la_code and la.closed is null
        left join hold as h
            on h.series = o.series and h.area = o.area and h.time_period = o.time_period
           and h.release = o.release
        where o.value is not null and h.rule is null
        order by all
        """
    ).df()
    return frame.assign(published=frame["published"].dt.date)


def slips_known(connection: duckdb.DuckDBPyConnection, until: dt.date) -> pd.DataFrame:
    """Return the watch's alerts known by a day."""
    frame = connection.execute(
        """select old_la_code, known_on, measures, explanation, ended_because,
              case when ended_known_on <= $until then ended_known_on end as ended_known_on
           from watch_alert
           where known_on <= $until order by all""",
        {"until": until},
    ).df()
    days = ("known_on", "ended_known_on")
    return frame.assign(**{day: frame[day].dt.date for day in days})
