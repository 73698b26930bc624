"""What stands out about each authority on each look, one row per cause."""

from __future__ import annotations

import numpy as np
import pandas as pd

from earlywarning.definitions import Definitions

COLUMNS = [
    "looked_on", "old_la_code", "cause", "strength", "before", "indicators", "possible", "words",
]  # fmt: skip
SENTENCES = 2


def stage_causes(
    timeline: pd.DataFrame, new: pd.DataFrame, definitions: Definitions
) -> pd.DataFrame:
    """Return one row per look, authority and stage of the journey with anything unusual.

    `strength` is that of the strongest signal, a two-sided rate counting `notable_share`. `before`
    is the same without the indicators that nobody could compare on any earlier look: what only
    became visible is not a change. Reassurance is no cause.

    Args:
        timeline: signals with looked_on.
        new: looked_on, indicator: looks on which an indicator was first comparable.
        definitions: indicators and policy.
    """
    share = definitions.policy.alerts.notable_share
    rows = timeline[timeline["reading"] != "reassurance"].copy()
    stages = {name: one.stage for name, one in definitions.weighted().items()}
    rows["cause"] = rows["indicator"].map(stages)
    rows["weight"] = rows["strength"] * rows["reading"].map({"concern": 1.0, "notable": share})
    fresh = set(zip(new["looked_on"], new["indicator"], strict=True))
    pairs = zip(rows["looked_on"], rows["indicator"], strict=True)
    known_before = np.array([pair not in fresh for pair in pairs], dtype=float)
    rows["old_weight"] = rows["weight"] * known_before
    possible = pd.Series(stages).value_counts().to_dict()
    rows = rows.sort_values(["weight", "indicator"], ascending=[False, True])
    out = [
        (
            *key, group["weight"].max(), group["old_weight"].max(),
            tuple(sorted(set(group["indicator"]))), possible[key[2]],
            " ".join(group.drop_duplicates("indicator")["explanation"].head(SENTENCES)),
        )
        for key, group in rows.groupby(["looked_on", "old_la_code", "cause"])
    ]  # fmt: skip
    return pd.DataFrame(out, columns=COLUMNS)
