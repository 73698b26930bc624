"""What a score is made from and what it is made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the score is made from, as tables.

    authorities: open ones, old_la_code and is_small. missing: old_la_code, indicator without a
    current value. doubtful: see `openness_items`. newest: last day that any figure describes.
    patterns: those found, as `find_patterns` gives them. vital: as `vital_signs` gives them.
    """

    authorities: pd.DataFrame
    signals: pd.DataFrame
    soft_items: pd.DataFrame
    soft_loaded: bool
    peer_reviews: pd.DataFrame
    doubtful: pd.DataFrame
    missing: pd.DataFrame
    newest: dt.date
    as_of: dt.date
    patterns: pd.DataFrame
    vital: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Item:
    """One named contribution."""

    pillar: str
    item: str
    points: float
    explanation: str
    single_source: bool = False
