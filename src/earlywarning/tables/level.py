"""What the vital signs say of each authority, sign by sign, and what all authorities share."""

from __future__ import annotations

from earlywarning.tables.declare import always, column, table


@table(
    "level",
    "The level of each vital sign: what three years say together, pooled over all authorities",
    key="old_la_code, indicator, kind",
)
class Level:
    old_la_code: str = always("authority")
    indicator: str = always("indicator")
    kind: str = always("position, neighbours or movement, as the sign is declared")
    time_period: int | None = column("newest period that the nation has")
    known_period: int | None = column("newest period that the authority has")
    level: float | None = column(
        "distance from expected on the worse side, in units of the spread between authorities; 0 "
        "where nothing is known"
    )
    level_sd: float | None = column(
        "its standard error in the same units; 1 where nothing is known"
    )
    z: float | None = column(
        "distance of the newest figure alone, over the whole spread between authorities"
    )
    z_counts: float | None = column(
        "the same over what chance alone does to counts of that size; empty where it is no count"
    )
    year_sd: float | None = column(
        "by how much the level is ordinarily told otherwise a year later"
    )
    persistence: float | None = column("share of a level that is ordinarily left a year later")
    level_before: float | None = column(
        "the level of three years earlier, from the three years before those that tell the level; "
        "empty where none of them is known, and for a movement"
    )
    level_before_sd: float | None = column("its standard error")
    withheld: str | None = column(
        "why the newest figure is not there, where it may hide something: low_reliability, "
        "not_returned, not_available, held_back, refused, no_count (nought out of nought), "
        "not_there, or suppressed and not_applicable where the year before had a figure"
    )


@table(
    "level_spread",
    "What all authorities share on each vital sign: the model of its levels",
    key="indicator, kind",
)
class LevelSpread:
    indicator: str = always("indicator")
    kind: str = always("position, neighbours or movement")
    time_period: int | None = column("newest period")
    authorities: int | None = column("how many have a figure there")
    persistence: float | None = column("correlation of a level with that of the year before")
    between: float | None = column(
        "variance of levels between authorities, on the sign's own scale"
    )
    within: float | None = column("variance of what one year adds and the next does not keep")
    inflation: float | None = column("what the variance of chance is multiplied by")


@table(
    "improved",
    "Authorities that were on the less good side of a vital sign, became better by more than both "
    "levels are uncertain, and stayed so for three years: somebody to ring; in no order",
    key="old_la_code, indicator",
)
class Improved:
    old_la_code: str = always("authority")
    indicator: str = always("indicator; none without a good direction")
    since: int = always("first of the three years that are better")
    time_period: int = always("newest period")
    value: float | None = column("figure of that period")
    period_before: int | None = column("last period with a figure before those years")
    value_before: float | None = column("figure of that period")
    level_before: float | None = column("level of three years earlier, see level")
    level: float | None = column("level of today")
