"""Bands that hold: up at once, down only when the score is clearly below, from look to look."""

from __future__ import annotations

from typing import Any

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
    ordered = history.sort_values("looked_on", kind="stable")[
        ["old_la_code", "looked_on", "by_points", "band_within_margin"]
    ]
    stood: dict[str, tuple[str, Any, Any, int]] = {}
    for code, day, by_points, within in ordered.itertuples(index=False, name=None):
        band, since, first, looks = stood.get(code, ("", None, day, 0))
        now = _next(band, str(by_points), str(within), policy)
        since = day if now != band else since
        stood[code] = (now, since, first, looks + 1)
        out.append((day, code, now, since, since == first, looks + 1))
    out.sort(key=lambda row: row[1])
    return pd.DataFrame(out, columns=[*COLUMNS, "band_since", "band_since_at_latest", "band_looks"])


def _next(held: str, by_points: str, within: str, policy: Policy) -> str:
    if not held or NOT_KNOWN in (held, by_points):
        return by_points
    floors = policy.bands
    if floors[by_points] >= floors[held]:
        return by_points
    return held if floors.get(within, 0.0) >= floors[held] else by_points
