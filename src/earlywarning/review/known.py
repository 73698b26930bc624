"""The tables that offers are made from, as one bundle."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd


def _none() -> pd.DataFrame:
    return pd.DataFrame()


@dataclass(frozen=True, slots=True)
class OfferInputs:
    """Tables of one run, with their columns as in the warehouse; those with a default may be empty.

    scores: one row per authority. contributions, inspections, neighbours, soft_items: as they are.
    peer_reviews: held, planned, postponed and refused. pattern_matches, journeys, authorities
    (old_la_code, la_name, region), slips (alerts of the front-door watch that have not ended).
    reviewers, conflicts: the region's registers of who can be lent and who must not meet. made:
    offers that were made already (old_la_code, offer, state, decision, deferred_until). levels,
    signals: as they are.
    """

    scores: pd.DataFrame
    contributions: pd.DataFrame
    inspections: pd.DataFrame
    neighbours: pd.DataFrame
    soft_items: pd.DataFrame
    peer_reviews: pd.DataFrame = field(default_factory=_none)
    pattern_matches: pd.DataFrame = field(default_factory=_none)
    journeys: pd.DataFrame = field(default_factory=_none)
    authorities: pd.DataFrame = field(default_factory=_none)
    slips: pd.DataFrame = field(default_factory=_none)
    reviewers: pd.DataFrame = field(default_factory=_none)
    conflicts: pd.DataFrame = field(default_factory=_none)
    made: pd.DataFrame = field(default_factory=_none)
    levels: pd.DataFrame = field(default_factory=_none)
    signals: pd.DataFrame = field(default_factory=_none)


def by_code(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the rows of each authority; an empty table has none."""
    if frame.empty:
        return {}
    return {str(code): rows for code, rows in frame.groupby("old_la_code")}
