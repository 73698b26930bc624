"""All rules over all returns that were known on a day."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from earlywarning.definitions.in_year import InYear, ReturnRules
from earlywarning.tables.quality import Finding
from earlywarning.validation.in_year.arrival import late, missing, revised
from earlywarning.validation.in_year.sense import contradictory, too_good, too_smooth


def check_returns(
    facts: pd.DataFrame,
    in_year: InYear,
    rules: ReturnRules,
    regions: dict[str, str],
    as_of: dt.date,
) -> list[Finding]:
    """Return what is doubtful in the returns known on a day.

    Args:
        facts: see `facts`.
        in_year: the declared measures and their relations.
        rules: the thresholds.
        regions: region of every open authority.
        as_of: day of the run.
    """
    if facts.empty:
        return []
    return [
        *late(facts, rules),
        *missing(facts, regions, rules, as_of),
        *revised(facts, rules),
        *contradictory(facts, in_year, rules),
        *too_smooth(facts, in_year, rules),
        *too_good(facts, in_year, rules),
    ]
