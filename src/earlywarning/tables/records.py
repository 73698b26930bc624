"""Rows of the published tables as frozen records; field names are column names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Authority:
    """A children's service."""

    old_la_code: str
    new_la_code: str | None
    la_name: str
    region: str | None
    opened: dt.date | None
    closed: dt.date | None
    is_small: bool | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A vital indicator as declared."""

    indicator: str
    name: str
    polarity: str
    unit: str
    stage: str
    enabler: str | None
    numerator: str | None
    denominator: str | None
    denominator_years_before: int | None
    per: int | None
    decimals: int | None
    published_series: str | None
    comparison: str
    minimum_denominator: int | None
    period: str
    why_it_matters: str | None
    questions: str | None
    other_explanations: str | None
    source_note: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """One indicator for one area and period."""

    indicator: str
    geographic_level: str
    old_la_code: str | None
    time_period: int
    period_end: dt.date
    value: float | None
    numerator: float | None
    denominator: float | None
    lower: float | None
    upper: float | None
    status: str | None
    marker: str | None
    published: dt.date | None
    joint_with: str | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A statistical neighbour of one model year."""

    old_la_code: str
    neighbour_old_la_code: str
    model_year: int


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What a value is held against."""

    indicator: str
    old_la_code: str
    time_period: int
    comparator: str
    statistic: str
    value: float | None
    n: int | None
    spread: float | None
    closeness: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One indicator beside its benchmarks, and what its years add up to."""

    indicator: str
    old_la_code: str
    time_period: int
    is_newest: bool
    position_z: float | None
    expected: float | None
    position_method: str | None
    compared: int | None
    above: int | None
    below: int | None
    agreement: str | None
    poor_matches: str | None
    slope: float | None
    slope_lower: float | None
    slope_upper: float | None
    trend: str | None
    trend_periods: int | None
    contaminated: str | None


@dataclass(frozen=True, slots=True)
class Signal:
    """Something unusual."""

    indicator: str
    old_la_code: str
    time_period: int | None
    kind: str
    reading: str
    explanation: str | None
    began_period: int | None
    first_seen: dt.date | None


@dataclass(frozen=True, slots=True)
class Pattern:
    """Indicators that mean something together."""

    pattern: str
    old_la_code: str
    matched: int | None
    possible: int | None
    explanation: str | None
    reading: str | None
    began_period: int | None


@dataclass(frozen=True, slots=True)
class Score:
    """The score with its interval and what is not known."""

    old_la_code: str
    risk_of_decline: float
    lower: float | None
    upper: float | None
    band: str
    coverage: float | None
    stale: bool | None
    note: str | None
    band_meaning: str | None
    band_by_points: str | None
    band_since: dt.date | None
    year_ago: dt.date | None
    risk_year_ago: float | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """One part of the score."""

    old_la_code: str
    pillar: str
    item: str
    points: float
    explanation: str | None
    score_without: float | None


@dataclass(frozen=True, slots=True)
class Override:
    """A band that people hold to be right beside the computed one."""

    old_la_code: str
    band: str
    role: str | None
    reason: str | None
    decided_on: dt.date | None
    expires: dt.date | None


@dataclass(frozen=True, slots=True)
class Journey:
    """Where an authority stands on the improvement journey."""

    old_la_code: str
    stage: str
    since: dt.date | None
    before: str | None
    basis: str | None
    framework: str | None
    risks: str | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The offer of help."""

    old_la_code: str
    action: str
    review_type: str | None
    days: int | None
    scope: str | None
    lines_of_enquiry: str | None
    complaints_in_scope: bool | None
    due_by: dt.date | None
    supporters: str | None
    reasons: str | None
    confidence: str | None
    caller: str | None
    opened_by: str | None
    closes_when: str | None
    look_again_on: dt.date | None
    proposed_from: dt.date | None
    proposed_to: dt.date | None
    dates_note: str | None
    enablers_covered: str | None
    enablers_left_out: str | None
    for_nothing: str | None
    approaches: str | None
    to_consider: str | None
    prerequisites: str | None
    consent: str | None


@dataclass(frozen=True, slots=True)
class Inspection:
    """One judgement of one inspection."""

    old_la_code: str
    framework: str | None
    inspection_type: str | None
    published: dt.date | None
    judgement: str | None
    grade: str | None


@dataclass(frozen=True, slots=True)
class PeerReview:
    """A review held, planned, postponed or refused."""

    old_la_code: str
    review_type: str | None
    asked_on: dt.date | None
    held_on: dt.date | None
    status: str | None
    led_by_old_la_code: str | None


@dataclass(frozen=True, slots=True)
class SoftItem:
    """An entry of the register, never its text."""

    old_la_code: str
    flag: str
    heard_on: dt.date | None
    reliability: str | None
    credibility: int | None
    weight_now: float | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt about the data."""

    old_la_code: str | None
    source: str | None
    file_name: str | None
    series: str | None
    time_period: int | None
    rule: str | None
    severity: str | None
    message: str | None


@dataclass(frozen=True, slots=True)
class Release:
    """A file taken in."""

    release: str
    source: str | None
    title: str | None
    published: dt.date | None
    published_basis: str | None
    period: int | None
    superseded_by: str | None


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of a file offered."""

    file_name: str
    outcome: str
    message: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A reorganisation."""

    effective: dt.date
    kind: str | None
    old_la_code: str
    successor: str
    series_rule: str | None
