"""Rows that the packs count from tables, as frozen records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


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
