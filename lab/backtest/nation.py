"""A nation in which the truth is known, laid out as the back-test asks: looks, then cases."""

from __future__ import annotations

import bisect
import datetime as dt
import functools
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from earlywarning.backtest.cases import Cases, ahead, cases_of
from earlywarning.backtest.events import events_of
from earlywarning.backtest.seen import SCORES, Seen, Timeline, wide
from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.loader import Definitions
from earlywarning.statistics.numeric import FloatArray

TARGETS = ("any_part_down", "decline")


@dataclass(frozen=True, eq=False)
class TestedNation:
    """Tables of one nation.

    authorities: old_la_code, opened, closed. figures: old_la_code, indicator, period_end,
    published, value, position_z, movement_z, neighbour_z. inspections: see `events_of`.
    registers: by name, entries as `weigh` takes them. slips: old_la_code, began, span_months,
    found. quality: old_la_code by first days of months, good side up. carried: by indicator, how
    much of quality its figure was given. until: last day that is told of.
    """

    authorities: pd.DataFrame
    figures: pd.DataFrame
    inspections: pd.DataFrame
    registers: dict[str, pd.DataFrame]
    slips: pd.DataFrame
    quality: pd.DataFrame
    carried: dict[str, float]
    until: dt.date

    def codes(self) -> list[str]:
        """Return the codes of all authorities."""
        return [str(code) for code in self.authorities["old_la_code"]]

    def events(self) -> pd.DataFrame:
        """Return its inspections with the judgement before each."""
        nobody = pd.DataFrame({"old_la_code": [], "successor": []})
        return events_of(self.inspections, nobody, set())


class Looked(Timeline):
    """A timeline that is never asked without its gate, and so need not lay out what that takes."""

    def __init__(self, looks: list[Seen], indicators: dict[str, Indicator]) -> None:
        """Lay every look out once, as the whole timeline does."""
        super().__init__([], indicators)
        ordered = sorted(looks, key=lambda one: one.day)
        tables = [wide(one, indicators) for one in ordered]
        self.days = [one.day for one in ordered]
        self.columns = sorted({name for table in tables for name in table.columns})
        self.values = [table.reindex(columns=self.columns).to_numpy(float) for table in tables]
        self.rows = [{code: at for at, code in enumerate(table.index)} for table in tables]
        self.published = [max(one.standing["published"]) for one in ordered]


def timeline_of(nation: TestedNation, definitions: Definitions, since: dt.date) -> Looked:
    """Return the looks of every day on which figures came out, from a first day on.

    The product's own score is not computed here: its column is empty.
    """
    shown: dict[str, pd.DataFrame] = {}
    looks = []
    empty = pd.DataFrame({"old_la_code": nation.codes(), **dict.fromkeys(SCORES, np.nan)})
    for day, out in nation.figures.groupby("published"):
        shown |= {str(name): rows for name, rows in out.groupby("indicator")}
        if cast(dt.date, day) >= since:
            standing = pd.concat(shown.values(), ignore_index=True)
            looks.append(Seen(cast(dt.date, day), standing, empty))
    return Looked(looks, definitions.weighted())


def ask(nation: TestedNation, timeline: Timeline) -> Cases:
    """Return the cases of the back-test with what was known on the day before each."""
    return cases_of(nation.events(), timeline, nation.authorities, nation.until)


def earlier_asked(cases: Cases, timeline: Timeline, lead_months: int) -> Cases:
    """Return the cases that are tested with what was known so many months before."""
    rows = cases.whole_panel()
    for target in TARGETS:
        rows = rows | cases.tested(target)
    tested = Cases(cases.table[rows].reset_index(drop=True), cases.known)
    return ahead(tested, timeline, lead_months)


def quality_known(nation: TestedNation, cases: Cases, lead_months: int) -> FloatArray:
    """Return how bad each case's service truly was so long before: the most that can be known."""
    months = list(nation.quality.columns)
    values = nation.quality.to_numpy()
    row = {code: at for at, code in enumerate(nation.quality.index)}
    out = []
    for code, day in zip(cases.table["old_la_code"], cases.table["day"], strict=True):
        limit = earlier(day, lead_months)
        at = bisect.bisect_left(months, limit) - 1
        out.append(-values[row[code], at])
    return np.array(out)


@functools.cache
def earlier(day: dt.date, months: int) -> dt.date:
    """Return the day so many months before, as the back-test counts them."""
    return (pd.Timestamp(day) - pd.DateOffset(months=months)).date()
