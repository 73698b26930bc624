"""What the card is made from, and the words that its parts share."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

TARGET = {
    "any_part_down": "some part judged lower",
    "decline": "overall grade lower",
    "newly_inadequate": "newly Inadequate",
    "below_good": "below Good",
}


PRODUCT, VITAL, DEPRIVATION = "product", "vital_signs", "deprivation"
CAN_FALL = "not_inadequate"
NOISE = 0.95


@dataclass(frozen=True, slots=True)
class Given:
    """What the card is made from: numbered results, checks, all that was tried, and its making."""

    results: pd.DataFrame
    canaries: list[tuple[str, float, str, bool, str]]
    tried: pd.DataFrame
    chosen: str
    made: dict[str, object]
    years: pd.DataFrame
