"""What was taken in, and what files say: observations, their revisions, inspections."""

from __future__ import annotations

import datetime as dt

from earlywarning.tables.declare import always, column, table


@table("release", "Every file taken in and known on the as-of day", key="release")
class Release:
    release: str = always("table, period and first eight characters of the content hash")
    source: str | None = column("publication")
    title: str | None = column("title of the table")
    published: dt.date | None = column("day by which it was out")
    published_basis: str | None = column(
        "how that day is known: api, calendar, manifest, fetched or cadence"
    )
    file_name: str | None = column("name of the file as it came")
    sha256: str | None = column("hash of its bytes")
    rows: int | None = column("data rows read", "bigint")
    period: int | None = column("newest period it describes")
    superseded_by: str | None = column("newer release of the same table, if any")
    kind: str | None = column("table of the open data, or kind of list, return or register")


@table("intake", "What became of every file that was offered in this run", key="file_name, sha256")
class Intake:
    file_name: str = always("path below the input folder")
    sha256: str | None = column("hash of its bytes")
    kind: str | None = column("table of the open data, or kind of list, return or register")
    outcome: str = always("taken, refused, unknown, not_yet_published or context")
    release: str | None = column("release it became, if taken")
    message: str | None = column("why, in one line")


@table(
    "fetched_file",
    "Files that were fetched from their publisher, known on the as-of day; join release by sha256",
)
class FetchedFile:
    source: str | None = column("publication")
    data_set: str | None = column("name of the data set or file in sources.toml")
    data_set_id: str | None = column("id under which the statistics service offers it")
    version: str | None = column("version of the data set: major.minor")
    release_title: str | None = column("title of the release it came with")
    published: dt.date | None = column("day the service says it was out, or the day it was fetched")
    published_basis: str | None = column("api or fetched")
    address: str | None = column("where it was fetched")
    sha256: str | None = column("hash of its bytes, as in release")
    bytes: int | None = column("size", "bigint")
    fetched_at: dt.datetime | None = column("when, in UTC")
    outcome: str | None = column("new, or changed under the same version")


@table(
    "data_set_change",
    "What the statistics service itself says that a version of a data set changed; moved values "
    "stand in revision",
)
class DataSetChange:
    source: str | None = column("publication")
    data_set: str | None = column("name of the data set in sources.toml")
    version: str | None = column("version that brought the change")
    published: dt.date | None = column("day it was out")
    weight: str | None = column("major (may break what reads it) or minor")
    kind: str | None = column(
        "filters, filterOptions, indicators, locationOptions, timePeriods and so on"
    )
    within: str | None = column("filter or geographic level that an option belongs to")
    before: str | None = column("label and code before; empty where added")
    after: str | None = column("label and code now; empty where taken away")


@table(
    "publication",
    "Where published figures come out, under which licence, and how long after the period they "
    "describe",
    key="source",
)
class Publication:
    source: str = always("publication")
    title: str | None = column("title")
    page: str | None = column("address of the page of the publisher")
    licence: str | None = column("licence of what is published")
    cadence_period: str | None = column("kind of period; empty where none is usual")
    cadence_days: int | None = column(
        "days after the last day described by which a release is usually out"
    )
    basis: str | None = column("how that is known")
    by_hand: str | None = column("what a person has to do, where it cannot be fetched")


@table(
    "series",
    "Every series that is kept: the table, column and labels it comes from, and its unit",
    key="series",
)
class Series:
    series: str | None = column(
        "name; tables without a name of their own for it give table.column | labels"
    )
    table_name: str | None = column("table in data/reference/tables")
    column_name: str | None = column("column of that table")
    labels: str | None = column("what the row counts, where the table has such columns")
    title: str | None = column(
        "in words: of the interactive tool its dictionary's, else the table's and the column's"
    )
    unit: str | None = column(
        "count, percentage, rate, ratio, fte, children, thousand_pounds, pounds, score or as "
        "published"
    )
    decimals: int | None = column("decimals as it is published; empty where nothing tells")
    rate_of: str | None = column("for a rate per child: the series of its count")


@table(
    "observation",
    "Every published value with the day it became known; revisions are new rows",
    key="series, geographic_level, area, time_period, release, row_number",
)
class Observation:
    series: str | None = column("what is counted or published")
    geographic_level: str | None = column(
        "National, Regional, Local authority; in outturn also Other body and Class total"
    )
    area: str | None = column(
        "key of any area: three-digit number, region name, nation, or another body"
    )
    old_la_code: str | None = column("authority, empty above it")
    new_la_code: str | None = column(
        "nine-character code under which it was published; such codes come and go"
    )
    region: str | None = column("region, empty for the nation")
    time_period: int | None = column("label as published; 202504 for a month")
    period_end: dt.date | None = column("last day it describes")
    value: float | None = column("number, empty when there is none")
    marker: str | None = column("published symbol where there is no number")
    status: str | None = column("ok or the reason why there is no number")
    release: str | None = column("release it came from")
    published: dt.date | None = column("day the release was out")
    row_number: int | None = column("row in the file, the header being 1", "bigint")
    joint_with: str | None = column("other authority of a joint row")


@table(
    "known_value",
    "The newest release of each value known on the as-of day: what every later table reads",
    key="series, area, time_period",
)
class KnownValue:
    series: str | None = column("series")
    geographic_level: str | None = column("level")
    area: str | None = column(
        "key of any area: three-digit number, region name, nation, or another body"
    )
    old_la_code: str | None = column("authority")
    region: str | None = column("region")
    time_period: int | None = column("period")
    period_end: dt.date | None = column("last day")
    value: float | None = column("number")
    marker: str | None = column("symbol")
    status: str | None = column("reason")
    release: str | None = column("release")
    published: dt.date | None = column("day out")
    joint_with: str | None = column("joint row")


@table(
    "first_known",
    "The publication gate: on which day the figures of each period first came out, and how that "
    "is known",
    key="series, time_period",
)
class FirstKnown:
    series: str | None = column("series that some indicator is made from, or the pathway")
    time_period: int | None = column("period")
    period_end: dt.date | None = column("last day it describes")
    release: str | None = column("oldest release held that has it: whose value an earlier day sees")
    known_from: dt.date | None = column("first day on which it was known")
    basis: str | None = column(
        "release (its own day) or cadence (so many days after the end, by publication_gate.toml, "
        "where our copy is younger)"
    )


@table(
    "revision",
    "Values that a later release changed, each with the release before and after",
    key="series, geographic_level, area, time_period, old_release, new_release, kind",
)
class Revision:
    series: str | None = column("series; for a code, the table")
    geographic_level: str | None = column("level")
    old_la_code: str | None = column("authority")
    region: str | None = column("region")
    area: str | None = column("key of any area")
    time_period: int | None = column("period")
    kind: str | None = column(
        "value, population_basis (a rate moved while its count stood), symbol, code"
    )
    old_value: float | None = column("before")
    new_value: float | None = column("after")
    old_marker: str | None = column("before")
    new_marker: str | None = column("after")
    old_release: str | None = column("before")
    new_release: str | None = column("after")


@table(
    "inspection",
    "One row per inspection and judgement, keyed by framework: the overall grade may be absent",
    key="old_la_code, framework, inspection_type, published, judgement, grade",
)
class Inspection:
    old_la_code: str = always("authority")
    framework: str | None = column("SLAC, CPI, TLAC, SIF or ILACS")
    inspection_type: str | None = column("as published")
    started: dt.date | None = column("first day, where published")
    published: dt.date | None = column("day of the report")
    judgement: str | None = column(
        "overall, leaders, help_and_protection, in_care, care_leavers; theme for a visit"
    )
    grade: str | None = column("grade, or the theme of a visit")
    listed_by: str | None = column("ofsted, or sector_summary where only that has it yet")


@table(
    "unread_report",
    "Reports of inspectors, later than those known, whose row was refused: one for each authority",
    key="old_la_code",
)
class UnreadReport:
    old_la_code: str = always("authority")
    day: dt.date | None = column("latest day in its row that can be one")
    grade: str | None = column("overall, else the weakest grade in its row that can be read")
    file_name: str = always("list in which it stands")
    row_number: int = always("row of it", "bigint")


@table(
    "inspection_revision",
    "Grades and days that a later list of inspections gave otherwise; joins revision",
)
class InspectionRevision:
    series: str | None = column("judgement, or publication_date")
    geographic_level: str | None = column("level")
    old_la_code: str | None = column("authority")
    time_period: int | None = column("year of publication")
    kind: str | None = column("value")
    old_marker: str | None = column("before")
    new_marker: str | None = column("after")
    old_release: str | None = column("before")
    new_release: str | None = column("after")
