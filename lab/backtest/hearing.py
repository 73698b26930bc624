"""Figures and what people said, brought together by the product's own weights, caps and floors."""

from __future__ import annotations

import bisect
import dataclasses
import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from earlywarning.backtest.cases import Cases
from earlywarning.backtest.contenders import contenders_of
from earlywarning.backtest.seen import Timeline
from earlywarning.definitions.loader import Definitions
from earlywarning.scoring.blend import limits_of, soft_points
from earlywarning.scoring.evidence import Item
from earlywarning.scoring.soft import WeighedFlag, heard_about, weigh
from earlywarning.scoring.vital import CHANCE_UNITS
from earlywarning.statistics.numeric import FloatArray
from lab.backtest.nation import earlier

FIGURES = "vital_signs"
AT = "@"


@dataclass(slots=True)
class HeardInNation:
    """What a register came to on one day: the points of each authority that it tells of.

    triggered: authorities of which something was said that opens the top band alone.
    """

    said: dict[str, list[Item]] = field(default_factory=dict)
    triggered: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Looks:
    """What a register came to on each of many days, oldest first."""

    days: list[dt.date]
    heard: list[HeardInNation]

    def before(self, day: dt.date) -> HeardInNation:
        """Return the newest look strictly before a day."""
        at = bisect.bisect_left(self.days, day) - 1
        return self.heard[at] if at >= 0 else HeardInNation()


def listen(
    registers: dict[str, pd.DataFrame], definitions: Definitions, days: list[dt.date]
) -> dict[str, Looks]:
    """Weigh registers on each day as the product does."""
    together = pd.concat([rows.assign(register=name) for name, rows in registers.items()])
    together["item"] = together["register"] + AT + together["item"]
    # All at once: a flag of one authority in one register is a flag of its own.
    own = together["flag"] + AT + together["old_la_code"] + AT + together["register"]
    own_flag = dict(zip(together["item"], own, strict=True))
    told = [_heard(together, own_flag, definitions, day) for day in days]
    return {
        name: Looks(days, [one.get(name, HeardInNation()) for one in told]) for name in registers
    }


def _heard(
    together: pd.DataFrame, own_flag: dict[str, str], definitions: Definitions, day: dt.date
) -> dict[str, HeardInNation]:
    heard_on, review_by = together["heard_on"].to_numpy(), together["review_by"].to_numpy()
    # Entries past their review weigh nothing, and later ones are not known: this only saves time.
    near = together[(heard_on <= day) & (review_by >= day)]
    weighed = weigh(near, definitions.soft_flags, definitions.policy, day)
    own = [own_flag[item] for item in weighed["item"].tolist()]
    flags = {name: definitions.soft_flags[name.split(AT)[0]] for name in own}
    by_place: dict[tuple[str, str], list[WeighedFlag]] = {}
    for one in heard_about(weighed.assign(flag=own), flags, definitions.policy):
        name, code, where = one.flag.split(AT)
        by_place.setdefault((where, code), []).append(dataclasses.replace(one, flag=name))
    out: dict[str, HeardInNation] = {}
    for (where, code), heard in by_place.items():
        here = out.setdefault(where, HeardInNation())
        here.said[code] = soft_points(heard, definitions)
        if any(one.hard_trigger for one in heard):
            here.triggered.add(code)
    return out


class Pillar:
    """The points of the performance pillar, before its bounds, of many authorities at once.

    What a sign adds is the contender that the real record tries; what chance would add to so many
    signs is taken off as the product does it (`vital_items`).
    """

    def __init__(self, definitions: Definitions) -> None:
        """Work out what is taken off for each number of known signs."""
        self.contender = next(c for c in contenders_of(definitions) if c.name == FIGURES)
        self.signs, self.unit = (
            list(definitions.vital_signs.items()),
            definitions.vital_signs.points,
        )
        self.taken_off = np.array([_at_nothing(n, definitions) for n in range(len(self.signs) + 1)])

    def points(self, cases: Cases, fold: int = 0) -> FloatArray:
        """Return the points of every case."""
        known = cases.known.reindex(columns=self.signs).notna().sum(axis=1).to_numpy()
        return np.asarray(self.unit * self.contender.score(cases, fold) + self.taken_off[known])


def _at_nothing(many: int, definitions: Definitions) -> float:
    """Return the points of so many signs that all stand exactly where they are expected."""
    share = definitions.policy.performance.reassurance_share
    return -definitions.vital_signs.points * CHANCE_UNITS * (1 - share) * many


def blended(points: float, said: list[Item], definitions: Definitions) -> float:
    """Return the score of one authority: each pillar inside its bounds, and never below 0.

    `points` are those of its figures, `said` the items of what was heard of it.
    """
    items = [Item("performance", FIGURES, points, "", "sum"), *said]
    items += limits_of(items, definitions)
    return max(0.0, sum(item.points for item in items))


def scores_with(
    cases: Cases, points: FloatArray, looks: Looks | None, definitions: Definitions, lead: int
) -> FloatArray:
    """Return every case's score from figures and from what a register held so long before."""
    out = np.zeros(len(points))
    alone: dict[float, float] = {}
    rows = zip(cases.table["old_la_code"], cases.table["day"], points.tolist(), strict=True)
    for at, (code, day, own) in enumerate(rows):
        said = looks.before(earlier(day, lead)).said.get(code, []) if looks else []
        if not said and own not in alone:
            alone[own] = blended(own, [], definitions)
        out[at] = blended(own, said, definitions) if said else alone[own]
    return out


class Standing:
    """What the figures out before a day say of every authority; worked out once for each look."""

    def __init__(self, timeline: Timeline, codes: list[str], definitions: Definitions) -> None:
        """Take the looks; nothing is worked out yet."""
        self.timeline, self.codes, self.definitions = timeline, codes, definitions
        self.pillar = Pillar(definitions)
        self._shown: dict[int, tuple[FloatArray, FloatArray]] = {}

    def on(self, day: dt.date) -> tuple[FloatArray, FloatArray]:
        """Return the points of the figures, and the score from them alone."""
        at = bisect.bisect_left(self.timeline.days, day)
        if at not in self._shown:
            known = self.timeline.before(self.codes, [day] * len(self.codes))
            points = self.pillar.points(Cases(pd.DataFrame({"old_la_code": self.codes}), known))
            plain = [blended(float(own), [], self.definitions) for own in points]
            self._shown[at] = points, np.array(plain)
        return self._shown[at]
