"""Limits of the quality rules, and errors of a publisher that are known."""

from __future__ import annotations

import datetime as dt

from pydantic import Field, RootModel

from earlywarning.definitions.model import Declared


class Limit(Declared):
    """One limit with the reason for its size."""

    value: float
    reason: str = Field(min_length=10)


class Limits(RootModel[dict[str, Limit]]):
    """quality.toml, whole."""


class Correction(Declared):
    """One known error: where a cell says `expect`, `value` is used; without one nothing is."""

    series: str
    area: str
    time_period: int
    expect: str
    value: str | None = None
    reason: str
    reported_by: str
    reported_on: dt.date


class Corrections(Declared):
    """corrections.toml, whole."""

    correction: tuple[Correction, ...] = ()
