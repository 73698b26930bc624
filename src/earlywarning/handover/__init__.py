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
from earlywarning.handover.returned import (
    all_doubtful,
    cells_refused,
    difference_findings,
    measure_rows,
    named_returns,
    return_facts,
    return_findings,
    return_observations,
    return_rows,
)
from earlywarning.handover.sharing import shared
from earlywarning.handover.telling import (
    summary,
    told,
)

__all__ = [
    "all_doubtful",
    "authorities",
    "cells_refused",
    "difference_findings",
    "doubtful",
    "indicator_rows",
    "intake_rows",
    "is_invented",
    "measure_rows",
    "missing",
    "named_returns",
    "nation_name",
    "neighbours",
    "newest_day",
    "open_authorities",
    "refusals",
    "region_names",
    "releases",
    "return_facts",
    "return_findings",
    "return_observations",
    "return_rows",
    "shared",
    "signal_input",
    "summary",
    "table",
    "together",
    "told",
    "unknown_codes",
    "weak_values",
]
