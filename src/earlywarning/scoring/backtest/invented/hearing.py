"""Figures and what people said, brought together by the product's own weights, caps and floors."""

from __future__ import annotations

import bisect
import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlywarning.definitions import Definitions, SoftFlag
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
Said = dict[str, list[Item]]
NOTHING: Said = {}


@dataclass(frozen=True, slots=True)
class Looks:
    """What a register came to on each of many days: points of each authority it tells of.

    triggered: authorities of which something was said that opens the top band alone.
    """

    days: list[dt.date]
    said: list[Said]
    triggered: list[set[str]]

    def before(self, day: dt.date) -> Said:
        """Return the newest look strictly before a day."""
        at = bisect.bisect_left(self.days, day) - 1
        return self.said[at] if at >= 0 else NOTHING


def listen(register: pd.DataFrame, definitions: Definitions, days: list[dt.date]) -> Looks:
    """Weigh a register on each day as the product does."""
    said, triggered = [], []
    for day in days:
        items, loud = _heard(register, definitions, day)
        said.append(items)
        triggered.append(loud)
    return Looks(days, said, triggered)


def _heard(register: pd.DataFrame, definitions: Definitions, day: dt.date) -> tuple[Said, set[str]]:
    heard_on, review_by = register["heard_on"].to_numpy(), register["review_by"].to_numpy()
    # Entries past their review weigh nothing, and later ones are not known: this only saves time.
    near = register[(heard_on <= day) & (review_by >= day)]
    weighed = weigh(near, definitions.soft_flags, definitions.policy, day)
    if weighed.empty:
        return {}, set()
    # All authorities at once: a flag of one authority is a flag of its own.
    weighed = weighed.assign(flag=weighed["flag"] + AT + weighed["old_la_code"])
    flags: dict[str, SoftFlag] = {
        name: definitions.soft_flags[name.split(AT)[0]] for name in weighed["flag"].unique()
    }
    by_code: dict[str, list[object]] = {}
    said: Said = {}
    loud: set[str] = set()
    for one in heard_about(weighed, flags):
        name, code = one.flag.split(AT)
        own = type(one)(name, one.points, one.sources, one.items, one.newest, one.hard_trigger)
        said.setdefault(code, []).extend(soft_points([own], definitions))
        if one.hard_trigger:
            loud.add(code)
    del by_code
    return said, loud


def figures_contender(definitions: Definitions) -> Contender:
    """Return the contender that is the performance pillar."""
    return next(one for one in contenders_of(definitions) if one.name == FIGURES)


def blended(figures: float, said: list[Item], definitions: Definitions) -> float:
    """Return the score of one authority: each pillar inside its bounds, and never below 0.

    `figures` is in standard units of the vital signs; what a unit is worth is declared with them.
    """
    units = definitions.vital_signs.points
    items = [Item("performance", FIGURES, units * figures, ""), *said]
    items += limits_of(items, definitions)
    return max(0.0, sum(item.points for item in items))


def scores_with(
    cases: Cases, figures: FloatArray, looks: Looks | None, definitions: Definitions, lead: int
) -> FloatArray:
    """Return every case's score from figures and from what a register held so long before."""
    out = np.full(len(figures), np.nan)
    rows = zip(cases.table["old_la_code"], cases.table["day"], figures, strict=True)
    for at, (code, day, units) in enumerate(rows):
        said = looks.before(earlier(day, lead)).get(code, []) if looks else []
        if np.isfinite(units):
            out[at] = blended(float(units), said, definitions)
    return out


def units_on(timeline: Timeline, contender: Contender, day: dt.date, codes: list[str]) -> FloatArray:
    """Return what the figures out before a day say of every authority, in standard units."""
    at = bisect.bisect_left(timeline.days, day) - 1
    if at < 0:
        return np.zeros(len(codes))
    known = timeline.tables[at].reindex(codes).reset_index(drop=True)
    return contender.score(Cases(pd.DataFrame({"old_la_code": codes}), known), day.year)
