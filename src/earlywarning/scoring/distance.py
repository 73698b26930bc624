"""How far each authority stands from expected, and how far it moved, in standard units."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from earlywarning.definitions import Indicator
from earlywarning.statistics.comparison import robust_z
from earlywarning.statistics.funnel import funnel_proportion, funnel_ratio

# Years of changes that make the common spread of a one-year change.
CHANGE_YEARS = 5
# A new authority's first full year is still a start (re-referrals need a year of history).
NEW_AUTHORITY = dt.timedelta(days=550)


def position(indicator: Indicator, rows: pd.DataFrame) -> pd.Series:
    """Return z by row for one indicator and period, NaN where none can be given.

    With counts: funnel with additive over-dispersion (Spiegelhalter 2005, 2012). Without: the
    gap to the statistical-neighbour median, in robust standard deviations of all such gaps.

    Args:
        indicator: the definition.
        rows: value, numerator, denominator, neighbour_median; small places already left out.
    """
    if indicator.comparison == "neighbours":
        gap = rows["value"] - rows["neighbour_median"]
        return pd.Series(robust_z(gap.to_numpy(dtype=float)), index=rows.index)
    enough = rows["denominator"] >= max(1, indicator.minimum_denominator)
    top = rows["numerator"].where(enough & rows["value"].notna()).to_numpy(dtype=float)
    bottom = rows["denominator"].where(enough).to_numpy(dtype=float)
    # The middle authority is the target, not the pooled figure: one large authority with an
    # odd recording (more than 1 in 20 of all referrals) would move everybody else.
    if not (np.isfinite(top) & np.isfinite(bottom)).any():
        return pd.Series(np.nan, index=rows.index)
    middle = float(np.nanmedian(top / bottom))
    if indicator.comparison == "proportion":
        # Contradicting counts are a finding already and cannot be placed in a funnel.
        top = np.where(top <= bottom, top, np.nan)
        funnel = funnel_proportion(top, bottom, target=middle)
    else:
        funnel = funnel_ratio(top, bottom * middle)
    return pd.Series(funnel.z_adjusted, index=rows.index)


def movement(rows: pd.DataFrame, newest: int) -> pd.Series:
    """Return z of the newest one-year change by authority.

    The change is taken after removing the middle change of all authorities that year, and is
    measured against the larger of the authority's own usual change and everyone's: a volatile
    small place does not signal on its usual noise.

    Args:
        rows: old_la_code, time_period, value, period_end, opened for one indicator.
        newest: period whose change is wanted.
    """
    wide = rows.pivot_table(index="old_la_code", columns="time_period", values="value")
    wide = wide.reindex(columns=range(int(rows["time_period"].min()), newest + 1))
    change = wide.diff(axis=1)
    change = change - change.median(axis=0)
    recent = change.loc[:, newest - CHANGE_YEARS + 1 : newest].to_numpy().ravel()
    common = _spread(recent)
    past = change.drop(columns=newest)
    own = past.apply(lambda line: _spread(line.to_numpy()), axis=1)
    own = own.where(past.notna().sum(axis=1) >= CHANGE_YEARS)
    spread = own.fillna(0).clip(lower=common)
    z = change[newest] / spread.where(spread > 0)
    return z.where(~z.index.isin(_too_new(rows, newest)))


def _spread(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    if known.size < 3:
        return float("nan")
    return float(1.4826 * np.median(np.abs(known - np.median(known))))


def _too_new(rows: pd.DataFrame, newest: int) -> list[str]:
    before = rows[rows["time_period"] == newest - 1]
    young = before["period_end"] - before["opened"] < pd.Timedelta(NEW_AUTHORITY)
    return list(before.loc[young, "old_la_code"])
