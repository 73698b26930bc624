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
from earlywarning.handover.incoming import (
    OFSTED_LISTS,
    disagreements,
    indicator_rows,
    intake_rows,
    nation_name,
    neighbours,
    refusals,
    releases,
    series_rows,
    services,
    together,
    traced,
    unknown,
    unknown_codes,
    with_children,
)
from earlywarning.handover.telling import (
    summary,
    told,
)

__all__ = [
    "OFSTED_LISTS",
    "disagreements",
    "doubtful",
    "indicator_rows",
    "intake_rows",
    "is_invented",
    "missing",
    "nation_name",
    "neighbours",
    "newest_day",
    "open_authorities",
    "refusals",
    "releases",
    "series_rows",
    "services",
    "signal_input",
    "summary",
    "table",
    "together",
    "told",
    "traced",
    "unknown",
    "unknown_codes",
    "with_children",
]
