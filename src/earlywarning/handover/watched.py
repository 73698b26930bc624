"""In-year figures in every release of theirs, as the front-door watch asks for them."""

from __future__ import annotations

import datetime as dt

import duckdb
import pandas as pd


def returned_figures(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return each release of each in-year figure of authorities that run a service today.

    Releases are kept apart, other than in known_value: the watch says of each month what could be
    said on the day on which it came in. Cells that are held back are left out, as there.
    """
    frame = connection.execute(
        """
        select o.old_la_code, f.frequency, m.measure, o.time_period, o.value, o.published,
               o.release
        from observation as o
        cross join (values ('monthly'), ('quarterly')) as f (frequency)
        join in_year_measure as m on o.series = f.frequency || '_' || m.measure
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
        """select old_la_code, known_on, measures, explanation from watch_alert
           where known_on <= $until order by all""",
        {"until": until},
    ).df()
    return frame.assign(known_on=frame["known_on"].dt.date)
