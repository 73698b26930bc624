"""Which months the lists cover: a month that they do not tell of is missing, and never zero."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

# How seldom lists begin or end so far from the edge of their window by chance: all of them
# together, and one alone, of which some things are done in batches or entered late.
_CHANCE_OF_A_GAP, _CHANCE_IN_ONE_LIST = 3e-4, 1e-6
_LONG = "so long without a case that the list seems not to cover it"
_AFTER = "no list tells of a day so late, so that the lists seem to have been cut before"
_BEFORE = "every day in the list is before the months asked about"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the lists of one workbook tell about time.

    months: last days of the months asked about; extract: the day the lists are said to be cut;
    told: every sound day up to it in each list, of what ends or begins; active: every day on which
    some list has a case; stocks: the lists whose cases may all have begun long ago.
    """

    months: list[dt.date]
    extract: dt.date
    told: dict[int, set[dt.date]]
    active: set[dt.date]
    stocks: frozenset[int]

    def why_not(self, number: int, every: set[dt.date], end: dt.date) -> str:
        """Return why a list, with these days of what is counted, does not cover a month, or ""."""
        if why := self.why_not_at(end):
            return why
        told = self.told.get(number, set())
        if told and number not in self.stocks and max(told) < self._begins:
            return _BEFORE
        return _LONG if self._is_in_a_gap(every, end, _CHANCE_IN_ONE_LIST) else ""

    def why_not_at(self, end: dt.date) -> str:
        """Return why nothing is known of the end of a month, or "".

        The month ends after the newest day of all lists, and the last month or more is silent. All
        lists together decide: one alone may be quiet for months in a small authority. Where some
        list tells of the last month, chance decides whether it stops too early in it.
        """
        every = {day for days in self.told.values() for day in days}
        newest = max(self._steady(every, _CHANCE_OF_A_GAP), default=dt.date.min)
        if end > newest and self.months[-1].replace(day=1) > newest:
            return _AFTER
        return _LONG if self._is_in_a_gap(self.active, end, _CHANCE_OF_A_GAP) else ""

    @property
    def _begins(self) -> dt.date:
        return self.months[0].replace(day=1)

    def _steady(self, every: set[dt.date], seldom: float) -> set[dt.date]:
        """Return the days without the last, where one alone stands later than chance would have it.

        Such a day is a slip of the pen, or entered ahead, and says nothing of where a list ends.
        """
        days = sorted(day for day in every if day <= self.extract)
        inside = [day for day in days if day >= self._begins]
        window = (self.extract - self._begins).days + 1
        if len(inside) > 1 and window > 0:
            gap = (inside[-1] - inside[-2]).days
            if (1 - min(gap, window) / window) ** (len(inside) - 1) < seldom:
                days.pop()
        return set(days)

    def _is_in_a_gap(self, every: set[dt.date], end: dt.date, seldom: float) -> bool:
        """Tell whether lists begin after a month did, or end before it did, by more than chance.

        So many days with a case, spread over the window, leave a gap of this length at its edge so
        seldom. Days are counted and not cases, because cases are often closed many at a time.
        """
        begins = self._begins
        inside = {day for day in self._steady(every, seldom) if begins <= day <= self.extract}
        if not inside:
            return False
        first, last, window = min(inside), max(inside), (self.extract - begins).days + 1
        gaps = ((first - begins).days, (self.extract - last).days)
        late, early = ((1 - gap / window) ** len(inside) < seldom for gap in gaps)
        return (late and end.replace(day=1) < first) or (early and end > last)
