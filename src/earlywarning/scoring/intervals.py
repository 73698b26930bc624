"""How sure one value is, from its counts alone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from earlywarning.definitions.indicator import Indicator
from earlywarning.statistics.rates import crude_rate, wilson


def with_intervals(values: pd.DataFrame, indicators: dict[str, Indicator]) -> pd.DataFrame:
    """Fill `lower` and `upper` (95 %) where a value has counts.

    Proportions get Wilson's interval, rates Byar's or the exact one. National and regional
    counts are published rounded to ten, which is far inside their interval.

    Args:
        values: rows of indicator_value.
        indicators: the definitions.
    """
    out = values.copy()
    out[["lower", "upper"]] = np.nan
    for name, rows in out.groupby("indicator"):
        indicator = indicators[str(name)]
        if indicator.comparison == "neighbours":
            continue
        usable = rows[rows["value"].notna() & rows["numerator"].notna() & (rows["denominator"] > 0)]
        top, bottom = usable["numerator"].to_numpy(), usable["denominator"].to_numpy()
        if indicator.comparison == "proportion":
            inside = top <= bottom
            _, lower, upper = wilson(np.where(inside, top, np.nan), bottom)
            lower, upper = lower * indicator.per, upper * indicator.per
        else:
            _, lower, upper = crude_rate(top, bottom, per=indicator.per)
        out.loc[usable.index, "lower"] = lower
        out.loc[usable.index, "upper"] = upper
    return out
