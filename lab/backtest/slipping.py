"""Counted from the day a planted slip began: who is offered help before the inspection finds it."""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from earlywarning.backtest.results import REVIEWS
from earlywarning.definitions.loader import Definitions
from earlywarning.statistics.numeric import BoolArray, FloatArray
from lab.backtest.hearing import Looks, Standing, blended
from lab.backtest.nation import TestedNation

SOON_MONTHS = 12
SEED = 7
MENDING = dt.timedelta(days=2 * 365)


@dataclass(frozen=True, eq=False)
class Raised:
    """By look and authority: `among_20` of the reviews, and from the floor of the band `offer`."""

    among_20: BoolArray
    offer: BoolArray


@dataclass(slots=True)
class Reached:
    """What came of the slips of a nation that an inspection found.

    already: raised in the look before they began. reached: raised later, before the inspection;
    soon: within a year. months: from the beginning to that look, 1 for the slip's own first month.
    left: from that look to the inspection. quiet and quiet_reached: windows of the same months at
    authorities that had no slip then and were not raised before.
    """

    slips: int = 0
    already: int = 0
    reached: int = 0
    soon: int = 0
    quiet: int = 0
    quiet_reached: int = 0
    months: list[float] = field(default_factory=list)
    left: list[float] = field(default_factory=list)


def raised_by_truth(nation: TestedNation, days: list[dt.date]) -> Raised:
    """Return who would be among the reviews if hidden quality were known; it has no offer floor."""
    months = list(nation.quality.columns)
    at = [bisect.bisect_right(months, day) - 1 for day in days]
    scores = -nation.quality.to_numpy()[:, at].T
    return Raised(highest(scores), np.zeros(scores.shape, dtype=bool))


def raised_by(
    standing: Standing, looks: Looks, definitions: Definitions, *, figures: bool, listened: bool
) -> Raised:
    """Return who was raised on each of the days on which a register was looked at."""
    floor, row_of = definitions.policy.bands["offer"], {c: r for r, c in enumerate(standing.codes)}
    shape = (len(looks.days), len(standing.codes))
    scores, triggered = np.zeros(shape), np.zeros(shape, dtype=bool)
    for at, (day, heard) in enumerate(zip(looks.days, looks.heard, strict=True)):
        points, plain = standing.on(day) if figures else (np.zeros(shape[1]), np.zeros(shape[1]))
        scores[at] = plain
        for code, said in heard.said.items() if listened else ():
            row = row_of[code]
            scores[at, row] = blended(float(points[row]), said, definitions)
            triggered[at, row] = code in heard.triggered
    return Raised(highest(scores), (scores >= floor) | triggered)


def highest(scores: FloatArray) -> BoolArray:
    """Return who is among the reviews of each look; of a tie that does not fit in, nobody is."""
    out = np.zeros(scores.shape, dtype=bool)
    for at, row in enumerate(scores):
        out[at] = (row[np.newaxis, :] >= row[:, np.newaxis]).sum(axis=1) <= REVIEWS
    return out


def reached(nation: TestedNation, days: list[dt.date], raised: BoolArray) -> Reached:
    """Return what came of each slip that began within the looks and was found by an inspection."""
    out, row_of = Reached(), {code: row for row, code in enumerate(nation.codes())}
    chance = np.random.default_rng(SEED)
    slipping = slipping_on(nation, days)
    for code, began, found in _slips(nation):
        if found is None or began <= days[0]:
            continue
        first, last = (bisect.bisect_left(days, day) for day in (began, found))
        _of_slip(out, raised[:, row_of[code]], first, last)
        calm = np.flatnonzero(~slipping[first - 1 : last].any(axis=0) & ~raised[first - 1])
        # Drawn for every slip, so that each way of raising is held against the same windows.
        drawn = chance.random()
        if len(calm):
            out.quiet += 1
            row = calm[int(drawn * len(calm))]
            out.quiet_reached += bool(raised[first:last, row].any())
    return out


def _slips(nation: TestedNation) -> Iterator[tuple[str, dt.date, dt.date | None]]:
    columns = (nation.slips[name].tolist() for name in ("old_la_code", "began", "found"))
    yield from zip(*columns, strict=True)


def _of_slip(out: Reached, raised: BoolArray, first: int, last: int) -> None:
    out.slips += 1
    if raised[first - 1]:
        out.already += 1
        return
    when = np.flatnonzero(raised[first:last])
    if len(when):
        out.reached += 1
        out.soon += bool(when[0] < SOON_MONTHS)
        out.months.append(float(when[0] + 1))
        out.left.append(float(last - first - when[0]))


def slipping_on(nation: TestedNation, days: list[dt.date]) -> BoolArray:
    """Return by look and authority where a planted slip had begun and was not yet mended.

    What was found is held to be mending for two years; what was never found goes on.
    """
    row_of = {code: row for row, code in enumerate(nation.codes())}
    out = np.zeros((len(days), len(row_of)), dtype=bool)
    for code, began, found in _slips(nation):
        end = found + MENDING if found is not None else nation.until
        first, last = bisect.bisect_left(days, began), bisect.bisect_left(days, end)
        out[first:last, row_of[code]] = True
    return out
