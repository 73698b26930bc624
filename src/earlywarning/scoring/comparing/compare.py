"""The comparison table: one row per indicator, authority and period of the last years."""

from __future__ import annotations

import numpy as np
import pandas as pd

from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.policy import PerformancePolicy
from earlywarning.scoring.comparing.movement import movement, trend
from earlywarning.scoring.comparing.panel import Panel, panel_of
from earlywarning.scoring.comparing.position import Near, beside, near_of, position
from earlywarning.statistics.numeric import BoolArray, FloatArray
from earlywarning.tables.declare import columns_of
from earlywarning.tables.indicators import Comparison

SIDES = ("neighbour_median", "geographical_median", "england", "past_median")
BESIDE = [
    "neighbour_median", "neighbour_mean", "neighbour_n", "neighbour_spread", "closeness",
    "geographical_median", "geographical_n", "region_value", "england", "past_median", "past_n",
]  # fmt: skip
TREND = ["slope", "slope_lower", "slope_upper", "trend_p", "trend", "trend_periods"]
AGREEMENT = ["compared", "above", "below", "agreement"]
# Closeness below this is what the neighbour model itself calls "somewhat close" or "not close".
POOR_MATCH = 0.75


def compare(
    values: pd.DataFrame,
    neighbours: pd.DataFrame,
    contaminated: pd.DataFrame,
    indicators: dict[str, Indicator],
    policy: PerformancePolicy,
    *,
    describe: bool = True,
) -> pd.DataFrame:
    """Return each authority's standing on each indicator, newest period and the years before it.

    Periods are those of `policy.periods_compared`. `position_z` and `movement_z` are positive when
    high and when rising; `speed` is the change of `position_z` on the period before. A period that
    is `contaminated` keeps its position and has no movement into or out of it.

    Args:
        values: authority rows of indicator_value for open authorities with opened, is_small and
            the columns of `BESIDE`.
        neighbours: old_la_code, neighbour_old_la_code, position, weight, neighbour_name; one model.
        contaminated: old_la_code, indicator, time_period, reason.
        indicators: the definitions that carry weight.
        policy: thresholds.
        describe: fill the trend, which describes and which no signal rests on.
    """
    poor = _poor_matches(neighbours)
    frames = [
        _one(indicator, rows, neighbours, contaminated, policy, describe=describe)
        for name, rows in values.groupby("indicator")
        if (indicator := indicators.get(str(name))) is not None
    ]
    frames = [frame for frame in frames if not frame.empty]
    if not frames:
        return pd.DataFrame(columns=columns_of(Comparison))
    standing = pd.concat(frames, ignore_index=True)
    keys = ["indicator", "old_la_code", "time_period"]
    beside = [name for name in BESIDE if name in values]
    shown = values[[*keys, "period_end", "value", "status", "is_small", *beside]]
    out = standing.merge(shown, on=keys, how="left").reindex(
        columns=[*dict.fromkeys([*standing.columns, *shown.columns, *BESIDE])]
    )
    out = out.join(_agreement(out, indicators))
    out["poor_matches"] = [poor.get(code, []) for code in out["old_la_code"]]
    marked = contaminated.drop_duplicates(keys).set_index(keys)["reason"]
    out["contaminated"] = pd.MultiIndex.from_frame(out[keys]).map(marked.to_dict())
    out["not_placed"] = _not_placed(out)
    return out.reindex(columns=columns_of(Comparison)).sort_values(keys, ignore_index=True)


def _one(
    indicator: Indicator,
    rows: pd.DataFrame,
    neighbours: pd.DataFrame,
    contaminated: pd.DataFrame,
    policy: PerformancePolicy,
    *,
    describe: bool,
) -> pd.DataFrame:
    known = rows[rows["value"].notna()]
    placed = known[~known["is_small"]]
    if placed.empty:
        return pd.DataFrame()
    newest = int(placed["time_period"].max())
    if (placed["time_period"] == newest).sum() < policy.minimum_authorities:
        return pd.DataFrame()
    panel = panel_of(rows, newest)
    of_size = rows.groupby("old_la_code")["is_small"].max()
    small = of_size.reindex(panel.codes).to_numpy(dtype=bool)
    near = near_of(panel.codes, neighbours, set(of_size.index[of_size]))
    marked = _marked(panel, contaminated[contaminated["indicator"] == indicator.indicator])
    first = max(panel.periods[0], newest - policy.periods_compared + 1)
    kept = [
        _period(indicator, panel, period, near, marked, small)
        for period in range(first, newest + 1)
    ]
    out = pd.concat(kept, ignore_index=True)
    out["speed"] = out.groupby("old_la_code")["position_z"].diff()
    out["is_newest"] = out["time_period"] == newest
    if describe:
        lines = _trend(panel, newest, marked)
        out = out.merge(lines, on=["old_la_code", "time_period"], how="left")
    return out[out["is_newest"] | out["position_z"].notna() | out["movement_z"].notna()]


def _period(
    indicator: Indicator,
    panel: Panel,
    period: int,
    near: Near,
    marked: BoolArray,
    small: BoolArray,
) -> pd.DataFrame:
    stands = position(indicator, panel, period, near, small)
    of_counts = (indicator.per, indicator.comparison)
    moves = movement(panel, period, marked, small, *of_counts)
    nothing = np.zeros_like(marked)
    unmarked = movement(panel, period, nothing, small, *of_counts) if marked.any() else moves
    return pd.DataFrame(
        {
            "indicator": indicator.indicator,
            "old_la_code": panel.codes,
            "time_period": period,
            "position_z": stands.z,
            "expected": stands.expected,
            "position_method": stands.method,
            "change": moves.change,
            "movement_z": moves.z,
            "movement_z_raw": unmarked.z,
            "neighbour_z": beside(panel, period, near, small),
        }
    )


def _trend(panel: Panel, newest: int, marked: BoolArray) -> pd.DataFrame:
    line = trend(panel, newest, marked)
    columns = dict(zip(TREND, (line.slope, line.lower, line.upper, line.p), strict=False))
    return pd.DataFrame(
        {"old_la_code": panel.codes, "time_period": newest}
        | columns
        | {"trend": line.word, "trend_periods": line.periods}
        | {"trend_left_out": line.left_out, "lately": line.lately}
    )


def _marked(panel: Panel, contaminated: pd.DataFrame) -> BoolArray:
    marked = np.zeros(panel.value.shape, dtype=bool)
    pairs = zip(contaminated["old_la_code"], contaminated["time_period"], strict=True)
    for code, period in pairs:
        if code in panel.codes and period in panel.periods:
            marked[panel.codes.index(code), panel.at(period)] = True
    return marked


def _agreement(rows: pd.DataFrame, indicators: dict[str, Indicator]) -> pd.DataFrame:
    """Tell on which side of its four benchmarks each value lies, to the published decimals."""
    decimals = rows["indicator"].map({name: one.decimals for name, one in indicators.items()})
    scale = 10.0 ** decimals.to_numpy(dtype=float)
    own = np.round(rows["value"].to_numpy(dtype=float) * scale)
    sides: FloatArray = np.sign(
        own[:, np.newaxis] - np.round(rows[[*SIDES]].to_numpy(dtype=float) * scale[:, np.newaxis])
    )
    compared = (~np.isnan(sides)).sum(axis=1)
    above, below = (sides > 0).sum(axis=1), (sides < 0).sum(axis=1)
    word = np.select(
        [compared < 2, above == compared, below == compared, (above > 0) & (below > 0)],
        ["too_few", "all_above", "all_below", "disagree"],
        "partly_level",
    )
    columns = dict(zip(AGREEMENT, (compared, above, below, word), strict=True))
    return pd.DataFrame(columns, index=rows.index)


def _poor_matches(neighbours: pd.DataFrame) -> dict[str, list[str]]:
    """Return the names of each authority's poor matches."""
    poor = neighbours[neighbours["weight"] < POOR_MATCH].sort_values(["old_la_code", "position"])
    return {
        str(code): list(group["neighbour_name"].astype(str))
        for code, group in poor.groupby("old_la_code")
    }


def _not_placed(rows: pd.DataFrame) -> pd.Series:
    """Return why a row has no position, empty where it has one."""
    why = np.select(
        [
            rows["position_z"].notna(),
            rows["is_small"].fillna(value=False).astype(bool),
            rows["value"].isna(),
            rows["position_method"] == "neighbours",
        ],
        ["", "small", "no_value", "too_few_neighbours"],
        "no_counts",
    )
    return pd.Series(why, index=rows.index)
