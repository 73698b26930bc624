"""What people know and do: the register, peer reviews, reviewers, bands held by people."""

from __future__ import annotations

import datetime as dt

from earlywarning.tables.declare import always, column, table


@table("soft_item", "The soft-intelligence register without its free text", key="item")
class SoftItem:
    item: str | None = column("entry")
    old_la_code: str = always("authority")
    flag: str = always("flag type")
    heard_on: dt.date | None = column("day it was heard")
    source_kind: str | None = column("kind of source")
    reliability: str | None = column("A (sure) to F (cannot be judged)")
    credibility: int | None = column("1 (confirmed) to 6 (cannot be judged)")
    recorded_by: str | None = column("role of the recorder")
    review_by: dt.date | None = column("falls away after this day")
    weight_now: float | None = column("share of full weight left today by grade, age and dispute")
    weighs: str | None = column("the same in a word: nothing, little, some or much")
    told: bool | None = column(
        "whether the authority may be told of it: of a flag that is told in confidence only once "
        "the consortium released the entry"
    )
    expires: dt.date | None = column("same as review_by: day it stops counting")
    source_area: str | None = column(
        "region or authority of the source: one kind of source in one area counts once; empty "
        "where not said"
    )
    cases: int | None = column("how many cases it rests on, for flags that rest on cases")
    recorded_on: dt.date | None = column(
        "day it was recorded in the ledger; empty for a register kept as CSV"
    )
    disputed: bool | None = column(
        "the authority disputes it and this is not resolved: weighs less meanwhile"
    )
    superseded: int | None = column(
        "how many earlier versions a correction replaced; withdrawn entries are not here"
    )


@table("override", "Bands that people set beside the computed one, with role, reason and expiry")
class Override:
    old_la_code: str = always("authority")
    band: str = always("band that people hold to be right")
    role: str | None = column("who, by role")
    reason: str | None = column("why")
    decided_on: dt.date | None = column("day")
    expires: dt.date | None = column("falls away after this day")


@table("peer_review", "Peer reviews held, planned, postponed and refused")
class PeerReview:
    old_la_code: str = always("authority")
    review_type: str | None = column("review type")
    asked_on: dt.date | None = column("day it was offered or asked for")
    held_on: dt.date | None = column("day it was held")
    status: str | None = column("held, planned, postponed, refused")
    led_by_old_la_code: str | None = column("authority that led it")
    source: str | None = column(
        "where this is written down: the region's register, or an offer in the ledger of decisions"
    )


@table("review_conflict", "Pairs of authorities that should not review each other")
class ReviewConflict:
    old_la_code: str | None = column("authority")
    other_old_la_code: str | None = column("the other")
    reason: str | None = column("why, in words that both may read")
    until: dt.date | None = column("last day; empty is open")


@table("reviewer", "How many people of which role an authority can lend as reviewers; never a name")
class Reviewer:
    old_la_code: str | None = column("authority")
    role: str | None = column(
        "director, head of service, team manager, auditor, elected member, workforce lead, finance "
        "lead"
    )
    enabler: str | None = column("which of the seven enablers they know best")
    reviewers: int | None = column("how many")
    until: dt.date | None = column("last day; empty is open")


@table("review_clock", "When each authority's next peer review is due", key="old_la_code")
class ReviewClock:
    old_la_code: str = always("authority")
    as_of: dt.date | None = column("day of the run")
    state: str = always("within two years, due this quarter, overdue, none on record, not known")
    last_held: dt.date | None = column("last peer review")
    last_type: str | None = column("its kind")
    due_on: dt.date | None = column("two years after")
    overdue_since: dt.date | None = column("the day the two years ended, where they have")
    planned_type: str | None = column("kind of a review that is planned")
    planned_leader: str | None = column("who is to lead it")
    refused_on: dt.date | None = column("refused, and none held since")
    postponed_on: dt.date | None = column("postponed, and none held since")


@table(
    "review_event",
    "What happened to peer reviews: overdue on its day, refused, postponed; told once",
    key="old_la_code, event, happened_on",
)
class ReviewEvent:
    old_la_code: str = always("authority")
    event: str = always("overdue, refused or postponed")
    happened_on: dt.date = always("the day")
    is_news: bool | None = column("happened in the quarter before the as-of day")
    source: str | None = column("where this is written down")
    words: str | None = column("in words")
