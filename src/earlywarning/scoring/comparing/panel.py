"""One indicator as a grid of authorities by periods, the shape that the statistics take."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlywarning.statistics.numeric import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Values of one indicator; arrays are (authorities, periods), NaN where there is no value.

    codes: three-digit numbers. periods: every period from the first to the newest, none left out,
    so that two columns side by side are always one period apart. too_new: the period is among the
    first eighteen months of an authority. suppressed: withheld because the count is small. about:
    the row of the first authority that the figure is about, which is another's in a joint return.
    nation: the nation's published value by period.
    """

    codes: list[str]
    periods: list[int]
    value: FloatArray
    numerator: FloatArray
    denominator: FloatArray
    too_new: BoolArray
    suppressed: BoolArray
    about: IntArray
    nation: FloatArray

    def at(self, period: int) -> int:
        """Return the column of a period."""
        return self.periods.index(period)

    def counted_once(self) -> BoolArray:
        """Tell which figures count where all are counted: of a joint return, the first."""
        return np.asarray(self.about == np.arange(len(self.codes))[:, np.newaxis])


# A new authority's first full year is still a start (re-referrals need a year of history).
NEW_AUTHORITY = pd.Timedelta(days=550)


def panel_of(rows: pd.DataFrame, newest: int) -> Panel:
    """Lay out the rows of one indicator up to its newest period.

    Args:
        rows: old_la_code, time_period, period_end, opened, value, numerator, denominator, and
            status, joint_with and england where they are known.
        newest: last period wanted.
    """
    codes = sorted(rows["old_la_code"].unique())
    periods = list(range(int(rows["time_period"].min()), newest + 1))
    young = rows["period_end"] - rows["opened"] < NEW_AUTHORITY
    nothing = pd.Series(data=False, index=rows.index)
    small = rows["status"] == "suppressed" if "status" in rows else nothing
    row_of = pd.Index(codes).get_indexer(rows["old_la_code"])
    column_of = rows["time_period"].to_numpy(dtype=int) - periods[0]
    known = column_of < len(periods)
    row_of, column_of = row_of[known], column_of[known]

    def grid(cells: pd.Series) -> FloatArray:
        """Spread one column over the grid."""
        wide = np.full((len(codes), len(periods)), np.nan)
        wide[row_of, column_of] = cells.to_numpy(dtype=np.float64, na_value=np.nan)[known]
        return wide

    return Panel(
        codes=codes,
        periods=periods,
        value=grid(rows["value"]),
        numerator=grid(rows["numerator"]),
        denominator=grid(rows["denominator"]),
        too_new=grid(young) == 1.0,
        suppressed=grid(small) == 1.0,
        about=_about(rows, codes, periods),
        nation=rows.groupby("time_period")["england"].max().reindex(periods).to_numpy(float)
        if "england" in rows
        else np.full(len(periods), np.nan),
    )


def _about(rows: pd.DataFrame, codes: list[str], periods: list[int]) -> IntArray:
    """Return for each figure the row of the first authority that it is about."""
    own = np.arange(len(codes))
    about = np.repeat(own[:, np.newaxis], len(periods), axis=1)
    if "joint_with" not in rows:
        return about
    row_of = {code: at for at, code in enumerate(codes)}
    joint = rows[rows["joint_with"].notna() & rows["time_period"].isin(periods)]
    for code, period, others in zip(
        joint["old_la_code"], joint["time_period"], joint["joint_with"], strict=True
    ):
        together = [row_of[one] for one in (code, *others.split(",")) if one in row_of]
        about[row_of[code], periods.index(period)] = min(together)
    return about
