"""One alert per authority and cause: when it begins, when it is known, when it ends."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pandas as pd

from earlywarning.definitions.in_year import MONTHS, InYear
from earlywarning.definitions.policy import WatchPolicy
from earlywarning.scoring.watch.reading import Reading
from earlywarning.scoring.watch.sentence import said_of
from earlywarning.scoring.watch.vintages import calendar_place
from earlywarning.tables.declare import columns_of
from earlywarning.tables.signals import WatchAlert

_JUDGED = {"ordinary", "rising_doubt", "slip", "notable"}


@dataclass(slots=True)
class Slip:
    """A change of state of one authority's front door; a row of `watch_alert`."""

    old_la_code: str
    frequency: str
    began: int
    known_on: dt.date
    measures: list[str]
    explanation: str
    told: list[str]
    joined_later: list[str] = field(default_factory=list)
    ended: int | None = None
    ended_known_on: dt.date | None = None
    ended_because: str | None = None
    not_seen_since: dt.date | None = None

    def row(self) -> dict[str, object]:
        """Return it as a row."""
        return {name: getattr(self, name) for name in columns_of(WatchAlert)}


def find_alerts(readings: list[Reading], in_year: InYear, policy: WatchPolicy) -> list[Slip]:
    """Return the alerts of one authority from all its readings, monthly and quarterly.

    A quarter that its own months have judged already raises nothing: one message for one cause.
    """
    out: list[Slip] = []
    for frequency in MONTHS:
        own = [r for r in readings if r.frequency == frequency]
        if frequency == "quarterly":
            own = _not_said_by_month(own, readings)
        out += _alerts(own, frequency, in_year, policy)
    return sorted(out, key=lambda a: (a.known_on, a.began, a.frequency))


def _not_said_by_month(quarters: list[Reading], readings: list[Reading]) -> list[Reading]:
    months = {
        (r.time_period, r.known_on)
        for r in readings
        if r.frequency == "monthly" and r.state in _JUDGED
    }
    return [
        q for q in quarters
        if not any(period == q.time_period and day <= q.known_on for period, day in months)
    ]  # fmt: skip


def _alerts(
    readings: list[Reading], frequency: str, in_year: InYear, policy: WatchPolicy
) -> list[Slip]:
    """Go through the periods in order; hold what is open, wait after what has ended."""
    wait = (policy.limits(frequency).cool_down) * MONTHS[frequency]
    by_period: dict[int, list[Reading]] = {}
    for reading in readings:
        by_period.setdefault(reading.time_period, []).append(reading)
    out: list[Slip] = []
    held: set[str] = set()
    for period in sorted(by_period):
        here = by_period[period]
        slips = [r for r in here if r.state == "slip"]
        held = _still(held, here) | {r.measure for r in slips}
        last = out[-1] if out else None
        if last is not None and last.ended is None:
            _go_on(last, here, held, slips)
        elif slips and (last is None or _apart(last, period) > wait):
            out.append(_raise(here, slips, in_year))
    return out


def _still(held: set[str], here: list[Reading]) -> set[str]:
    """Keep what slipped before and is missing now, as long as the evidence is not forgotten."""
    missing = {r.measure for r in here if r.state == "missing" and r.total > 0}
    return held & missing


def _apart(last: Slip, period: int) -> int:
    assert last.ended is not None
    return calendar_place(period) - calendar_place(last.ended)


def _raise(here: list[Reading], slips: list[Reading], in_year: InYear) -> Slip:
    others = [r for r in here if r.state in ("rising_doubt", "notable")]
    first, said = slips[0], said_of(slips, others, in_year)
    return Slip(
        old_la_code=first.old_la_code,
        frequency=first.frequency,
        began=first.time_period,
        known_on=first.known_on,
        measures=sorted(r.measure for r in slips),
        explanation=said.whole(),
        told=said.parts(),
    )


def _go_on(alert: Slip, here: list[Reading], held: set[str], slips: list[Reading]) -> None:
    """Add what has joined, or end the alert when nothing is left of it."""
    known = {*alert.measures, *alert.joined_later}
    alert.joined_later += sorted({r.measure for r in slips} - known)
    if held:
        return
    alert.ended, alert.ended_known_on = here[0].time_period, here[0].known_on
    if any(r.given_up for r in here):
        alert.ended_because = "new_level"
    elif all(r.state == "missing" for r in here if r.measure in known):
        alert.ended_because = "no_returns"
    else:
        alert.ended_because = "returned"


def alert_frame(alerts: list[Slip]) -> pd.DataFrame:
    """Return alerts as rows of watch_alert."""
    return pd.DataFrame([a.row() for a in alerts], columns=columns_of(WatchAlert))
