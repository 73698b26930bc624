"""What is known of fetched files and their versions, as rows of the warehouse's tables."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from earlywarning.sources.intake import Offered

# Table of the warehouse, and the kind of file that its rows stand in.
FETCHING = {"fetched_file": "fetched", "data_set_change": "fetched_changes"}


def fetched_rows(table: str, offered: list[Offered], as_of: dt.date) -> pd.DataFrame:
    """Return the rows known on the as-of day; kept copies of one record repeat them."""
    frames = [
        pd.DataFrame(one.raw.rows, columns=list(one.raw.header), dtype=str)
        for one in offered
        if one.kind == FETCHING[table] and one.outcome == "context" and one.raw is not None
    ]
    if not frames:
        return pd.DataFrame()
    rows = pd.concat(frames, ignore_index=True).drop_duplicates()
    known = rows[rows["published"] <= as_of.isoformat()]
    return known.sort_values(list(known.columns), ignore_index=True)
