"""Rows of the tables pattern, pathway and watch as frozen records; field names are column names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeclaredPattern:
    """A pattern that is looked for, and what a reviewer would ask."""

    pattern: str
    name: str
    questions: str | None


@dataclass(frozen=True, slots=True)
class Flow:
    """One step of the pathway in one period."""

    old_la_code: str
    time_period: int
    step: str
    name: str
    from_count: float | None
    to_count: float | None
    conversion: float | None
    expected: float | None
    position_z: float | None
    possible: bool | None
    caution: str | None
    status: str | None


@dataclass(frozen=True, slots=True)
class Watched:
    """One in-year figure of an authority, as the front-door watch read it."""

    old_la_code: str
    frequency: str
    measure: str
    unit: str | None
    time_period: int
    value: float | None
    expected: float | None
    state: str | None
