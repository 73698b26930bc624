"""The way back after a poor judgement: the study's times, its brakes, and who steps in."""

from __future__ import annotations

import datetime as dt

from earlywarning.tables.declare import always, column, table


@table(
    "journey_milestone",
    "The study's times for each stage of the journey, as declared: indicative, no targets",
    key="stage, until_months",
)
class JourneyMilestone:
    stage: str = always("poor, fair, good or great")
    until_months: int = always("month of the stage by which services of the study had reached it")
    name: str = always("what they had reached, in words")


@table(
    "journey_emphasis",
    "What a service mostly does about each enabler at each stage, as declared, and what to ask",
    key="stage, enabler",
)
class JourneyEmphasis:
    stage: str = always("poor, fair, good or great")
    enabler: str = always("one of the study's seven")
    order_shown: int | None = column("order as declared")
    phase: str = always("poor_to_fair, fair_to_good or good_to_great")
    name: str = always("enabler in words")
    emphasis: str = always("what is mostly done")
    question: str = always("what to ask")


@table(
    "intervention",
    "Formal steps and support from outside: kind, start and end, who helps; from the "
    "consortium's register",
    key="old_la_code, intervention, started_on, supporter_old_la_code",
)
class Intervention:
    old_la_code: str = always("authority")
    intervention: str = always("kind, as declared in interventions.toml")
    started_on: dt.date = always("first day")
    ended_on: dt.date | None = column("last day; empty while it goes on")
    supporter_old_la_code: str | None = column("authority that helps, where one does")
    days_lent: int | None = column("working days that its people gave so far")
    backfill: str | None = column("whether their own posts were covered: none, part or whole")
    source: str | None = column("where it is written down")


@table(
    "support_watch",
    "The two years after a notice was lifted or a board ended, in which the pace is asked for",
    key="old_la_code, intervention",
)
class SupportWatch:
    old_la_code: str = always("authority")
    intervention: str = always("kind that ended; formal_support_ended where people said so")
    ended_on: dt.date = always("day it ended, or on which this was heard")
    until: dt.date = always("last day of the watch")
    months_left: int = always("whole months to that day")


@table(
    "brake",
    "What may slow the way back, for services below good: the study's depth and duration, "
    "acceptance and first response; no points",
    key="old_la_code",
)
class Brake:
    old_la_code: str = always("authority")
    parts_judged: int | None = column("parts that the newest report with grades judged")
    parts_lowest: int | None = column("how many of them it judged at the lowest grade")
    parts_below_good: int | None = column("how many below good")
    below_good_since: dt.date | None = column("first report of the unbroken run below good")
    months_below_good: int | None = column("whole months from then to the day of the run")
    times_lowest: int | None = column("runs of reports at the lowest stage, in all that is known")
    is_first_known: bool | None = column(
        "true: the run below good begins with the first report known, so it may be longer"
    )
    contested: bool | None = column(
        "people say that leaders contest what was found; empty where nothing was heard of anything"
    )
    judged_lowest_on: dt.date | None = column("report with which the newest run at lowest began")
    responses_from: dt.date | None = column(
        "first day on which anything of this kind is on record anywhere; of a report before it no "
        "response can be known"
    )
    first_response: str | None = column("first intervention or review held after that report")
    first_response_on: dt.date | None = column("its day")
    first_response_days: int | None = column("days from the report to it")


@table(
    "after_judgement",
    "The workforce before and after a judgement at the lowest grade: did people leave?",
    key="old_la_code, judged_on, indicator",
)
class AfterJudgement:
    old_la_code: str = always("authority")
    judged_on: dt.date = always("report with which the run at the lowest grade began")
    indicator: str = always("turnover, agency or vacancy rate")
    before_period: int | None = column("last period that ended before the report")
    before: float | None = column("value then")
    after_period: int | None = column(
        "the worse of the two periods after the report, so chance alone lifts it a little"
    )
    after: float | None = column("value then")
    change: float | None = column("points from before to after")
    change_of_others: float | None = column(
        "points by which the middle authority moved between these periods"
    )


@table(
    "lent",
    "What each authority gave to others in the year before the day, and how far it was covered",
    key="old_la_code",
)
class Lent:
    old_la_code: str = always("supporter")
    reviews_led: int = always("peer reviews led and held")
    review_days: int = always("days on site of these, as their kind declares")
    interventions: int = always("interventions in which it helped and which ran in that year")
    days_lent: int | None = column(
        "working days given to these from their start; empty if no row says"
    )
    days_not_covered: int | None = column("of them, days that were not or only partly covered")
    days_not_told: int = always("interventions without days or without a word on cover")
