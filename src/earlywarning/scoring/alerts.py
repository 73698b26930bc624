"""An alert is a change of state, not a state: told once, within a budget, and over when it is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, cast

import pandas as pd

from earlywarning.definitions.policy import AlertPolicy
from earlywarning.tables.declare import columns_of
from earlywarning.tables.signals import WATCH, Alert

COLUMNS = columns_of(Alert)
# Told again while it stands only when it has grown by so much.
STRONGER_BY = 0.3

WATCH_ENDED = {
    "returned": "it is back to what its own past lets expect",
    "new_level": "it has lasted so long that it is expected now, which is no reassurance",
    "no_returns": "no more returns come, which is no reassurance",
}

Row = dict[str, Any]
Key = tuple[str, str]


@dataclass(slots=True)
class State:
    """Where one cause of one authority stands."""

    raised: bool = False
    level: float = 0.0
    indicators: frozenset[str] = frozenset()
    last: dict[str, Any] = field(default_factory=dict)
    told_on: dt.date | None = None


@dataclass(slots=True)
class Ledger:
    """States so far, and messages by region and month."""

    states: dict[Key, State] = field(default_factory=dict)
    sent: Counter[tuple[str, int, int]] = field(default_factory=Counter)


def find_alerts(
    causes: pd.DataFrame,
    slips: pd.DataFrame,
    looks: list[dt.date],
    placed: dict[dt.date, set[tuple[str, str]]],
    places: pd.DataFrame,
    policy: AlertPolicy,
) -> pd.DataFrame:
    """Return every change of state, look by look in order of time.

    A cause is raised at `raise_at` and over below `clear_at`; between the two nothing changes. It
    is over only if everything that raised it can still be compared: a missing figure ends nothing.
    What stands on the first look, or only became visible, is no change. A raised or stronger cause
    is a message, unless the same cause was told within `cool_down_months` or the region's budget of
    the month is spent: then it waits for the digest of the quarter, as all that is over does.

    Args:
        causes: one row per look, authority and cause (see `stage_causes`).
        slips: alerts of the front-door watch (old_la_code, known_on, measures, explanation,
            ended_known_on, ended_because); they are governed by their own limits and go first,
            since they are about the last months.
        looks: every day looked at, in order, also those without causes.
        placed: by look, (authority, indicator) that could be compared.
        places: old_la_code, la_name, region.
        policy: thresholds and budget.
    """
    columns = zip(places["old_la_code"], places["la_name"], places["region"], strict=True)
    named = {str(code): (str(name), str(region)) for code, name, region in columns}
    ledger = Ledger()
    out = _watched(ledger, slips, named, policy, looks[0])
    out += _watched_no_more(slips, named, looks[0])
    by_look = {day: group.to_dict("records") for day, group in causes.groupby("looked_on")}
    for number, day in enumerate(looks):
        rows = cast("list[Row]", by_look.get(day, []))
        changes = _changes(ledger, rows, placed[day], policy, first=number == 0)
        out += [_tell(ledger, one, day, named, policy) for one in changes]
    frame = pd.DataFrame(out, columns=COLUMNS)
    return frame.sort_values(["looked_on", "region", "old_la_code", "cause"], ignore_index=True)


def _watched(
    ledger: Ledger,
    slips: pd.DataFrame,
    named: dict[str, tuple[str, str]],
    policy: AlertPolicy,
    since: dt.date,
) -> list[Row]:
    """Return the alerts of the front-door watch since the first look, and spend the budget."""
    out = []
    rows = [row for row in cast("list[Row]", slips.to_dict("records")) if row["known_on"] >= since]
    for row in sorted(rows, key=lambda one: (one["known_on"], one["old_la_code"])):
        code, day = row["old_la_code"], row["known_on"]
        _, region = named[code]
        spent = ledger.sent[region, day.year, day.month]
        held = "budget" if spent >= policy.messages_per_region_and_month else ""
        ledger.sent[region, day.year, day.month] += 0 if held else 1
        told = (day, region, code, WATCH, "raised", "digest" if held else "message", held)
        count = len(row["measures"])
        out.append(dict(zip(COLUMNS, (*told, 1.0, count, None, row["explanation"]), strict=True)))
    return out


def _watched_no_more(
    slips: pd.DataFrame, named: dict[str, tuple[str, str]], since: dt.date
) -> list[Row]:
    """Return the ends of watch alerts since the first look; the digest has them, as all ends."""
    out = []
    for row in cast("list[Row]", slips[slips["ended_known_on"].notna()].to_dict("records")):
        code, day = row["old_la_code"], row["ended_known_on"]
        if day < since:
            continue
        name, region = named[code]
        words = f"{name}, front door watch: {WATCH_ENDED[row['ended_because']]}."
        told = (day, region, code, WATCH, "over", "digest", "", 0.0, len(row["measures"]))
        out.append(dict(zip(COLUMNS, (*told, None, words), strict=True)))
    return out


def _changes(
    ledger: Ledger,
    rows: list[Row],
    placed: set[tuple[str, str]],
    policy: AlertPolicy,
    *,
    first: bool,
) -> list[Row]:
    """Return the changes of one look, strongest first so that the budget goes to them."""
    changes = []
    present = {(row["old_la_code"], row["cause"]): row for row in rows}
    for key in sorted({*present, *(k for k, s in ledger.states.items() if s.raised)}):
        state = ledger.states.setdefault(key, State())
        row = present.get(key)
        change = _step(state, row, key[0], placed, policy, first=first)
        if change:
            found = row or {"strength": 0.0, "words": ""}
            changes.append({**state.last, **found, "key": key, "change": change})
    return sorted(changes, key=lambda one: (-one["strength"], one["key"]))


def _step(
    state: State,
    row: Row | None,
    code: str,
    placed: set[tuple[str, str]],
    policy: AlertPolicy,
    *,
    first: bool,
) -> str:
    """Move one state on and return the change that a person should hear of, or nothing."""
    strength = row["strength"] if row else 0.0
    if not state.raised:
        if row is None or strength < policy.raise_at:
            return ""
        state.raised, state.level = True, strength
        state.indicators = frozenset(row["indicators"])
        state.last = {"count": row["count"], "possible": row["possible"]}
        return "raised" if not first and row["before"] >= policy.raise_at else ""
    if strength < policy.clear_at:
        if all((code, name) in placed for name in state.indicators):
            state.raised, state.level = False, 0.0
            return "over"
        return ""
    if row and row["before"] >= state.level + STRONGER_BY:
        state.level, state.indicators = strength, frozenset(row["indicators"])
        return "stronger"
    return ""


def _tell(
    ledger: Ledger,
    change: Row,
    day: dt.date,
    named: dict[str, tuple[str, str]],
    policy: AlertPolicy,
) -> Row:
    """Decide how one change is told, and put it in words."""
    code, cause = change["key"]
    name, region = named[code]
    held = (
        "" if change["change"] == "over" else _held_back(ledger, change["key"], region, day, policy)
    )
    message = change["change"] != "over" and not held
    if message:
        ledger.states[change["key"]].told_on = day
        ledger.sent[region, day.year, day.month] += 1
    return {
        "looked_on": day,
        "region": region,
        "old_la_code": code,
        "cause": cause,
        "change": change["change"],
        "channel": "message" if message else "digest",
        "held_back_by": held,
        "strength": change["strength"],
        "signals": change["count"],
        "possible": change["possible"],
        "message": _words(change, name, cause),
    }


def _held_back(ledger: Ledger, key: Key, region: str, day: dt.date, policy: AlertPolicy) -> str:
    told = ledger.states[key].told_on
    if told and day < (pd.Timestamp(told) + pd.DateOffset(months=policy.cool_down_months)).date():
        return "cool_down"
    if ledger.sent[region, day.year, day.month] >= policy.messages_per_region_and_month:
        return "budget"
    return ""


def _words(change: Row, name: str, cause: str) -> str:
    about = cause.replace("_", " ")
    if change["change"] == "over":
        return f"{name}, {about}: what stood out no longer does."
    start = "more than before" if change["change"] == "stronger" else "new with these figures"
    if change["what"] == "signs":  # a pattern's own words begin with how many
        return f"{name}, {about}, {start}: {change['words']}"
    verb = "stands" if change["count"] == 1 else "stand"
    many = f"{change['count']} of {change['possible']} {change['what']} {verb} out"
    return f"{name}, {about}: {many}, {start}. {change['words']}"
