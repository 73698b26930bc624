"""Tables as they pass from one worker to the next; no worker knows another."""

from earlywarning.handover.backtested import gate_days, hash_of, known_days, with_deprivation
from earlywarning.handover.contamination import contaminated
from earlywarning.handover.declared import declared_tables
from earlywarning.handover.derived import (
    doubtful,
    is_invented,
    missing,
    neighbours_in_use,
    newest_day,
    open_authorities,
    signal_input,
    table,
)
from earlywarning.handover.doubts import (
    disagreements,
    new_columns,
    outdated,
    refusals,
    unknown,
    unknown_codes,
)
from earlywarning.handover.fetched import FETCHING, fetched_rows
from earlywarning.handover.incoming import (
    OFSTED_LISTS,
    correction_rows,
    indicator_rows,
    intake_rows,
    limit_rows,
    nation_name,
    neighbours,
    releases,
    series_rows,
    services,
    standing_overrides,
    together,
    traced,
    with_children,
)
from earlywarning.handover.offering import toolkit_rows
from earlywarning.handover.pathway import flow_counts, pathway_findings, pattern_rows
from earlywarning.handover.recorded import record_rows, record_sentence
from earlywarning.handover.replaying import replayed
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
from earlywarning.handover.watched import returned_figures, slips_known

__all__ = [
    "FETCHING",
    "OFSTED_LISTS",
    "all_doubtful",
    "cells_refused",
    "contaminated",
    "correction_rows",
    "declared_tables",
    "difference_findings",
    "disagreements",
    "doubtful",
    "fetched_rows",
    "flow_counts",
    "gate_days",
    "hash_of",
    "indicator_rows",
    "intake_rows",
    "is_invented",
    "known_days",
    "limit_rows",
    "measure_rows",
    "missing",
    "named_returns",
    "nation_name",
    "neighbours",
    "neighbours_in_use",
    "new_columns",
    "newest_day",
    "open_authorities",
    "outdated",
    "pathway_findings",
    "pattern_rows",
    "record_rows",
    "record_sentence",
    "refusals",
    "releases",
    "replayed",
    "return_facts",
    "return_findings",
    "return_observations",
    "return_rows",
    "returned_figures",
    "series_rows",
    "services",
    "shared",
    "signal_input",
    "slips_known",
    "standing_overrides",
    "summary",
    "table",
    "together",
    "told",
    "toolkit_rows",
    "traced",
    "unknown",
    "unknown_codes",
    "with_children",
    "with_deprivation",
]
