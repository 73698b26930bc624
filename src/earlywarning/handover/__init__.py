"""Tables as they pass from one worker to the next; no worker knows another."""

from earlywarning.handover.derived import (
    doubtful,
    is_invented,
    missing,
    newest_day,
    open_authorities,
    signal_input,
    table,
)
from earlywarning.handover.fetched import FETCHING, fetched_rows
from earlywarning.handover.incoming import (
    authorities,
    indicator_rows,
    intake_rows,
    nation_name,
    neighbours,
    refusals,
    region_names,
    releases,
    together,
    unknown_codes,
    weak_values,
)
from earlywarning.handover.telling import (
    summary,
    told,
)

__all__ = [
    "FETCHING",
    "authorities",
    "doubtful",
    "fetched_rows",
    "indicator_rows",
    "intake_rows",
    "is_invented",
    "missing",
    "nation_name",
    "neighbours",
    "newest_day",
    "open_authorities",
    "refusals",
    "region_names",
    "releases",
    "signal_input",
    "summary",
    "table",
    "together",
    "told",
    "unknown_codes",
    "weak_values",
]
