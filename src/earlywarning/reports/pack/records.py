"""Rows that only the packs read, as frozen records; field names are column names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alert:
    """A change of state: raised, stronger or over."""

    looked_on: dt.date
    old_la_code: str
    cause: str
    change: str
    channel: str | None
    held_back_by: str | None
    message: str | None


@dataclass(frozen=True, slots=True)
class WatchAlert:
    """A slip that the front-door watch saw in the returns of a year."""

    old_la_code: str
    known_on: dt.date | None
    ended_known_on: dt.date | None
    ended_because: str | None
    explanation: str | None


@dataclass(frozen=True, slots=True)
class Placed:
    """An authority's place in the quarter's programme."""

    old_la_code: str
    quarter: str | None
    outcome: str | None
    action: str | None
    review_type: str | None
    days: int | None
    proposed_from: dt.date | None
    proposed_to: dt.date | None
    supporter_old_la_code: str | None
    match: str | None
    reviewers: str | None
    why: str | None
    why_not: str | None
    rule: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of the programme as a whole."""

    place: int
    about: str
    words: str


@dataclass(frozen=True, slots=True)
class Member:
    """An authority's part in a small group that works on a shared issue."""

    place: int
    issue: str
    old_la_code: str
    part: str


@dataclass(frozen=True, slots=True)
class Clock:
    """When an authority's next peer review is due."""

    old_la_code: str
    state: str
    last_held: dt.date | None
    due_on: dt.date | None
    overdue_since: dt.date | None
    refused_on: dt.date | None
    postponed_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ReviewEvent:
    """What happened to a peer review."""

    old_la_code: str
    event: str
    happened_on: dt.date
    words: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """The declared order of actions, as far as the offers in a file tell it."""

    action: str
    step: str | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding with the day on which its file was out; no day for a file that was refused."""

    old_la_code: str | None
    source: str | None
    rule: str | None
    severity: str | None
    message: str | None
    published: dt.date | None


@dataclass(frozen=True, slots=True)
class Alarm:
    """Many cells of a series that moved at once between two releases."""

    series: str
    published: dt.date | None
    moved: int | None
    compared: int | None
    state: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """How many cells one rule holds back in one series."""

    series: str
    rule: str
    cells: int
    authorities: int


@dataclass(frozen=True, slots=True)
class Revised:
    """How many values of authorities a release changed, by the release that did."""

    title: str | None
    published: dt.date | None
    cells: int
    authorities: int


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How often reviewers confirmed what offers rested on."""

    confirmed: int
    partly: int
    not_confirmed: int
    closed: int


@dataclass(frozen=True, slots=True)
class Heard:
    """An entry of the register as the consortium's panel is told of it, never its text."""

    old_la_code: str
    flag: str
    heard_on: dt.date | None
    recorded_on: dt.date | None
    expires: dt.date | None
    weight_now: float | None
    disputed: bool | None
