"""How sure a standing is, in one word, and why."""

from __future__ import annotations

from typing import Any

import pandas as pd

from earlywarning.definitions.loader import Definitions

# Below this share of current figures nothing said of them is more than a guess.
ENOUGH = 0.7
# Of the interval's width: a floor so far outside is hardly reached in a year, and one so little
# inside is seldom crossed.
OUTSIDE, NEAR_THE_END = 0.1, 0.25
ENDS = ("performance_lower", "performance_upper")


def confidence(
    score: dict[str, Any], levels: pd.DataFrame | None, definitions: Definitions
) -> tuple[str, str]:
    """Return good, moderate or low, and the reason.

    Good: what the figures say will ordinarily be the same in a year. Low: a figure is withheld, too
    few are current, or they lie so near to where a key turns that a year may turn it.
    """
    floor = list(definitions.policy.bands.values())[1]
    if levels is None or score["coverage"] < ENOUGH:
        return "low", "too few current figures"
    held = sorted(set(levels.loc[levels["withheld"].notna(), "indicator"]))
    if held:
        names = ", ".join(definitions.indicators[name].name for name in held[:2])
        more = f" and {len(held) - 2} more" if len(held) > 2 else ""
        return "low", f"not there: {names}{more}"
    if score["stale"]:
        return "low", "the newest figures are old"
    low, high = (score[name] + score["hidden"] for name in ENDS)
    width = high - low
    if low - floor >= OUTSIDE * width or floor - high > OUTSIDE * width:
        return "good", "a year seldom changes what the figures say"
    if min(high - floor, floor - low) < NEAR_THE_END * width:
        return "moderate", "a year may change what the figures say"
    return "low", "the figures lie near to where they turn a key"
