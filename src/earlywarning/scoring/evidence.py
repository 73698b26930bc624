"""What a score is made from and what it is made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import pandas as pd

# What a part of the score is about; "sum" tells of many figures together.
Kind = Literal["indicator", "flag", "return", "withheld", "review", "sum", "limit"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the score is made from, as tables.

    authorities: open ones, old_la_code and is_small. missing: old_la_code, indicator without a
    current value. doubtful: see `openness_items`. newest: last day that any figure describes.
    vital: as `vital_signs` gives them. alerted: who has a live alert of the front-door watch.
    judged: who is judged inadequate, or was judged lower than before of late.
    """

    authorities: pd.DataFrame
    soft_items: pd.DataFrame
    soft_loaded: bool
    peer_reviews: pd.DataFrame
    doubtful: pd.DataFrame
    missing: pd.DataFrame
    newest: dt.date
    as_of: dt.date
    vital: pd.DataFrame
    alerted: frozenset[str] = frozenset()
    judged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Item:
    """One named contribution, with the facts that its explanation tells in words.

    kind and subject: what it is about. way: of an indicator, how it stands out. chance: how far
    chance alone goes. title: what the flag or the return is called. heard: of a flag, entries,
    independent sources, the newest day, and whether the authority may be told. period and doubts:
    of a return, and how many cells each reason for doubt is found in. by_chance: of vital signs,
    the points that are taken off for them because chance alone would add as much. kept: of vital
    signs whose newest figure is withheld, the points that no good sign takes off; openness counts
    only what is missing to the most. unknown: of a figure that is withheld, whether nothing at all
    is known of its sign, in no year.
    """

    pillar: str
    item: str
    points: float
    explanation: str
    kind: Kind
    subject: str = ""
    way: str = ""
    chance: str = ""
    title: str = ""
    heard: tuple[int, int, dt.date, bool] | None = None
    period: int | None = None
    doubts: tuple[tuple[str, int], ...] = ()
    by_chance: float = 0.0
    kept: float = 0.0
    unknown: bool = False

    @property
    def single_source(self) -> bool:
        """Tell whether it rests on what one source alone has said."""
        return self.heard is not None and self.heard[1] == 1


def least_of_figures(items: list[Item]) -> float:
    """Return the points below which good signs do not bring the figures of an authority."""
    return sum(item.kept for item in items)
