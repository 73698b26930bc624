"""Plain words for what the tables hold in short."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from typing import cast, get_args

from earlywarning.period import PeriodKind, period_words
from earlywarning.tables.declared import Indicator
from earlywarning.tables.score import Contribution

STAGE = {
    "front_door": "Front door",
    "assessment": "Assessment",
    "child_protection": "Child protection",
    "looked_after": "Children looked after",
    "workforce": "Workforce",
    "resources": "Resources and context",
}
STAGES = tuple(STAGE)
READING = {
    "concern": "Worth a conversation",
    "notable": "Notable, with no good or bad direction of its own",
    "reassurance": "Reassuring",
    "hold_your_nerve": "Hold your nerve",
}
KIND = {
    "position": "compared with others",
    "movement": "compared with its own past",
    "sustained": "lasting for years",
}
PILLAR = {
    "performance": "Published figures",
    "soft_intelligence": "What people have told us",
    "transparency": "Openness and quality of data",
}
ITEM = {
    "vital:chance": "What chance alone would add, taken off",
    "vital:ordinary": "Signs close to what is expected, together",
    "score_floor": "A score cannot fall below nought",
    "return:cin_d3": "Children in need return",
    "return:csww": "Workforce return",
    "return:in_year": "In-year return",
}
POLARITY = {
    "high_is_worse": "Higher is usually less good",
    "low_is_worse": "Lower is usually less good",
    "either_way": "Neither direction is good or bad in itself",
}
STATUS = {
    "suppressed": "withheld by the publisher because the count is small",
    "not_returned": "not returned, or not available when it was published",
    "low_reliability": "withdrawn by the publisher because it is not reliable",
    "not_applicable": "does not apply here",
    "not_available": "not published for this authority",
    "low": "rounds to nothing, but is not nought",
    "refused": "in a file that was refused",
    "held_back": "published, but held back here because it cannot be right as it stands",
    "not_published": "not published for this year",
    "event": "affected by an event, such as a cyber attack",
}
EDITION = {
    "public": "Public edition: published figures only. Scores, offers, in-year returns and what "
    "people said are for the authority and for those who offer it help.",
    "authority": "Edition for this authority: its own briefing, and of others published figures "
    "only. Who said something, and what kind of source it was, is not in it.",
    "region": "Edition for the region: its own authorities, and of others published figures only.",
    "consortium": "",
}
SLUG = 60
ABSENT = "no row in any file taken in"


def plain(identifier: str | None) -> str:
    """Return an identifier as words: 'front_door' becomes 'Front door'."""
    text = (identifier or "").replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def day(value: dt.date | None) -> str:
    """Return a day as '30 April 2026'."""
    return f"{value.day} {value:%B %Y}" if value else "day not known"


def lines(given: list[str] | None) -> list[str]:
    """Return the entries of a list that say something."""
    return [line.strip() for line in given or [] if line.strip()]


def slug(name: str) -> str:
    """Return a name fit for a file name: lower-case letters, digits and hyphens."""
    flat = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", flat).strip("-")[:SLUG] or "authority"


def points(value: float | None) -> str:
    """Return points with one decimal, and a real minus sign."""
    if value is None:
        return "not known"
    shown = f"{round(value, 1) + 0.0:.1f}"
    return shown.replace("-", "\N{MINUS SIGN}")


def number(value: float | None, one: Indicator) -> str:
    """Return a bare number with the decimals of the indicator."""
    return "no figure" if value is None else f"{value:,.{one.decimals or 0}f}"


def amount(value: float | None, one: Indicator) -> str:
    """Return a number with its unit."""
    if value is None:
        return "no figure"
    shown = number(value, one)
    if one.unit == "percentage":
        return f"{shown}%"
    return f"{shown} {one.unit.removeprefix('rate ')}"


def period(time_period: int | None, one: Indicator) -> str:
    """Return a period in words; an undeclared kind keeps its published label."""
    if time_period is None:
        return "period not known"
    if one.period in get_args(PeriodKind):
        return period_words(time_period, cast(PeriodKind, one.period))
    return str(time_period)


def reason(status: str | None, marker: str | None) -> str:
    """Return why there is no figure, with the published symbol explained."""
    said = STATUS.get(status or "", plain(status).lower() or ABSENT)
    if not marker:
        return said
    left, right = "\N{LEFT SINGLE QUOTATION MARK}", "\N{RIGHT SINGLE QUOTATION MARK}"
    return f"{said} (published as {left}{marker}{right})"


def months(count: int) -> str:
    """Return an age in months."""
    return "less than a month" if count < 1 else f"{count} month{'' if count == 1 else 's'}"


def item(row: Contribution, names: dict[str, str]) -> str:
    """Return what a part of the score is, in words; of an indicator, its name and how it stands."""
    subject = row.subject or ""
    if row.item in ITEM:
        return ITEM[row.item]
    if row.kind == "pattern":
        return f"{plain(subject)} (indicators together)"
    if row.kind == "return":
        return f"Return, {plain(subject).lower()}"
    if row.kind == "indicator":
        way = row.way or ""
        return f"{names.get(subject, plain(subject))}, {KIND.get(way, plain(way).lower())}"
    return plain(row.item)


def count(many: int, one: str, several: str | None = None) -> str:
    """Return '1 file' or '2 files'."""
    return f"{many:,} {one if many == 1 else several or one + 's'}"


def listed(items: Sequence[str]) -> str:
    """Return 'one', 'one and two' or 'one, two and three'."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def formula(one: Indicator) -> str:
    """Return how an indicator is worked out."""
    said = []
    if one.numerator and one.denominator:
        years = one.denominator_years_before or 0
        before = f" of {count(years, 'year')} before" if years else ""
        above, below = plain(one.numerator), plain(one.denominator)
        times, over = "\N{MULTIPLICATION SIGN}", "\N{DIVISION SIGN}"
        said.append(f"{one.per:,} {times} {above} {over} {below}{before}")
    if one.published_series:
        said.append(f"as published: {','.join(one.published_series)}")
    return "; or ".join(said) or "not declared"
