"""What the card is made from, and the words that its parts share."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from earlywarning.backtest.frozen.protocol import Frozen

TARGET = {
    "any_part_down": "some part judged lower",
    "decline": "overall grade lower",
    "newly_inadequate": "newly Inadequate",
    "below_good": "below Good",
    "newly_below_good_part": "some part newly below Good",
    "newly_inadequate_part": "some part newly Inadequate",
}

PRODUCT, VITAL, DEPRIVATION, PILLAR = "product", "vital_signs", "deprivation", "pillar"
CAN_FALL = "not_inadequate"
NOISE = 0.95


@dataclass(frozen=True, slots=True)
class Given:
    """What the card is made from: results, checks, what was tried, its making, what is frozen."""

    results: pd.DataFrame
    canaries: list[tuple[str, float, str, bool, str]]
    tried: pd.DataFrame
    chosen: str
    made: dict[str, object]
    years: pd.DataFrame
    frozen: Frozen
