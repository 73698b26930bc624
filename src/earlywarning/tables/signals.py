"""What stands out: signals, patterns, alerts, and the watch of in-year returns."""

from __future__ import annotations

import datetime as dt

from earlywarning.tables.declare import always, column, table


@table(
    "signal",
    "What is unusual: position against others, movement against own past, or both for years",
    key="indicator, old_la_code, kind",
)
class Signal:
    indicator: str = always("indicator")
    old_la_code: str = always("authority")
    time_period: int | None = column("period")
    kind: str = always("position, movement, sustained")
    reading: str = always("concern, reassurance, notable")
    strength: float | None = column("0 to 1")
    z: float | None = column("standardised distance; positive is high")
    explanation: str | None = column("one plain sentence")
    began_period: int | None = column("first period of the run that is still on")
    speed: float | None = column("change of the position on the period before, in standard units")
    first_seen: dt.date | None = column(
        "first look back at which it read the same, from what was known then"
    )
    first_seen_at_latest: bool | None = column(
        "true: that was the earliest look of all, so it may have read the same for longer"
    )
    chance: str | None = column(
        "how far chance alone explains it: possible, unlikely or very_unlikely"
    )
    years_far: int | None = column("of a sustained one: years in which it was as far as that")
    years_looked: int | None = column("of a sustained one: years looked at")


@table(
    "signal_history",
    "What each earlier look would have said, from what was known on that day and nothing later",
    key="looked_on, indicator, old_la_code, kind",
)
class SignalHistory:
    looked_on: dt.date | None = column("day looked at: one per day on which figures came out")
    indicator: str | None = column("indicator")
    old_la_code: str | None = column("authority")
    time_period: int | None = column("newest period known then")
    kind: str | None = column("position, movement, sustained")
    reading: str | None = column("concern, reassurance, notable")
    strength: float | None = column("0 to 1")
    z: float | None = column("standardised distance; positive is high")


@table(
    "pattern_match",
    "Indicators that mean something together: which pattern is found for whom, with its signs",
    key="pattern, old_la_code",
)
class PatternMatch:
    pattern: str = always("pattern")
    old_la_code: str = always("authority")
    strength: float | None = column(
        "0 to 1: mean strength of the strongest signs it needs, times matched / possible"
    )
    matched: int | None = column("signs that are there")
    possible: int | None = column(
        "signs that can be told; what cannot be told is not held to be absent"
    )
    explanation: str | None = column(
        "in words: what was seen, what it may mean, what else could explain it"
    )
    reading: str | None = column("concern, notable or hold_your_nerve")
    stage: str | None = column("stage of the journey")
    enabler: str | None = column("what helps improvement and may be missing")
    matched_signs: list[str] | None = column("signs that are there, by name")
    not_there_signs: list[str] | None = column("signs that are not there")
    not_known_signs: list[str] | None = column(
        "signs that cannot be told: no figure, or no register"
    )
    began_period: int | None = column(
        "first period of the longest run, up to the newest, of a figure that stands out in it"
    )
    seen: str | None = column("in words: what was seen, with its figures")
    indicators: list[str] | None = column(
        "the indicator behind each sign that is there, the first where there are several"
    )


@table(
    "pattern_gone",
    "Patterns of concern that an authority showed a year ago or longer and on no day looked at "
    "since, though the figures behind can still be compared: somebody to ask; in no order",
    key="pattern, old_la_code",
)
class PatternGone:
    pattern: str = always("pattern")
    old_la_code: str = always("authority")
    last_seen: dt.date = always("last day looked at that showed it")
    gone_since: dt.date = always("first day looked at without it")
    looks: int = always("days looked at since, today among them; it is on none")
    indicators: list[str] | None = column("the indicators that were behind it")


# The cause of an alert that the front-door watch raised.
WATCH = "front_door_watch"


@table(
    "alert",
    "Changes of state: what was said at once, what waits for the digest, and what is over",
    key="looked_on, old_la_code, cause, change",
)
class Alert:
    looked_on: dt.date = always("day on which it became known")
    region: str | None = column("region")
    old_la_code: str = always("authority")
    cause: str = always("what it is about: a pattern, or a stage of the journey")
    change: str = always("raised, stronger or over")
    channel: str | None = column("message (said at once) or digest (said once a quarter)")
    held_back_by: str | None = column(
        "why a raised alert waits: cool_down or budget; blank when it does not"
    )
    strength: float | None = column("0 to 1")
    signals: int | None = column("indicators, or signs of the pattern, behind it")
    possible: int | None = column(
        "indicators declared for that stage, or signs of the pattern that can be told"
    )
    message: str | None = column("in neutral words")


@table(
    "in_year_return",
    "Every in-year return taken in: whose, how often, and what came with it",
    key="release, old_la_code, frequency",
)
class InYearReturn:
    release: str | None = column("release")
    old_la_code: str | None = column("authority")
    frequency: str | None = column("monthly or quarterly")
    returned_on: dt.date | None = column("day it became known")
    prepared_by: str | None = column("role, one of those declared; never a name")
    provisional: bool | None = column("false where the authority calls it final")
    events: str | None = column("declared events such as a cyber attack")
    from_child_level: bool | None = column("counted from child-level lists, which are not kept")
    cells_refused: int | None = column("cells that could mean two things and were not read")


@table(
    "watch",
    "The front-door watch: each in-year measure, period by period, as it could be said when it "
    "came in",
    key="old_la_code, frequency, measure, time_period",
)
class Watch:
    old_la_code: str = always("authority")
    frequency: str = always("monthly or quarterly")
    measure: str = always("in-year measure")
    unit: str | None = column("% (also of unallocated cases among open ones), count or ratio")
    time_period: int = always("year and month of the last month")
    value: float | None = column("figure as known on known_on, empty when missing")
    expected: float | None = column(
        "what its own past lets expect, in the same unit; empty without enough history"
    )
    z: float | None = column("standardised distance from expected; positive is high")
    total: float | None = column("cumulative sum of distance towards a slip, less the allowance")
    xmr_label: str | None = column(
        "rule of an XmR chart that the newest point broke; a description, never a trigger; empty "
        "under 12 points"
    )
    state: str | None = column(
        "ordinary, rising_doubt, slip (notable where either way), not_enough_history, missing"
    )
    since: int | None = column("first period of the movement that the sum is on")
    known_on: dt.date | None = column(
        "day on which this could be said; later returns do not change it"
    )


@table(
    "watch_alert",
    "Alerts of the front-door watch: one per authority and cause, a change of state",
    key="old_la_code, frequency, began",
)
class WatchAlert:
    old_la_code: str = always("authority")
    frequency: str | None = column("monthly or quarterly")
    began: int | None = column("period in which it was raised")
    known_on: dt.date | None = column("day on which that was known")
    ended: int | None = column("period in which nothing was left of it; empty while it holds")
    ended_known_on: dt.date | None = column("day on which that was known")
    ended_because: str | None = column(
        "returned (to expected), new_level (lasted so long that it is expected now: no "
        "reassurance), no_returns"
    )
    measures: list[str] | None = column("measures that raised it")
    joined_later: list[str] | None = column("measures that slipped while it held")
    explanation: str | None = column("in words, as of known_on")
    told: list[str] | None = column("the same, one sentence an entry, the period in the first")
    not_seen_since: dt.date | None = column(
        "day of the last run that saw the returns it rests on, where they are gone; it stays open"
    )


@table(
    "in_year_difference",
    "What the returns of a year added up to before the published figure came out, beside that "
    "figure",
    key="old_la_code, frequency, measure, time_period",
)
class InYearDifference:
    old_la_code: str | None = column("authority")
    frequency: str | None = column("monthly or quarterly")
    measure: str | None = column("measure")
    time_period: int | None = column("year as published")
    provisional: float | None = column(
        "sum of the year's periods, or the stock at its end, as it stood before"
    )
    published: float | None = column("newest published figure")
    difference: float | None = column("published less provisional")
    difference_pct: float | None = column("difference in per cent of the published figure")
    published_release: str | None = column("release of the published figure")
    published_on: dt.date | None = column("day on which a figure for that year first came out")


@table(
    "in_year_shared",
    "In-year figures as they may leave the region: small counts suppressed, and what would reveal "
    "them",
    key="old_la_code, frequency, measure, time_period",
)
class InYearShared:
    old_la_code: str | None = column("authority")
    frequency: str | None = column("monthly or quarterly")
    measure: str | None = column("measure")
    label: str | None = column("name of the measure")
    time_period: int | None = column("year and month of the last month")
    period_end: dt.date | None = column("last day")
    value: float | None = column("number, empty where suppressed or missing")
    marker: str | None = column("c where suppressed here, else the symbol as returned")
    status: str | None = column("ok or the reason why there is no number")
