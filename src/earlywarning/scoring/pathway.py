"""The pathway as flows: each conversion against expected, and whether the counts can be true."""

from __future__ import annotations

import numpy as np
import pandas as pd

from earlywarning.definitions.pathway import Step
from earlywarning.scoring.comparing.movement import movement
from earlywarning.scoring.comparing.panel import Panel, panel_of
from earlywarning.statistics.funnel import funnel_proportion, funnel_ratio
from earlywarning.statistics.numeric import FloatArray
from earlywarning.tables.declare import columns_of
from earlywarning.tables.indicators import Pathway

# The newest period and four before.
PERIODS = 5
FEWEST_AUTHORITIES = 30


def flows(counts: pd.DataFrame, steps: dict[str, Step], periods: int = PERIODS) -> pd.DataFrame:
    """Return each step of the pathway for every authority in the newest `periods`.

    Conversion is what comes out over what goes in. It is placed in an over-dispersed funnel around
    the middle authority: of proportions where what comes out is part of what goes in, else of
    ratios. Counts that cannot be true together (`possible` is false) have no place in it, nor have
    small authorities and counts below the step's minimum.

    Args:
        counts: step, old_la_code, time_period, period_end, from_count, to_count, status, opened,
            is_small; all periods, so that changes have a past.
        steps: the definitions, in the order of the way.
        periods: how many, the newest included.
    """
    both = counts[counts["from_count"].notna() & counts["to_count"].notna()]
    if both.empty:
        return pd.DataFrame(columns=columns_of(Pathway))
    newest = int(both["time_period"].max())
    frames = [
        _step(name, steps[name], place, counts[counts["step"] == name], newest, periods)
        for place, name in enumerate(steps, start=1)
    ]
    out = pd.concat(frames, ignore_index=True)
    return out[columns_of(Pathway)].sort_values(
        ["old_la_code", "time_period", "order_shown"], ignore_index=True
    )


def _step(
    name: str, step: Step, place: int, rows: pd.DataFrame, newest: int, periods: int
) -> pd.DataFrame:
    begin, to = rows["from_count"], rows["to_count"]
    enough = begin >= step.minimum
    share = to.div(begin.where(begin > 0))
    # Below the minimum a share moves by chance alone.
    rows = rows.assign(value=share.where(enough), numerator=to, denominator=begin)
    panel = panel_of(rows, newest)
    small = rows.groupby("old_la_code")["is_small"].max().reindex(panel.codes)
    placed = [
        _period(panel, period, step, small.to_numpy(dtype=bool))
        for period in range(max(panel.periods[0], newest - periods + 1), newest + 1)
    ]
    keys = ["old_la_code", "time_period"]
    out = pd.concat(placed, ignore_index=True).merge(
        rows.assign(conversion=share)[[*keys, "period_end", "from_count", "to_count", "conversion",
                                       "status"]],
        on=keys,
    )  # fmt: skip
    out["step"], out["order_shown"], out["name"] = name, place, step.name
    out["possible"] = _possible(out, step)
    out["caution"] = np.where(
        out["from_count"] < step.minimum, "small numbers: a share of so few says little", ""
    )
    return out


def _period(panel: Panel, period: int, step: Step, small: np.ndarray) -> pd.DataFrame:
    at = panel.at(period)
    begin, to = panel.denominator[:, at], panel.numerator[:, at]
    counts = (begin >= step.minimum) & ~np.isnan(to) & ~small
    if step.part or step.at_most:
        counts &= to <= begin
    z, expected = _placed(np.where(counts, to, np.nan), np.where(counts, begin, np.nan), step.part)
    nothing = np.zeros(panel.value.shape, dtype=bool)
    shape = "proportion" if step.part or step.at_most else "ratio"
    moves = movement(panel, period, nothing, small, per=1, shape=shape)
    return pd.DataFrame(
        {
            "old_la_code": panel.codes,
            "time_period": period,
            "position_z": z,
            "expected": expected,
            "change": moves.change,
            "movement_z": moves.z,
        }
    )


def _placed(to: FloatArray, begin: FloatArray, part: bool) -> tuple[FloatArray, FloatArray]:
    known = ~np.isnan(to)
    if known.sum() < FEWEST_AUTHORITIES:
        return np.full(to.shape, np.nan), np.full(to.shape, np.nan)
    middle = float(np.nanmedian(to / begin))
    if part:
        z = funnel_proportion(to, begin, target=middle).z_adjusted
    else:
        z = funnel_ratio(to, begin * middle).z_adjusted
    return np.asarray(z), np.where(known, middle, np.nan)


def _possible(rows: pd.DataFrame, step: Step) -> pd.Series:
    """Tell whether both counts can be true; empty where one is missing."""
    fine = (rows["to_count"] <= rows["from_count"]) | (not step.at_most)
    known = rows["from_count"].notna() & rows["to_count"].notna()
    return fine.astype(object).where(known, None)
