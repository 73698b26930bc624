"""How much of the stated slip any reading of quarterly returns could find in time.

The reading here knows what no watch can: how far quiet authorities of each size move, from ten
times as many of them, so its limits are exactly at the false alarms that it may raise.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from earlywarning.statistics.numeric import BoolArray, FloatArray
from lab.watch.nation import Setting, WatchedNation, draw
from lab.watch.quarters import by_quarter
from lab.watch.table import ASSESSMENTS, QUIET_MONTHS, SLIP_MONTHS, SLIPS, STATED, WARM_UP

SIZE_GROUPS = 10
MONTHS_IN_QUARTER, IN_TIME, QUARTERS_IN_YEAR = 3, 3, 4
QUARTERS_BEFORE = (1, 2, 4, 6)
LOWEST, HIGHEST = 0.005, 0.995


def possible(*, seed: int, authorities: int, false_alerts: float) -> pd.DataFrame:
    """Return the share of stated slips found by the third month, by how much past is looked at.

    Args:
        seed: of the draws; the same seed gives the same table.
        authorities: drawn with a slip, and again without one.
        false_alerts: allowed a year and quiet authority, for all five measures together.

    Returns:
        quarters_before: of the own past in what is expected. budget: all false alerts spent on
        this measure alone, or its fifth. found_3_months_pct.
    """
    rng = np.random.default_rng([seed, len(SLIPS)])
    quiet = draw(Setting(authorities, QUIET_MONTHS), rng)
    slipped = draw(Setting(authorities, SLIP_MONTHS, SLIPS[STATED], WARM_UP), rng)
    rows = [
        (before, budget, round(100 * _found(quiet, slipped, before, allowed), 1))
        for before in QUARTERS_BEFORE
        for budget, allowed in (("all", false_alerts), ("a fifth", false_alerts / 5))
    ]
    return pd.DataFrame(rows, columns=["quarters_before", "budget", "found_3_months_pct"])


def _found(quiet: WatchedNation, slipped: WatchedNation, before: int, allowed: float) -> float:
    still, fell = _fall(quiet, before), _fall(slipped, before)
    told = np.zeros(len(fell), dtype=np.bool_)
    edges = np.quantile(quiet.sizes, np.linspace(0, 1, SIZE_GROUPS + 1)[1:-1])
    of_quiet, of_slipped = (np.searchsorted(edges, n.sizes) for n in (quiet, slipped))
    in_time = _in_time(slipped, fell.shape[1])
    for group in range(SIZE_GROUPS):
        limit = np.nanquantile(still[of_quiet == group], 1 - allowed / QUARTERS_IN_YEAR)
        told |= (of_slipped == group) & ((fell > limit) & in_time).any(axis=1)
    return float(told.mean())


def _fall(nation: WatchedNation, before: int) -> FloatArray:
    """Return how far each quarter fell below its own past, on the scale of log odds."""
    share = by_quarter(ASSESSMENTS, nation.measures[ASSESSMENTS]).value / 100
    odds = np.log(np.clip(share, LOWEST, HIGHEST) / (1 - np.clip(share, LOWEST, HIGHEST)))
    out = np.full(odds.shape, np.nan)
    for quarter in range(before, odds.shape[1]):
        past = odds[:, quarter - before : quarter]
        known = np.isfinite(past)
        middle = np.where(known, past, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
        out[:, quarter] = np.where(known.any(axis=1), middle - odds[:, quarter], np.nan)
    return out


def _in_time(slipped: WatchedNation, quarters: int) -> BoolArray:
    """Tell which quarters end within the first months of the slip."""
    ends = (np.arange(quarters) + 1) * MONTHS_IN_QUARTER - 1
    since = ends[None, :] - slipped.starts[:, None] + 1
    return np.asarray((since >= 1) & (since <= IN_TIME))
