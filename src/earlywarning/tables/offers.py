"""Offers of help: what is recommended, what became of it, and this quarter's programme."""

from __future__ import annotations

import datetime as dt

from earlywarning.tables.declare import always, column, table


@table(
    "recommendation",
    "One offer of help per authority, for people to accept, change or decline",
    key="old_la_code",
)
class Recommendation:
    old_la_code: str = always("authority")
    as_of: dt.date | None = column("day of the run")
    action: str = always("step of the ladder")
    review_type: str | None = column("kind of review")
    days: int | None = column("days on site")
    scope: str | None = column("what it looks at")
    lines_of_enquiry: list[str] | None = column("questions, with the figures behind them")
    complaints_in_scope: bool | None = column("always true")
    due_by: dt.date | None = column("offer by")
    supporters: list[str] | None = column("three-digit codes of possible supporters")
    reasons: list[str] | None = column("why, what opened the step before the others")
    confidence: str | None = column("low, moderate or good")
    step: str | None = column("step of the ladder by its key in policy.toml")
    opened_by: str | None = column("the evidence that opened the step")
    closes_when: str | None = column("what closes it")
    caller: str | None = column("who calls whom")
    look_again_on: dt.date | None = column("day on which it is looked at again")
    proposed_from: dt.date | None = column("first day proposed for a review, on a working day")
    proposed_to: dt.date | None = column("last day proposed")
    dates_note: str | None = column("what is said of a likely inspection beside these days")
    enablers_covered: list[str] | None = column(
        "which of the seven enablers the scope covers, with its question"
    )
    enablers_left_out: list[str] | None = column("which are left out on purpose, with the reason")
    for_nothing: list[str] | None = column("what would show that this worried us for nothing")
    approaches: list[str] | None = column("entries of the toolkit")
    to_consider: list[str] | None = column(
        "what people should consider beside the offer; never an action"
    )
    prerequisites: list[str] | None = column("what has to be there before the review")
    consent: list[str] | None = column("who has to agree")
    team: list[str] | None = column("who comes: one role for each person")
    cost_band: str | None = column("low, medium or high")
    for_nothing_names: list[str] | None = column(
        "by entry of for_nothing, what worried us, by name; empty where it is about all"
    )
    for_nothing_shown: list[str] | None = column("by entry, what would show it, without the name")
    opened_kind: str | None = column(
        "kind of that evidence: letter, inspection, review, band, pattern, people, alert or clock"
    )


@table(
    "line_of_enquiry",
    "The questions of each offer, in the order of a child's journey, with the figures behind them",
    key="old_la_code, order_shown",
)
class LineOfEnquiry:
    old_la_code: str | None = column("authority")
    order_shown: int | None = column("order")
    stage: str | None = column("stage of the journey; empty for the whole service")
    question: str | None = column("the question")
    behind: str | None = column("the figures or entries behind it")
    asked_by: str | None = column(
        "indicator, pattern or flag that asks it; complaints; own_child; or the kind of review"
    )
    kind: str | None = column("indicator, pattern, flag, review, complaints or own_child")
    subject: str | None = column("which indicator, pattern or flag")


@table(
    "offer",
    "The life of every offer: proposed, shared, replied, decided, under way, reported, closed",
    key="offer",
)
class Offer:
    offer: str = always("number in the ledger of decisions")
    old_la_code: str = always("authority")
    proposed_on: dt.date | None = column("day it was written down")
    as_of: dt.date | None = column("day of the run it came from")
    action: str | None = column("step of the ladder")
    step: str | None = column("its key in policy.toml")
    review_type: str | None = column("kind of review")
    days: int | None = column("days on site")
    supporter_old_la_code: str | None = column("who was to be asked")
    subjects: list[str] | None = column("what it rests on: pattern:, flag: or indicator:")
    state: str | None = column(
        "proposed, shared, replied, decided, under way, reported, closed, withdrawn"
    )
    shared_on: dt.date | None = column("day the authority had it")
    reply_by: dt.date | None = column("ten working days later")
    reply_state: str | None = column("not asked for, awaited, in time, late, none in time")
    found_itself: list[str] | None = column("subjects that the authority had found before")
    plan_credible: bool | None = column("whether the consortium holds its plan to be credible")
    decision: str | None = column("accepted, changed, declined, deferred")
    decided_on: dt.date | None = column("day")
    decided_by: str | None = column("role")
    decided_for: str | None = column("authority or consortium")
    reason: str | None = column("why")
    changed_to: str | None = column("kind of review it was changed to")
    deferred_until: dt.date | None = column("day it comes up again")
    starts_on: dt.date | None = column("first day agreed")
    led_by_old_la_code: str | None = column("who leads")
    held_on: dt.date | None = column("day it was held")
    closed_on: dt.date | None = column("day the findings were written down")
    found: str | None = column("what was found, in words")


@table(
    "offer_reply",
    "What authorities answered to their offers; restricted to themselves and the consortium",
    key="offer",
)
class OfferReply:
    offer: str = always("offer")
    old_la_code: str = always("authority")
    replied_on: dt.date | None = column("day")
    replied_by: str | None = column("role")
    text: str | None = column("the reply")
    found_itself: list[str] | None = column("subjects that it had found before")
    plan: str | None = column("what is done about them")


@table(
    "offer_finding",
    "What reviewers found of each thing that an offer rested on",
    key="offer, about, subject",
)
class OfferFinding:
    offer: str = always("offer")
    old_la_code: str = always("authority")
    about: str | None = column("pattern, flag or indicator")
    subject: str | None = column("which")
    finding: str | None = column("confirmed, partly, not_confirmed")
    closed_on: dt.date | None = column("day it was written down")


@table(
    "offer_outcome",
    "What each approach and each supporter of a closed offer came to, so that what works grows "
    "from use",
    key="offer, what, name",
)
class OfferOutcome:
    offer: str = always("offer")
    old_la_code: str = always("authority that was helped")
    what: str = always("approach, supporter or role")
    name: str = always(
        "entry of the toolkit, three-digit code of the authority that helped, or the role"
    )
    outcome: str = always("helped, did_not_help, too_early")
    seen: str | None = column("what was seen that says so")
    recorded_on: dt.date | None = column("day it was written down; a later record replaces it")
    recorded_by: str | None = column("role")


@table(
    "warning_record",
    "How often reviewers confirmed what past offers rested on; a review that works removes its "
    "own hit",
    key="about, subject",
)
class WarningRecord:
    about: str = always("all, pattern, flag or indicator")
    subject: str = always("which, or all")
    confirmed: int = always("confirmed")
    partly: int = always("confirmed in part")
    not_confirmed: int = always("not confirmed")
    closed: int = always("all with a finding")
    held_pct: float | None = column("confirmed or partly, per hundred")
    lower_pct: float | None = column("lower end of the interval (Wilson, 95 %)")
    upper_pct: float | None = column("upper end")


@table(
    "programme",
    "This quarter's offers under capacity: one row for every authority, in order of action and "
    "name",
    key="old_la_code",
)
class Programme:
    quarter: str | None = column("quarter of the as-of day")
    as_of: dt.date | None = column("day of the run")
    old_la_code: str = always("authority")
    outcome: str | None = column(
        "offered, not this quarter, conversation, planned already, offer open, not due"
    )
    action: str | None = column("step of the ladder")
    review_type: str | None = column("kind of review")
    days: int | None = column("days on site")
    proposed_from: dt.date | None = column("first day proposed")
    proposed_to: dt.date | None = column("last day proposed")
    supporter_old_la_code: str | None = column("who is asked to lead")
    match: str | None = column("how the two fit")
    reviewers: str | None = column("who else comes, by role and region")
    why: str | None = column("what speaks for it, without a number")
    why_not: str | None = column("why it is not offered now")
    rule: str | None = column("the rule that made it so")


@table("programme_note", "What is said of the quarter's programme as a whole", key="order_shown")
class ProgrammeNote:
    quarter: str | None = column("quarter")
    as_of: dt.date | None = column("day of the run")
    order_shown: int = always("order")
    about: str = always("programme, supporters, reviewers, one more, not offered")
    words: str = always("in words")


@table(
    "programme_group",
    "Small groups that could work on a shared issue",
    key="group_number, old_la_code",
)
class ProgrammeGroup:
    quarter: str | None = column("quarter")
    as_of: dt.date | None = column("day of the run")
    group_number: int = always("number of the group")
    issue: str = always("pattern they share")
    old_la_code: str = always("authority")
    part: str = always("shows the issue, or is strong where it lies")
    shows: bool | None = column("true: shows the issue")
