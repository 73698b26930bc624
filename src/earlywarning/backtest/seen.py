"""What the figures out on a day said of each authority, as one row of numbers."""

from __future__ import annotations

import bisect
import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlywarning.definitions.indicator import Indicator
from earlywarning.statistics.comparison import MAD_TO_SD

FARTHEST = 4.0
SHOWN = {"position": "position_z", "movement": "movement_z", "neighbours": "neighbour_z"}
SCORES = ["performance", "transparency", "risk_of_decline"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one day's look showed.

    standing: old_la_code, indicator, period_end, published, value, position_z, movement_z,
    neighbour_z of each indicator's newest period. scores: old_la_code and `SCORES`.
    """

    day: dt.date
    standing: pd.DataFrame
    scores: pd.DataFrame


def wide(seen: Seen, indicators: dict[str, Indicator]) -> pd.DataFrame:
    """Return one row per authority with `indicator:kind` in standard units, worse side up.

    position: distance from expected. neighbours: from statistical neighbours. movement: change
    against what is usual. level: distance from the middle of all authorities, without any
    benchmark. An indicator without a good direction has its high side up. Clipped at four units;
    NaN where there is none.
    """
    rows = seen.standing
    of_indicator = rows.groupby("indicator")["value"]
    gap = rows["value"] - of_indicator.transform("median")
    spread = MAD_TO_SD * gap.abs().groupby(rows["indicator"]).transform("median")
    units = {
        "position": rows["position_z"],
        "movement": rows["movement_z"],
        "neighbours": rows["neighbour_z"],
        "level": gap / spread.where(spread > 0),
    }
    side = rows["indicator"].map({name: side_of(one) for name, one in indicators.items()})
    frames = []
    for kind, values in units.items():
        up = (values.astype(float) * side).clip(-FARTHEST, FARTHEST)
        table = pd.DataFrame(
            {"old_la_code": rows["old_la_code"], "name": rows["indicator"] + ":" + kind, "z": up}
        )
        frames.append(table.pivot(index="old_la_code", columns="name", values="z"))
    out = pd.concat(frames, axis=1)
    return out.join(seen.scores.set_index("old_la_code")[SCORES], how="outer")


def side_of(indicator: Indicator) -> int:
    """Return -1 where low is worse, else 1."""
    return -1 if indicator.polarity == "low_is_worse" else 1


class Timeline:
    """The looks in the order of their days; asked what was known before a day."""

    def __init__(self, looks: list[Seen], indicators: dict[str, Indicator]) -> None:
        """Lay every look out once."""
        ordered = sorted(looks, key=lambda one: one.day)
        tables = [wide(one, indicators) for one in ordered]
        self.days = [one.day for one in ordered]
        self.columns = sorted({name for table in tables for name in table.columns})
        self.values = [table.reindex(columns=self.columns).to_numpy(float) for table in tables]
        self.rows = [{code: at for at, code in enumerate(table.index)} for table in tables]
        self.published = [_newest_published(one) for one in ordered]
        self.first_shown = _first_shown(ordered, indicators)

    def before(self, codes: list[str], days: list[dt.date], lead_months: int = 0) -> pd.DataFrame:
        """Return each authority's row of the newest look before its day less the lead.

        `newest_published` is the newest day on which anything in that row came out: strictly before
        the day, or the gate leaks. No look, or an authority that was not there: a row of NaN.
        """
        out = np.full((len(codes), len(self.columns)), np.nan)
        newest = np.full(len(codes), None, dtype=object)
        for row, (code, day) in enumerate(zip(codes, days, strict=True)):
            limit = (pd.Timestamp(day) - pd.DateOffset(months=lead_months)).date()
            at = bisect.bisect_left(self.days, limit) - 1
            if at >= 0 and code in self.rows[at]:
                out[row] = self.values[at][self.rows[at][code]]
                newest[row] = self.published[at]
        return pd.DataFrame(out, columns=self.columns).assign(newest_published=newest)

    def without_gate(self, codes: list[str], days: list[dt.date]) -> pd.DataFrame:
        """Return each authority's newest periods that had ended before its day, published or not.

        No warning can be built on this; it shows what the gate withholds.
        """
        rows = []
        for code, day in zip(codes, days, strict=True):
            row: dict[str, float] = {}
            for name, shown in self.first_shown.items():
                at = bisect.bisect_left([end for end, _ in shown], day) - 1
                if at >= 0:
                    row[name] = shown[at][1].get(code, np.nan)
            rows.append(row)
        return pd.DataFrame(rows)


def _newest_published(seen: Seen) -> dt.date | None:
    days = [day for day in seen.standing["published"] if day is not None and day == day]
    return max(days) if days else None


def _first_shown(
    looks: list[Seen], indicators: dict[str, Indicator]
) -> dict[str, list[tuple[dt.date, dict[str, float]]]]:
    """Return by feature, for each period in order, what the first look that had it showed."""
    out: dict[str, dict[dt.date, dict[str, float]]] = {}
    for seen in looks:
        for name, rows in seen.standing.groupby("indicator"):
            end = rows["period_end"].max()
            side = side_of(indicators[str(name)])
            for kind, column in SHOWN.items():
                z = (rows[column].astype(float) * side).clip(-FARTHEST, FARTHEST)
                values = dict(zip(rows["old_la_code"], z, strict=True))
                out.setdefault(f"{name}:{kind}", {}).setdefault(end, values)
    return {name: sorted(shown.items(), key=lambda one: one[0]) for name, shown in out.items()}
