"""What a warehouse lacks: one answer for the score and for the standing."""

from __future__ import annotations

import duckdb
import pandas as pd


def missing(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return indicators for which an open authority has no value in the newest period.

    Columns: old_la_code, indicator. One that nobody has at all is missing for everybody.
    """
    return connection.execute(
        """
        select la.old_la_code, i.indicator
        from local_authority as la
        cross join indicator as i
        left join (
            select indicator, max(time_period) as newest from indicator_value
            where value is not null group by indicator
        ) as n on n.indicator = i.indicator
        left join indicator_value as v
            on v.indicator = i.indicator and v.old_la_code = la.old_la_code
           and v.time_period = n.newest
        where la.closed is null and v.value is null and not i.context
        order by 1, 2
        """
    ).df()
