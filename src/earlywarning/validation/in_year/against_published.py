"""Provisional figures against the published ones that came later."""

from __future__ import annotations

import pandas as pd

from earlywarning.definitions.in_year import ReturnRules
from earlywarning.tables.quality import Finding
from earlywarning.validation.in_year.facts import finding, records


def differences(frame: pd.DataFrame, rules: ReturnRules) -> list[Finding]:
    """Find years whose published figure is not what the returns of that year added up to.

    Args:
        frame: rows of in_year_difference: old_la_code, frequency, measure, time_period,
            difference, difference_pct, published_release.
        rules: the thresholds.
    """
    far = frame[
        (frame["difference"].abs() >= rules.difference_minimum.value)
        & (frame["difference_pct"].abs() > 100 * rules.difference_share.value)
    ]
    words = (
        "the published figure lies {:+.0f}% from what the returns of that year added up to, "
        "as they stood before it came out"
    )
    return [
        finding("differs_from_published", words.format(row["difference_pct"]),
                {**row, "release": row["published_release"]})
        for row in records(far)
    ]  # fmt: skip
