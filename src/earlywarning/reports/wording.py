"""What the tables hold as codes, in words: stages, readings, bands, reasons, standings, offers."""

from __future__ import annotations

import datetime as dt

from earlywarning.reports.phrases import day, listed, month_name, plain, quoted, several
from earlywarning.tables.published import Inspection
from earlywarning.tables.score import Contribution, Journey
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
NOT_HEARD = (
    "Not heard: nobody who knows the service has told us anything, which is not the same as fine."
)
ABSENT = "no row in any file taken in"


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


def band_since(when: dt.date | None, at_latest: bool | None) -> str:
    """Return since when the band has held, nothing where that is not known."""
    return f"In this band since {day(when)}{' at the latest' if at_latest else ''}" if when else ""


def journey(row: Journey) -> str:
    """Return where a service stands on the study's way, which is worded unlike the judgements."""
    before = f", before that at {quoted(row.before)}" if row.before else ""
    return (
        f"Of the study's four stages, poor to great, it stands at {quoted(row.stage)} since "
        f"{day(row.since)}{before}, by its judgements ({plain(row.basis).lower()}, "
        f"{row.framework or 'framework not known'})."
    )


def inspection_kind(row: Inspection) -> str:
    """Return framework and kind of an inspection, the framework once."""
    kind, framework = row.inspection_type or "", row.framework or ""
    if not kind or not framework or kind.casefold().startswith(framework.casefold()):
        return kind or framework
    return f"{framework}: {kind}"


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
    "conversation": "A conversation is proposed",
    "not_due": "Not due yet",
    "formal_support": "Through its formal support",
}


def offer_state(row: Standing) -> str:
    """Return where an offer stands today, with the reason where it waits and the day put off to."""
    words = OFFER_STATE.get(row.offer_state, plain(row.offer_state))
    if row.offer_state == "planned":
        return f"{words}: {plain(row.planned_review).lower()}"
    if row.planned_review:
        words = f"{words}, beside a planned review"
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


def next_step_whose(row: Standing) -> str:
    """Return whose the one next step is and its day, where a sentence has told what it is."""
    on = "on" if row.offer_state == "deferred" else "by"
    told = [row.next_step_by, f"{on} {day(row.due)}" if row.due else ""]
    return ", ".join(filter(None, told)) or row.next_step


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
    needed = ""
    if row.keys_for_team and row.standing != "team":
        needed = f"; a team takes {several(row.keys_for_team, 'key')}"
    return f"{STANDING.get(row.standing, plain(row.standing))}; {keys}{needed}"
