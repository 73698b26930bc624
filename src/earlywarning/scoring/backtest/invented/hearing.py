"""Figures and what people said, brought together by the product's own weights, caps and floors."""

from __future__ import annotations

import bisect
import dataclasses
import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from earlywarning.definitions import Definitions
from earlywarning.scoring.backtest.cases import Cases
from earlywarning.scoring.backtest.contenders import Contender, contenders_of
from earlywarning.scoring.backtest.invented.nation import earlier
from earlywarning.scoring.backtest.seen import Timeline
from earlywarning.scoring.blend import limits_of, soft_points
from earlywarning.scoring.evidence import Item
from earlywarning.scoring.soft import heard_about, weigh
from earlywarning.statistics.numeric import FloatArray

FIGURES = "vital_signs"
AT = "@"


@dataclass(slots=True)
class Heard:
    """What a register came to on one day: the points of each authority that it tells of.

    triggered: authorities of which something was said that opens the top band alone.
    """

    said: dict[str, list[Item]] = field(default_factory=dict)
    triggered: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Looks:
    """What a register came to on each of many days, oldest first."""

    days: list[dt.date]
    heard: list[Heard]

    def before(self, day: dt.date) -> Heard:
        """Return the newest look strictly before a day."""
        at = bisect.bisect_left(self.days, day) - 1
        return self.heard[at] if at >= 0 else Heard()


def listen(
    registers: dict[str, pd.DataFrame], definitions: Definitions, days: list[dt.date]
) -> dict[str, Looks]:
    """Weigh registers on each day as the product does."""
    together = pd.concat([rows.assign(register=name) for name, rows in registers.items()])
    together["item"] = together["register"] + AT + together["item"]
    told = [_heard(together, definitions, day) for day in days]
    return {name: Looks(days, [one.get(name, Heard()) for one in told]) for name in registers}


def _heard(together: pd.DataFrame, definitions: Definitions, day: dt.date) -> dict[str, Heard]:
    heard_on, review_by = together["heard_on"].to_numpy(), together["review_by"].to_numpy()
    # Entries past their review weigh nothing, and later ones are not known: this only saves time.
    near = together[(heard_on <= day) & (review_by >= day)]
    weighed = weigh(near, definitions.soft_flags, definitions.policy, day)
    if weighed.empty:
        return {}
    # All at once: a flag of one authority in one register is a flag of its own.
    register = weighed["item"].str.split(AT).str[0]
    own = weighed["flag"] + AT + weighed["old_la_code"] + AT + register
    flags = {name: definitions.soft_flags[name.split(AT)[0]] for name in own.unique()}
    out: dict[str, Heard] = {}
    for one in heard_about(weighed.assign(flag=own), flags):
        name, code, where = one.flag.split(AT)
        here = out.setdefault(where, Heard())
        points = soft_points([dataclasses.replace(one, flag=name)], definitions)
        here.said.setdefault(code, []).extend(points)
        if one.hard_trigger:
            here.triggered.add(code)
    return out


def figures_contender(definitions: Definitions) -> Contender:
    """Return the contender that is the performance pillar."""
    return next(one for one in contenders_of(definitions) if one.name == FIGURES)


def blended(units: float, said: list[Item], definitions: Definitions) -> float:
    """Return the score of one authority: each pillar inside its bounds, and never below 0.

    `units` are those of the vital signs; what one is worth is declared with them.
    """
    points = definitions.vital_signs.points * units
    items = [Item("performance", FIGURES, points, ""), *said]
    items += limits_of(items, definitions)
    return max(0.0, sum(item.points for item in items))


def scores_with(
    cases: Cases, units: FloatArray, looks: Looks | None, definitions: Definitions, lead: int
) -> FloatArray:
    """Return every case's score from figures and from what a register held so long before."""
    out = np.full(len(units), np.nan)
    rows = zip(cases.table["old_la_code"], cases.table["day"], units, strict=True)
    for at, (code, day, own) in enumerate(rows):
        if np.isfinite(own):
            said = looks.before(earlier(day, lead)).said.get(code, []) if looks else []
            out[at] = blended(float(own), said, definitions)
    return out


class Standing:
    """What the figures out before a day say of every authority; worked out once for each look."""

    def __init__(self, timeline: Timeline, codes: list[str], definitions: Definitions) -> None:
        """Take the looks; nothing is worked out yet."""
        self.timeline, self.codes, self.definitions = timeline, codes, definitions
        self.contender = figures_contender(definitions)
        self._shown: dict[int, tuple[FloatArray, FloatArray]] = {}

    def on(self, day: dt.date) -> tuple[FloatArray, FloatArray]:
        """Return units of the vital signs, and the score from them alone."""
        at = bisect.bisect_left(self.timeline.days, day) - 1
        if at not in self._shown:
            units = self._units(at, day)
            plain = [blended(float(own), [], self.definitions) for own in units]
            self._shown[at] = units, np.array(plain)
        return self._shown[at]

    def _units(self, at: int, day: dt.date) -> FloatArray:
        if at < 0:
            return np.zeros(len(self.codes))
        known = self.timeline.tables[at].reindex(self.codes).reset_index(drop=True)
        cases = Cases(pd.DataFrame({"old_la_code": self.codes}), known)
        return self.contender.score(cases, day.year)
