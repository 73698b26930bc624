"""Bands that hold: up at once, down only when the score is clearly below, from look to look."""

from __future__ import annotations

import pandas as pd

from earlywarning.definitions.policy import Policy

COLUMNS = ["looked_on", "old_la_code", "band"]
# Few figures and little heard: the lowest band would read as "fine".
NOT_KNOWN = "not_known"


def held_bands(history: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Return the band held on each look, and since which look.

    A band is left upwards as soon as the points say so, and downwards only when the score lies more
    than `band_margin` below its floor: nobody flickers. What closes the top band (no knowledge
    beside the figures) closes it for holding too. Too little known gives no band, and what was held
    before is then forgotten.

    Args:
        history: looked_on, old_la_code, risk_of_decline, soft_intelligence, by_points (the band by
            points and rules alone), in any order.
        policy: bands and margin.
    """
    out = []
    for code, rows in history.sort_values("looked_on").groupby("old_la_code"):
        band, since = "", None
        for row in rows.itertuples():
            now = _next(band, str(row.by_points), row, policy)
            since = row.looked_on if now != band else since
            band = now
            out.append((row.looked_on, code, band, since))
    return pd.DataFrame(out, columns=[*COLUMNS, "band_since"])


def _next(held: str, by_points: str, row: object, policy: Policy) -> str:
    if not held or NOT_KNOWN in (held, by_points):
        return by_points
    floors = policy.bands
    if floors[by_points] >= floors[held]:
        return by_points
    closed = held == policy.top_band() and row.soft_intelligence <= 0  # type: ignore[attr-defined]
    low = row.risk_of_decline < floors[held] - policy.band_margin  # type: ignore[attr-defined]
    return by_points if low or closed else held
