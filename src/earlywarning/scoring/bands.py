"""Bands that hold: up at once, down only when the score is clearly below, from look to look."""

from __future__ import annotations

import pandas as pd

from earlywarning.definitions.policy import Policy

COLUMNS = ["looked_on", "old_la_code", "band"]
# Few figures and little heard: the lowest band would read as "fine".
NOT_KNOWN = "not_known"


def held_bands(history: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Return the band held on each look, since which look, whether that was the first, and looks.

    A band is left upwards as soon as the keys say so, and downwards only when it would not be
    opened by `band_margin` points more either: nobody flickers. Too little known gives no band, and
    what was held before is then forgotten.

    Args:
        history: looked_on, old_la_code, by_points (the band of that look alone), and
            band_within_margin (what so many points more would open), in any order.
        policy: the bands.
    """
    out = []
    for code, rows in history.sort_values("looked_on").groupby("old_la_code"):
        band, since = "", None
        first = rows["looked_on"].iloc[0]
        for looks, row in enumerate(rows.itertuples(), start=1):
            now = _next(band, str(row.by_points), str(row.band_within_margin), policy)
            since = row.looked_on if now != band else since
            band = now
            out.append((row.looked_on, code, band, since, since == first, looks))
    return pd.DataFrame(out, columns=[*COLUMNS, "band_since", "band_since_at_latest", "band_looks"])


def _next(held: str, by_points: str, within: str, policy: Policy) -> str:
    if not held or NOT_KNOWN in (held, by_points):
        return by_points
    floors = policy.bands
    if floors[by_points] >= floors[held]:
        return by_points
    return held if floors.get(within, 0.0) >= floors[held] else by_points
