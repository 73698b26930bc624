"""Many quiet authorities and one with given values, as the comparison takes them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pandas as pd

from earlywarning.period import period_end
from earlywarning.scoring.comparing.compare import compare
from earlywarning.scoring.signals import find_signals
from tests.support.evidence import AS_OF, DEFINITIONS

POLICY = DEFINITIONS.policy
YEARS = range(2017, 2026)
OWN = "801"
LONG_AGO = dt.date(2009, 4, 1)


@dataclass
class Nation:
    """Many quiet authorities and one, 801, whose values are given by year."""

    indicator: str = "caseload"
    own: dict[int, float | None] = field(default_factory=dict)
    others: int = 40
    middle: float = 20.0
    is_small: bool = False
    opened: dt.date = LONG_AGO
    years: Any = YEARS

    def rows(self) -> pd.DataFrame:
        codes = [str(801 + n) for n in range(self.others + 1)]
        return pd.DataFrame([self._row(n, c, y) for n, c in enumerate(codes) for y in self.years])

    def _row(self, n: int, code: str, year: int) -> dict[str, Any]:
        declared = DEFINITIONS.indicators[self.indicator]
        # Each stands where it stands and wobbles a little: no spread is 0.
        quiet = self.middle + (n % 9 - 4) * 0.3 + Random(f"{n} {year}").gauss(0, 0.2)
        value = self.own.get(year, self.middle) if code == OWN else quiet
        return {
            "indicator": self.indicator,
            "old_la_code": code,
            "time_period": year,
            "period_end": pd.Timestamp(period_end(year, declared.period)),
            "value": float("nan") if value is None else value,
            "numerator": float("nan") if value is None else value * 50_000 / declared.per,
            "denominator": 50_000.0,
            "status": "ok",
            "neighbour_median": self.middle,
            "neighbour_n": 10.0,
            "england": self.middle,
            "is_small": self.is_small if code == OWN else False,
            "opened": pd.Timestamp(self.opened if code == OWN else LONG_AGO),
        }


def neighbours(rows: pd.DataFrame, weight: float = 0.9) -> pd.DataFrame:
    """Give every authority the next ten by code, in a ring."""
    codes = sorted(rows["old_la_code"].unique())
    pairs = [
        (code, codes[(place + step) % len(codes)], step, weight, f"Place {place + step}")
        for place, code in enumerate(codes)
        for step in range(1, 11)
    ]
    names = ["old_la_code", "neighbour_old_la_code", "position", "weight", "neighbour_name"]
    return pd.DataFrame(pairs, columns=names)


def comparison(rows: pd.DataFrame, marked: tuple[tuple[str, int], ...] = ()) -> pd.DataFrame:
    wanted = {name: DEFINITIONS.indicators[name] for name in rows["indicator"].unique()}
    coloured = pd.DataFrame(
        [
            (code, name, year, "a move to another case system")
            for code, year in marked
            for name in wanted
        ],
        columns=["old_la_code", "indicator", "time_period", "reason"],
    )
    return compare(rows, neighbours(rows), coloured, wanted, POLICY.performance)


def signals(rows: pd.DataFrame, marked: tuple[tuple[str, int], ...] = ()) -> pd.DataFrame:
    found = comparison(rows, marked)
    return find_signals(found, DEFINITIONS.indicators, POLICY.performance, AS_OF)
