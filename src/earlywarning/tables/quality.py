"""Doubts about data: findings, what is held back, corrected or set apart."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from earlywarning.tables.declare import always, column, table

Severity = Literal["critical", "warning", "info"]


@table("finding", "What is doubtful in the data; warnings reach the transparency pillar")
class Finding:
    source: str | None = column("publication")
    release: str | None = column("release, empty for a refused file")
    file_name: str | None = column("file")
    old_la_code: str | None = column("authority, if one")
    series: str | None = column("series, if one")
    time_period: int | None = column("period, if one")
    row_number: int | None = column("row, if one", "bigint")
    rule: str = always("rule that spoke")
    severity: Severity = always("critical (file refused), warning or info", "varchar")
    message: str = always("what and where, in words")


@table(
    "hold",
    "Cells that are held back: published, kept, and not used until a later release explains them",
    key="series, area, time_period, release, rule",
)
class Hold:
    series: str | None = column("series")
    area: str | None = column("area")
    time_period: int | None = column("period")
    release: str | None = column("release whose cell is held back")
    rule: str | None = column("rule that holds it")


@table(
    "revision_alarm",
    "Many cells of one series moved at once between two releases: a redefinition or an accident",
    key="series, release",
)
class RevisionAlarm:
    series: str = always("series")
    release: str | None = column("release that moved them")
    old_release: str | None = column("release before")
    published: dt.date | None = column("day the release was out")
    compared: int | None = column("cells of authorities with a number in both releases")
    moved: int | None = column("cells that moved by more than the limits in quality_limit")
    periods: int | None = column("periods in which they moved")
    state: str | None = column(
        "open; cleared (the next release went back); confirmed (the next release kept them)"
    )
    settled_by: str | None = column("that next release")


@table(
    "quality_limit",
    "What counts as too much: the limits of the quality rules, each with its reason",
    key="name",
)
class QualityLimit:
    name: str = always("limit")
    value: float = always("from data/reference/quality.toml")
    reason: str | None = column("why so much")


@table(
    "correction",
    "Errors of a publisher that are known: where a cell says expect, value is used instead",
    key="series, area, time_period, expect",
)
class Correction:
    series: str = always("series, or inspection.judgement")
    area: str | None = column("area")
    time_period: int | None = column("period; the year of publication for an inspection")
    expect: str | None = column("what the faulty release says")
    value: str | None = column("what is used instead; empty for nothing")
    reason: str | None = column("why it is known to be an error")
    reported_by: str | None = column("who found it")
    reported_on: dt.date | None = column("when")


@table(
    "contaminated_period",
    "Periods that an inspection, an event or a change of recording coloured, with the reason",
    key="old_la_code, indicator, time_period, kind, reason",
)
class ContaminatedPeriod:
    old_la_code: str | None = column("authority")
    indicator: str | None = column("indicator")
    time_period: int | None = column(
        "period left out of movement, trend and own past; its position stays"
    )
    kind: str | None = column("declared, inspection or event")
    reason: str | None = column("in words")
    known_on: dt.date | None = column("day it became known")
