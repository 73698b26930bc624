"""Published symbols: small counts suppressed, values withheld or not returned."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from lab.nation.stories import MARKS

SMALL = 5


def suppress(
    text: pd.DataFrame,
    counts: Mapping[str, np.ndarray],
    percents: Mapping[str, str],
    rows: np.ndarray,
    bands: Sequence[str] = (),
) -> None:
    """Put c for counts of one to five in the rows, in the percentage too, in place.

    One hidden band could be worked out from the total, so a second one is hidden with it.
    """
    hidden = {name: (count > 0) & (count <= SMALL) & rows for name, count in counts.items()}
    if bands:
        second = _second_cell(counts, hidden, bands)
        for name in bands:
            hidden[name] = hidden[name] | second[name]
    for name, mask in hidden.items():
        text.loc[mask, name] = "c"
        if name in percents:
            text.loc[mask, percents[name]] = "c"


def _second_cell(
    counts: Mapping[str, np.ndarray], hidden: Mapping[str, np.ndarray], bands: Sequence[str]
) -> dict[str, np.ndarray]:
    sizes = np.column_stack([counts[name] for name in bands]).astype(float)
    covered = np.column_stack([hidden[name] for name in bands])
    lonely = (covered.sum(axis=1) == 1) & ((sizes > 0).sum(axis=1) > 1)
    sizes[covered | (sizes == 0)] = np.inf
    smallest = sizes.argmin(axis=1)
    return {name: lonely & (smallest == place) for place, name in enumerate(bands)}


def mark(text: pd.DataFrame, table: str, measures: Sequence[str]) -> None:
    """Put the planted u and x of a table, in place."""
    for planted in MARKS:
        if planted.table == table:
            years = [str(year) for year in planted.years]
            rows = (text["la_name"] == planted.name) & text["time_period"].isin(years)
            text.loc[rows, list(planted.columns or measures)] = planted.symbol
