"""The score and its parts, the journey, the run that made them and its record."""

from __future__ import annotations

import datetime as dt

from earlywarning.tables.declare import always, column, table


@table(
    "score",
    "Risk of decline: the sum of three bounded pillars, with how sure it is",
    key="old_la_code",
)
class Score:
    old_la_code: str = always("authority")
    as_of: dt.date | None = column("day of the run")
    risk_of_decline: float = always("0 to 100")
    lower: float | None = column("lower end of the interval")
    upper: float | None = column("upper end")
    band: str = always("band")
    performance: float | None = column("points")
    hidden: float | None = column(
        "points of figures that are withheld or doubtful; with performance they turn the key of "
        "figures"
    )
    performance_lower: float | None = column("where they lie in a year, lower end")
    performance_upper: float | None = column("upper end")
    soft_intelligence: float | None = column("points")
    transparency: float | None = column("points")
    coverage: float | None = column("share of indicators, but of context, with a current value")
    stale: bool | None = column("newest figures older than the policy allows")
    note: str | None = column("what is not known")
    band_meaning: str | None = column("the band in words, from policy.toml")
    keys: list[str] | None = column(
        "keys that are turned: figures, people, alert (live, of the front-door watch), published "
        "(a judgement)"
    )
    band_by_points: str | None = column(
        "the band by points and rules alone; band is left downwards only when the score is clearly "
        "below it"
    )
    band_since: dt.date | None = column(
        "first look of the unbroken run in this band, within what was looked back at"
    )
    band_since_at_latest: bool | None = column(
        "true: that was the first look of all, so it may have been in this band for longer"
    )
    band_looks: int | None = column(
        "looks that its band rests on, this one among them; 1: nothing was looked back at, so the "
        "band is that of this look alone and none is held"
    )
    year_ago: dt.date | None = column(
        "look nearest to a year before, from what was known then; empty when none was that far back"
    )
    risk_year_ago: float | None = column("score on that look")
    performance_year_ago: float | None = column("points on that look")
    soft_intelligence_year_ago: float | None = column("points on that look")
    transparency_year_ago: float | None = column("points on that look")


@table(
    "contribution",
    "What the score is made of; the points of an authority add up to its score",
    key="old_la_code, pillar, item",
)
class Contribution:
    old_la_code: str = always("authority")
    as_of: dt.date | None = column("day of the run")
    pillar: str = always("pillar")
    item: str = always("indicator, flag, finding or limit")
    points: float = always("points, negative when it lowers")
    explanation: str | None = column("in words")
    score_without: float | None = column(
        "what the score would be without this item, all else as it is; empty for limits"
    )
    kind: str | None = column(
        "what it is about: indicator, flag, return, withheld (a figure that is not there), review, "
        "sum (many figures told together) or limit"
    )
    subject: str | None = column(
        "indicator, pattern, flag or table by its identifier; of a review refused, postponed or "
        "overdue"
    )
    way: str | None = column(
        "of an indicator: position, movement, sustained or neighbours, as it stands out"
    )
    chance: str | None = column(
        "how far chance alone explains it: possible, unlikely or very_unlikely"
    )
    title: str | None = column("what the flag or the doubtful return is called")
    entries: int | None = column("of a flag: how many entries are alive")
    sources: int | None = column("of a flag: how many independent sources they come from")
    newest: dt.date | None = column("of a flag: day on which it was last heard")
    told: bool | None = column(
        "of a flag: whether the authority may be told that it was heard; empty for all else"
    )
    time_period: int | None = column("of a doubtful return: its period")
    doubts: list[str] | None = column(
        "of a doubtful return: low_reliability, not_returned, finding or in_year"
    )
    cells: list[int] | None = column(
        "how many figures each of these doubts is about; of in_year, how many kinds of doubt"
    )


@table(
    "score_history",
    "Each authority's score on every look, from what was known then; the newest is of the day of "
    "the run",
    key="looked_on, old_la_code",
)
class ScoreHistory:
    looked_on: dt.date | None = column("day looked at")
    old_la_code: str | None = column("authority")
    risk_of_decline: float | None = column("0 to 100")
    performance: float | None = column("points")
    soft_intelligence: float | None = column("points")
    transparency: float | None = column("points")
    by_points: str | None = column("band by points and keys of that look alone")
    band_within_margin: str | None = column("band that the policy's margin of points more opens")
    keys: list[str] | None = column("keys that were turned")
    band: str | None = column("band that stood")
    band_since: dt.date | None = column("first look of the run in that band")


@table(
    "journey",
    "Where each authority stands on the improvement journey, and what makes services slip back "
    "there",
    key="old_la_code",
)
class Journey:
    old_la_code: str = always("authority")
    as_of: dt.date | None = column("day of the run")
    stage: str = always("poor, fair, good or great")
    since: dt.date | None = column("first report of the unbroken run on that stage")
    before: str | None = column("stage before it, empty at the start of the record")
    judged_on: dt.date | None = column("newest report")
    basis: str | None = column(
        "judgement it rests on: overall, or the weakest part where there is no overall"
    )
    framework: str | None = column("framework of that judgement")
    next_stage: str | None = column("what comes next, in words")
    risks: list[str] | None = column("risks of slipping back at this stage; context without points")
    phase: str | None = column("the way on from here: poor_to_fair, fair_to_good or good_to_great")
    months_since: int | None = column("whole months from the first report of the run to the day")
    milestone: str | None = column(
        "what the study's services had reached about then, in words; empty once all are past, or "
        "where the study names none"
    )
    milestone_until: int | None = column("month by which they had reached it")
    months_beyond: int | None = column(
        "months past the last of the stage's milestones; empty while one is ahead"
    )


@table("run", "This run", key="run")
class Run:
    run: str | None = column("identifier: hash of inputs, definitions, code and as-of day")
    as_of: dt.date | None = column("day whose knowledge it uses")
    started: dt.datetime | None = column("start")
    finished: dt.datetime | None = column("end")
    inputs_sha256: str | None = column("hash over the files taken")
    files_sha256: str | None = column(
        "what the tables of figures were read from: files, when they came out, rules and program; "
        "a later run in which it is the same takes the tables over"
    )
    figures_sha256: str | None = column(
        "what all that is worked out of figures rests on: the same, with places, neighbours, "
        "limits, corrections and coloured periods"
    )
    definitions_sha256: str | None = column("hash over data/reference")
    package_version: str | None = column("version and hash of the code")
    nation: str | None = column("nation as the files name it")
    is_invented: bool | None = column("true for the demo: nothing in it is about a real place")
    record: str | None = column("the measured record of past warnings, in words; see table record")


@table(
    "record",
    "The measured record of past warnings: one figure a row, as the back-test made it",
    key="number",
)
class Record:
    number: int = always("row of results.csv, as the model card cites it")
    section: str = always(
        "inspections, panel, choice, calibration, lead, equity, hits, benefit, invented, canary"
    )
    target: str | None = column(
        "any_part_down, decline, newly_inadequate, below_good, newly_below_good_part, "
        "newly_inadequate_part"
    )
    contender: str | None = column(
        "what was tried; product is the score as people see it, figures alone"
    )
    measure: str | None = column("measure, see the model card")
    part: str | None = column(
        "months ahead, kind of authority, fifth, band, size, grade before, threshold, or all and "
        "not_inadequate"
    )
    value: float | None = column("figure")
    lower: float | None = column("95 % limit, by drawing whole authorities")
    upper: float | None = column("95 % limit")
    n: int | None = column("cases it rests on")
    happened: float | None = column("in how many of them it happened")
