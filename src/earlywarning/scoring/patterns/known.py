"""What is known about every authority on a day, laid out so that a sign is one look at an array."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.policy import PatternPolicy
from earlywarning.statistics.numeric import FloatArray

FIELDS = ("position_z", "movement_z", "movement_z_raw", "change", "value", "expected")
# The newest period and five before, as in the comparison table.
PERIODS = 6


@dataclass(frozen=True, slots=True)
class PatternFacts:
    """What patterns are found in, as tables; one that was never loaded is None, not empty.

    comparison: the comparison table. pathway: the pathway table. soft_items: old_la_code, flag,
    weight_now. inspections: old_la_code, published, judgement, grade. peer_reviews: status,
    held_on, led_by_old_la_code. authorities: open ones, old_la_code and children.
    """

    comparison: pd.DataFrame
    pathway: pd.DataFrame
    soft_items: pd.DataFrame | None
    inspections: pd.DataFrame | None
    peer_reviews: pd.DataFrame | None
    authorities: pd.DataFrame
    as_of: dt.date


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Figures by name, authority and period, newest period first; NaN where nothing is known.

    `figures[field]` is (names, authorities, periods). `newest` and `status` are of each name's
    own newest period, `status` by name and authority, empty where there is no row.
    """

    codes: list[str]
    place: dict[str, int]
    figures: dict[str, FloatArray]
    newest: list[int]
    status: np.ndarray
    children: FloatArray

    def of(self, field: str, names: tuple[str, ...]) -> FloatArray:
        """Return one field of several names; a name without any figure is all NaN."""
        nobody = np.full(self.figures[field].shape[1:], np.nan)
        rows = [self.place.get(name) for name in names]
        return np.array([nobody if at is None else self.figures[field][at] for at in rows])

    def period(self, name: str) -> int:
        """Return a name's newest period."""
        return self.newest[self.place[name]]


def grid_of(known: PatternFacts, policy: PatternPolicy) -> Grid:
    """Lay out the comparison and the pathway; figures older than the policy allows are left out."""
    rows = _rows(known)
    ends = pd.to_datetime(rows["period_end"]).groupby(rows["name"]).max()
    oldest = pd.Timestamp(known.as_of) - pd.DateOffset(months=policy.stale_months)
    rows = rows[rows["name"].map(ends >= oldest).astype(bool)]
    people = known.authorities.sort_values("old_la_code")
    codes = people["old_la_code"].astype(str).tolist()
    newest = rows.groupby("name")["time_period"].max()
    names = newest.index.tolist()
    place = {name: at for at, name in enumerate(names)}
    back = rows["name"].map(newest).astype(float) - rows["time_period"].astype(float)
    who = rows["old_la_code"].map({code: at for at, code in enumerate(codes)})
    fits = (back < PERIODS).to_numpy() & who.notna().to_numpy()
    what = rows["name"].map(place).to_numpy()[fits].astype(int)
    at = (what, who.to_numpy()[fits].astype(int), back.to_numpy()[fits].astype(int))
    figures = {}
    for field in FIELDS:
        figures[field] = np.full((len(names), len(codes), PERIODS), np.nan)
        figures[field][at] = rows[field].to_numpy(dtype=float)[fits]
    status = np.full((len(names), len(codes)), "", dtype=object)
    now = at[2] == 0
    status[at[0][now], at[1][now]] = rows["status"].fillna("").to_numpy()[fits][now]
    children = people["children"].to_numpy(dtype=float)
    return Grid(codes, place, figures, newest.astype(int).tolist(), status, children)


def _rows(known: PatternFacts) -> pd.DataFrame:
    wanted = ["name", "old_la_code", "time_period", "period_end", "status", *FIELDS]
    figures = known.comparison.rename(columns={"indicator": "name"})[wanted]
    flows = known.pathway.drop(columns="name").rename(
        columns={"step": "name", "conversion": "value"}
    )
    # A pathway has no years left out of movement.
    flows = flows.assign(movement_z_raw=flows["movement_z"])[wanted]
    frames = [frame for frame in (figures, flows) if not frame.empty]
    return pd.concat(frames, ignore_index=True) if frames else figures


def sides(names: tuple[str, ...], side: str, indicators: dict[str, Indicator]) -> FloatArray:
    """Return +1 where the side is up and -1 where it is down, one per name."""
    if side in ("high", "low"):
        return np.full(len(names), 1.0 if side == "high" else -1.0)
    up = np.array([indicators[name].polarity == "high_is_worse" for name in names])
    worse = np.where(up, 1.0, -1.0)
    return worse if side == "worse" else -worse
