"""Where each authority stands: the one row that every output reads and nothing works out again."""

from __future__ import annotations

import datetime as dt

from earlywarning.tables.declare import always, column, table


@table(
    "standing",
    "Where each authority stands today: evidence, offer, judgement and what comes next, once",
    key="old_la_code",
)
class Standing:
    old_la_code: str = always("authority")
    as_of: dt.date = always("day of the run")
    sentence: str = always("the one sentence, under thirty words")
    standing: str = always("formal_support, team, conversation, routine or not_known")
    band: str = always("band that stands")
    band_since: dt.date | None = column("first look of the unbroken run in it")
    band_since_at_latest: bool | None = column(
        "true: that was the first look of all, so it may have been in this band for longer"
    )
    band_looks: int | None = column(
        "looks that it rests on; 1: nothing was looked back at, so it is not held"
    )
    score: float | None = column("0 to 100")
    lower: float | None = column("where the score lies in a year, lower end")
    upper: float | None = column("upper end")
    keys: list[str] | None = column("keys turned: figures, people, alert, published")
    keys_for_team: int | None = column(
        "how many different keys open a team, by this consortium's policy"
    )
    keys_since: list[dt.date] | None = column(
        "by key, first look of the unbroken run in which it was turned"
    )
    signs: list[str] | None = column("vital signs that weigh most on the worse side, most first")
    next_step: str = always("the one next step")
    next_step_by: str | None = column("role that takes it")
    due: dt.date | None = column("by when")
    offer_state: str = always(
        "deferred, declined, accepted, under_way, reported, decision_due, reply_awaited, "
        "to_be_shared, planned, this_quarter, waiting, conversation, not_due or formal_support"
    )
    offer: str | None = column("number in the ledger of decisions, of an offer that is open")
    action: str | None = column("step of the ladder that is offered")
    review_type: str | None = column("kind of review")
    review_from: dt.date | None = column("first day proposed, where a date is proposed today")
    review_to: dt.date | None = column("last day proposed")
    waits_for: str | None = column(
        "of an offer, or of a review that is due, that waits: the rule that makes it wait"
    )
    deferred_until: dt.date | None = column("of a deferred one: until when")
    judgement: str | None = column("newest judgement of the whole service, or of its weakest part")
    judged_on: dt.date | None = column("day of that report")
    later_report_refused: bool | None = column(
        "true: a later report, or one of no day, stands in a row that was refused (unread_report)"
    )
    later_report_on: dt.date | None = column("of that report: the day, as far as it can be read")
    inspections_until: dt.date | None = column("newest report in the list of inspections used")
    last_peer_review: dt.date | None = column("last one held, as far as is known")
    last_look: dt.date | None = column(
        "newest day on which anybody from outside looked: report of an inspection or a focused "
        "visit, or a peer review held; beside the score and never in it"
    )
    last_look_kind: str | None = column("inspection, focused visit or peer review")
    next_review_due: dt.date | None = column("two years after it; empty where none is known")
    planned_review: str | None = column("kind of a peer review that is planned already")
    alert_since: dt.date | None = column("a live alert of the front-door watch: since when known")
    alert_measures: list[str] | None = column("measures behind it, those that joined later too")
    newest_yearly: dt.date | None = column("last day that a yearly figure describes")
    newest_in_year: dt.date | None = column("last day that an in-year return describes")
    newest_heard: dt.date | None = column("day on which people were last heard")
    confidence: str = always("good, moderate or low")
    confidence_reason: str = always("why")
    missing: list[str] | None = column("indicators without a current value")
    withheld: list[str] | None = column("of these, vital signs that may hide something")
