"""All wording of amounts, units, periods, days, lists, counts, bands and readings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import cast, get_args

from earlywarning.period import PeriodKind, period_words
from earlywarning.tables.declared import Indicator
from earlywarning.tables.published import Inspection
from earlywarning.tables.score import Contribution
from earlywarning.tables.standing import Standing

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
    "vital:nothing_known": "Signs of which no year is there at all",
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
    "refused": "in a cell or a file that was refused",
    "held_back": "published, but held back here because it cannot be right as it stands",
    "not_published": "not published for this year",
    "event": "affected by an event, such as a cyber attack",
}
ABSENT = "no row in any file taken in"
_KEPT_CAPITAL = re.compile(r"^([A-Z]{2}|[A-Z][a-z]+ \d|England|Ofsted)")
_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTH = re.compile(r"\b(20\d{2})(0[1-9]|1[0-2])\b")
SPELLED = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# Shares that readers see before their eyes, with the per cent they stand for.
SHARES = {
    5.0: "one in twenty",
    10.0: "one in ten",
    16.7: "one in six",
    20.0: "one in five",
    25.0: "one in four",
    30.0: "three in ten",
    33.3: "one in three",
    40.0: "two in five",
    50.0: "half",
    60.0: "three in five",
    66.7: "two in three",
    70.0: "seven in ten",
    75.0: "three in four",
    80.0: "four in five",
    90.0: "nine in ten",
}
# Per cent: nearer than this it is called so, at most so far away it is called about so.
EXACT, NEAR = 0.05, 1.5
POUNDS, POUNDS_A_WEEK = "pounds per child", "pounds a week"
UNIT = {
    "percentage": "%",
    "rate per 10,000 children": "per 10,000 children",
    POUNDS: "\N{POUND SIGN} per child",
    POUNDS_A_WEEK: "\N{POUND SIGN} a week",
}
# In a column of many indicators.
UNIT_IN_BRIEF = UNIT | {
    "rate per 10,000 children": "per 10,000",
    "cases per worker": "cases",
    POUNDS: "\N{POUND SIGN}",
    POUNDS_A_WEEK: "\N{POUND SIGN}",
    "index score": "index",
}


def sentence(text: str) -> str:
    """Return a text with a capital to begin with and a full stop at the end; nothing stays so."""
    text = text.strip()
    if not text:
        return ""
    stopped = text if text[-1] in ".?!" else f"{text}."
    return stopped[0].upper() + stopped[1:]


def inside(text: str) -> str:
    """Return a text as it stands within a sentence: no capital, no full stop; names keep theirs."""
    text = text.strip().rstrip(".")
    if _KEPT_CAPITAL.match(text):
        return text
    return text[:1].lower() + text[1:]


def quoted(text: str) -> str:
    """Return a text between single quotation marks."""
    return f"\N{LEFT SINGLE QUOTATION MARK}{text}\N{RIGHT SINGLE QUOTATION MARK}"


def listed(items: Sequence[str], most: int | None = None) -> str:
    """Return 'a', 'a and b' or 'a, b and c'; beyond `most` the rest is counted."""
    if most is not None and len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most} more"
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def lines(given: list[str] | None) -> list[str]:
    """Return the entries of a list that say something."""
    return [line.strip() for line in given or [] if line.strip()]


def plain(identifier: str | None) -> str:
    """Return an identifier as words: 'front_door' becomes 'Front door'."""
    text = (identifier or "").replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def item(row: Contribution, names: dict[str, str]) -> str:
    """Return what a part of the score is, in words; of an indicator, its name and how it stands."""
    subject = row.subject or ""
    if row.item in ITEM:
        return ITEM[row.item]
    if row.kind == "withheld":
        return f"{names.get(subject, plain(subject))}, newest figure not there"
    if row.kind == "return":
        return f"Return, {plain(subject).lower()}"
    if row.kind == "indicator":
        way = row.way or ""
        return f"{names.get(subject, plain(subject))}, {KIND.get(way, plain(way).lower())}"
    return plain(row.item)


def reason(status: str | None, marker: str | None) -> str:
    """Return why there is no figure, with the published symbol explained."""
    said = STATUS.get(status or "", plain(status).lower() or ABSENT)
    return f"{said} (published as {quoted(marker)})" if marker else said


def reading(name: str | None) -> str:
    """Return what a signal or pattern is read as."""
    return READING.get(name or "", plain(name))


def band(name: str | None) -> str:
    """Return a band in quotation marks, as it is named everywhere."""
    return quoted((name or "not known").replace("_", " "))


def inspection_kind(row: Inspection) -> str:
    """Return framework and kind of an inspection, the framework once."""
    kind, framework = row.inspection_type or "", row.framework or ""
    if not kind or not framework or kind.casefold().startswith(framework.casefold()):
        return kind or framework
    return f"{framework}: {kind}"


def day(value: dt.date | None) -> str:
    """Return a day as '30 April 2026'."""
    return f"{value.day} {month_name(value)}" if value else "day not known"


def since(value: dt.date, today: dt.date) -> str:
    """Return how long ago a day was, in months, and in years from two years on."""
    months = max(0, (today.year - value.year) * 12 + today.month - value.month)
    months -= value.day > today.day
    if months < 1:
        return "less than a month ago"
    return f"{count(months, 'month')} ago" if months < 24 else f"{count(months // 12, 'year')} ago"


def month_of(value: dt.date | None) -> str:
    """Return the month of a day: of what people said no page tells the day."""
    return month_name(value) if value else "month not known"


def month_name(value: dt.date) -> str:
    """Return the month of a day, as 'April 2026'."""
    return f"{value:%B %Y}"


def months(count: int) -> str:
    """Return an age in months."""
    return "less than a month" if count < 1 else f"{count} month{'' if count == 1 else 's'}"


def between(first: dt.date | None, last: dt.date | None) -> str:
    """Return a span of days, as short as it can be told."""
    if first is None or last is None:
        return day(first or last) if first or last else "not set"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def dated(text: str | None) -> str:
    """Return a text with its days and months written out: 2025-09-16, 202510."""

    def of_day(found: re.Match[str]) -> str:
        try:
            return day(dt.date(*map(int, found.groups())))
        except ValueError:
            return found.group()

    def of_month(found: re.Match[str]) -> str:
        return month_name(dt.date(int(found.group(1)), int(found.group(2)), 1))

    return _MONTH.sub(of_month, _DAY.sub(of_day, text or ""))


def period(time_period: int | None, one: Indicator) -> str:
    """Return a period in words; an undeclared kind keeps its published label."""
    if time_period is None:
        return "period not known"
    if one.period in get_args(PeriodKind):
        return period_words(time_period, cast(PeriodKind, one.period))
    return str(time_period)


def when(time_period: int, one: Indicator) -> str:
    """Return 'in the year to 31 March 2025', 'on 31 March 2025' or 'in 2019'."""
    said = period(time_period, one)
    first = said.split(" ", 1)[0]
    return f"on {said}" if first.isdigit() and " " in said else f"in {said}"


def spelled(many: int) -> str:
    """Return a whole number as a sentence holds it: words up to ten, figures above."""
    return SPELLED[many] if 0 <= many < len(SPELLED) else f"{many:,}"


def count(many: int, one: str, several: str | None = None) -> str:
    """Return '1 file' or '2 files'."""
    return f"{many:,} {one if many == 1 else several or one + 's'}"


def since_then(joined: Sequence[str], not_seen_since: dt.date | None) -> str:
    """Return what became of an alert after it was raised, which its own words cannot know."""
    told = [f"Since then also: {listed([inside(name) for name in joined])}."] if joined else []
    if not_seen_since:
        gone = f"The returns that it rests on were last seen on {day(not_seen_since)} and are gone"
        told.append(f"{gone}: it stands until newer ones come.")
    return " ".join(told)


def several(many: int, one: str, more: str | None = None) -> str:
    """Return 'one entry', 'two entries' or '12 entries'."""
    return f"{spelled(many)} {one if many == 1 else more or one + 's'}"


def listed_names(names: Sequence[str], more: int) -> str:
    """Return some names as a sentence holds them, and how many are not named."""
    rest = [several(more, "other")] if more else []
    return listed([*(inside(name) for name in names), *rest])


def listed_few(names: Sequence[str], most: int) -> str:
    """Return 'a', 'a and b' or 'a, b and two others': beyond `most` the rest is spelled."""
    rest = [several(len(names) - most, "other")] if len(names) > most else []
    return listed([*names[:most], *rest])


def share(percent: float | None) -> str:
    """Return a per cent as 'about one in four', or nothing where no share says it plainly."""
    if percent is None:
        return ""
    nearest = min(SHARES, key=lambda held: abs(held - percent))
    gap = abs(nearest - percent)
    if gap > NEAR:
        return ""
    return SHARES[nearest] if gap <= EXACT else f"about {SHARES[nearest]}"


def points(value: float | None) -> str:
    """Return points with one decimal, and a real minus sign."""
    if value is None:
        return "not known"
    shown = f"{round(value, 1) + 0.0:.1f}"
    return shown.replace("-", "\N{MINUS SIGN}")


def whole(value: float | None) -> str:
    """Return a score as it is told: without decimals, which it could not keep."""
    return "not known" if value is None else f"{round(value) + 0:d}"


def number(value: float | None, one: Indicator) -> str:
    """Return a bare number with the decimals of the indicator."""
    return "no figure" if value is None else f"{value:,.{one.decimals or 0}f}"


def amount(value: float | None, one: Indicator) -> str:
    """Return a number with its unit as people say it: £1,204 per child, 44.4%."""
    if value is None or one.unit == "percentage":
        return bare(value, one)
    unit = one.unit.removeprefix("rate ").removeprefix("pounds ")
    return f"{bare(value, one)} {unit}"


def bare(value: float | None, one: Indicator) -> str:
    """Return a number whose unit was told before: 44.4%, £1,204, 79."""
    shown = number(value, one)
    if value is not None and one.unit in (POUNDS, POUNDS_A_WEEK):
        return f"\N{POUND SIGN}{shown}"
    return f"{shown}%" if value is not None and one.unit == "percentage" else shown


def unit(one: Indicator) -> str:
    """Return a unit as it stands behind a name."""
    return UNIT.get(one.unit, one.unit)


def unit_in_brief(one: Indicator) -> str:
    """Return a unit as it stands in a table of many indicators."""
    return UNIT_IN_BRIEF.get(one.unit, one.unit)


def unit_on_axis(one: Indicator) -> str:
    """Return the unit as it stands on an axis or after a name."""
    return "%" if one.unit == "percentage" else one.unit.removeprefix("rate ")


# What the evidence opens, as standing.standing says it.
STANDING = {
    "formal_support": "In formal support",
    "team": "Help is offered: a team",
    "conversation": "Worth a conversation",
    "routine": "Routine: a review every two years",
    "not_known": "Too little is known",
}
# Where an offer stands today, as standing.offer_state says it.
OFFER_STATE = {
    "deferred": "Put off by decision",
    "declined": "Declined",
    "accepted": "Accepted",
    "under_way": "Under way",
    "reported": "Reported",
    "decision_due": "To be decided",
    "reply_awaited": "With the authority for its reply",
    "to_be_shared": "Proposed, not yet shared",
    "planned": "A review is planned already",
    "this_quarter": "In this quarter's programme",
    "waiting": "Waits for a later quarter",
    "conversation": "A conversation",
    "not_due": "Not due yet",
    "formal_support": "Through its formal support",
}


def offer_state(row: Standing) -> str:
    """Return where an offer stands today, with the reason where it waits and the day put off to."""
    words = OFFER_STATE.get(row.offer_state, plain(row.offer_state))
    if row.offer_state == "planned":
        return f"{words}: {plain(row.planned_review).lower()}"
    if row.planned_review:
        words = f"{words}, beside a review that is planned already"
    if row.offer_state == "conversation" and row.review_from:
        return f"{words}, and in it the review that is due"
    if row.offer_state == "conversation" and row.waits_for:
        return f"{words}; the review that is due waits: {row.waits_for}"
    if row.offer_state == "not_due" and row.next_review_due:
        return f"{words}: the next review is due by {day(row.next_review_due)}"
    if row.waits_for:
        return f"{words}: {row.waits_for}"
    return f"{words} until {day(row.deferred_until)}" if row.deferred_until else words


def next_step(row: Standing) -> str:
    """Return the one next step: what, by whom, by when."""
    who = f" ({row.next_step_by})" if row.next_step_by else ""
    on = "on" if row.offer_state == "deferred" else "by"
    when = f", {on} {day(row.due)}" if row.due else ""
    return f"{row.next_step[:1].upper()}{row.next_step[1:]}{when}{who}"


def newest_line(row: Standing) -> str:
    """Return how old each kind of evidence is, in one line of months."""
    days = [("returns", row.newest_in_year), ("yearly figures", row.newest_yearly),
            ("inspections read to", row.inspections_until)]  # fmt: skip
    told = [f"{name} {month_name(when)}" for name, when in days if when]
    return "newest: " + " \N{MIDDLE DOT} ".join(told) if told else "no figures"


def newest_told(row: Standing | None, figure: dt.date | None) -> str:
    """Return how old the evidence is: of each kind where the standing is known, else of figures."""
    if row is not None:
        return newest_line(row)
    return f"newest figure describes {day(figure)}" if figure else "no figures"


def keys_named(row: Standing) -> str:
    """Return the keys that are turned, empty where none is."""
    return listed([key(one) for one in row.keys or []])


def key(name: str) -> str:
    """Return a key of the score in words."""
    names = {"figures": "figures", "people": "people", "alert": "a live alert",
             "published": "a published judgement"}  # fmt: skip
    return names.get(name, plain(name).lower())


def keys_turned(row: Standing) -> str:
    """Return what the evidence says: the band in words and the keys that are turned."""
    told = keys_named(row)
    turned = several(len(row.keys or []), "key") if told else "no key"
    keys = f"{turned} turned{f': {told}' if told else ''}"
    needed = f"; a team takes {several(row.keys_for_team, 'key')}" if row.keys_for_team else ""
    return f"{STANDING.get(row.standing, plain(row.standing))}; {keys}{needed}"
