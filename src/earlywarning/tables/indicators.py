"""Indicators: values, what they are held against, and how they compare."""

from __future__ import annotations

import datetime as dt

from earlywarning.tables.declare import always, column, table

# What a figure is held against, as benchmark.comparator says it; in the order in which it is told.
NEIGHBOURS, AROUND = "statistical_neighbours", "geographical_neighbours"
REGION, NATION, PAST = "region", "england", "own_past"
COMPARATORS = (NEIGHBOURS, AROUND, REGION, NATION, PAST)
# The consortium's own groups, each by its name.
OWN_GROUP = "group: "


@table(
    "indicator_value",
    "Each vital indicator for every area and period: one formula for all, read from the "
    "definitions",
    key="indicator, geographic_level, old_la_code, region, time_period",
)
class IndicatorValue:
    indicator: str = always("indicator")
    geographic_level: str = always("level")
    old_la_code: str | None = column("authority")
    region: str | None = column("region")
    time_period: int = always("period")
    period_end: dt.date = always("last day")
    value: float | None = column("value, empty when there is none")
    numerator: float | None = column("count above the line, where there is one")
    denominator: float | None = column("count below the line")
    lower: float | None = column(
        "95 % limit of the value by Wilson or Byar, where there are counts"
    )
    upper: float | None = column("95 % limit")
    status: str | None = column("ok or the reason why there is no value")
    marker: str | None = column("published symbol")
    basis: str | None = column(
        "counts (rebuilt), published, or published_before: the newest release has the count and no "
        "longer the rate, for want of a population, so it is that of an earlier release"
    )
    published: dt.date | None = column(
        "day of the newest file that has it; on which day it first came out is known_from in the "
        "view figure"
    )
    joint_with: str | None = column("other authority of a joint row")


@table(
    "benchmark",
    "What each authority is held against, side by side",
    key="indicator, old_la_code, time_period, comparator, statistic",
)
class Benchmark:
    indicator: str = always("indicator")
    old_la_code: str = always("authority")
    time_period: int = always("period")
    comparator: str = always(
        "statistical_neighbours, geographical_neighbours (the other authorities of the region), "
        "region, england, own_past, or 'group: ' and the name of one of the consortium's own groups"
    )
    statistic: str = always("median, mean or published")
    value: float | None = column("value of the comparator")
    n: int | None = column(
        "figures it rests on; a joint return is one, and none beside its own authorities"
    )
    spread: float | None = column("robust spread (1.4826 MAD) of those values")
    closeness: float | None = column("mean closeness weight of the neighbours with a value, 0 to 1")
    model_year: int | None = column("neighbour model")


@table(
    "comparison",
    "Each indicator of each authority beside all its benchmarks: how far, which way it moves, "
    "whether they agree",
    key="indicator, old_la_code, time_period",
)
class Comparison:
    indicator: str = always("indicator")
    old_la_code: str = always("authority")
    time_period: int = always("period")
    period_end: dt.date | None = column("last day")
    is_newest: bool = always("newest period of the indicator; a row is there even without a value")
    value: float | None = column("value")
    status: str | None = column("ok or the reason why there is no value")
    position_z: float | None = column(
        "distance from expected in standard units, positive is high; empty where none can be given"
    )
    expected: float | None = column(
        "what it is measured from: the middle authority (funnel) or the closeness-weighted median "
        "of its neighbours"
    )
    position_method: str | None = column(
        "funnel (counts, additive over-dispersion) or neighbours (closeness-weighted, robust)"
    )
    change: float | None = column("change on the period before, empty across a gap")
    movement_z: float | None = column(
        "that change less the middle change of all, in units of what is usual"
    )
    movement_z_raw: float | None = column(
        "the same with contaminated periods kept: for patterns that ask whether a repair shows"
    )
    speed: float | None = column("change of position_z on the period before")
    neighbour_z: float | None = column(
        "distance from the closeness-weighted median of its statistical neighbours, whatever the "
        "method of position_z"
    )
    neighbour_median: float | None = column("statistical neighbours, median")
    neighbour_mean: float | None = column("statistical neighbours, mean")
    neighbour_n: int | None = column("figures of statistical neighbours, joint ones once")
    neighbour_spread: float | None = column("robust spread of their values")
    closeness: float | None = column("mean closeness of those neighbours, 0 to 1")
    geographical_median: float | None = column("other authorities of the region, median")
    geographical_n: int | None = column("those with a value")
    region_value: float | None = column("region as published")
    england: float | None = column("nation as published")
    past_median: float | None = column(
        "own five periods before, median, contaminated ones left out"
    )
    past_n: int | None = column("those with a value")
    compared: int | None = column(
        "how many of four benchmarks there are: statistical neighbours, other authorities of the "
        "region, nation, own past"
    )
    above: int | None = column("how many the value is above, to the published decimals")
    below: int | None = column("how many it is below")
    agreement: str | None = column("all_above, all_below, disagree, partly_level, too_few")
    poor_matches: list[str] | None = column(
        "neighbours that the model calls somewhat close or not close, by name; they count less"
    )
    slope: float | None = column("Sen slope a year over up to ten years, description only")
    slope_lower: float | None = column("95 % limit")
    slope_upper: float | None = column("95 % limit")
    trend_p: float | None = column("Mann-Kendall, two-sided")
    trend: str | None = column(
        "increasing, decreasing, level, no_trend (none found, not: stable) or insufficient"
    )
    trend_periods: int | None = column("periods with a value that the trend is made of")
    trend_left_out: list[int] | None = column(
        "periods with a value that it leaves out, because they are contaminated"
    )
    lately: float | None = column(
        "change over the last two periods, contaminated ones too: where it goes against the slope, "
        "a line turned; empty where either end is missing"
    )
    contaminated: str | None = column("why the period is left out of movement, trend and own past")
    not_placed: str | None = column(
        "why there is no position: small, no_value, too_few_neighbours, no_counts (none, too few "
        "or contradicting)"
    )


@table(
    "pathway",
    "The pathway as flows: what goes into each step, what comes out, and whether both can be true",
    key="old_la_code, step, time_period",
)
class Pathway:
    old_la_code: str = always("authority")
    time_period: int = always("period; the newest and four before")
    period_end: dt.date | None = column("last day")
    step: str = always("step, declared in pathway.toml")
    order_shown: int | None = column("order on the way")
    name: str = always("step in words")
    from_count: float | None = column("how many go in")
    to_count: float | None = column("how many come out")
    conversion: float | None = column("how many come out for each that goes in")
    expected: float | None = column("that of the middle authority")
    position_z: float | None = column(
        "distance from expected in standard units, positive is high; empty where none can be given"
    )
    change: float | None = column("change on the period before, empty across a gap")
    movement_z: float | None = column(
        "that change less the middle change of all, in units of what is usual"
    )
    possible: bool | None = column(
        "false where more come out than go in of a step where that cannot be; empty where a count "
        "is missing"
    )
    caution: str | None = column("small numbers, in words")
    status: str | None = column(
        "ok or the reason why there is no conversion; not_published where the table has not come "
        "out"
    )
