-- Each indicator of each authority beside all its benchmarks: how far, which way it moves, whether they agree
create table comparison (
    indicator varchar,
    old_la_code varchar,
    time_period integer,
    period_end date,
    is_newest boolean,
    value double,
    status varchar,
    position_z double,
    expected double,
    position_method varchar,
    change double,
    movement_z double,
    movement_z_raw double,
    speed double,
    neighbour_z double,
    neighbour_median double,
    neighbour_mean double,
    neighbour_n integer,
    neighbour_spread double,
    closeness double,
    geographical_median double,
    geographical_n integer,
    region_value double,
    england double,
    past_median double,
    past_n integer,
    compared integer,
    above integer,
    below integer,
    agreement varchar,
    poor_matches varchar,
    slope double,
    slope_lower double,
    slope_upper double,
    trend_p double,
    trend varchar,
    trend_periods integer,
    contaminated varchar,
    not_placed varchar
);
comment on table comparison is 'Each indicator of each authority beside all its benchmarks: how far, which way it moves, whether they agree';
comment on column comparison.indicator is 'indicator';
comment on column comparison.old_la_code is 'authority';
comment on column comparison.time_period is 'period';
comment on column comparison.period_end is 'last day';
comment on column comparison.is_newest is 'newest period of the indicator; a row is there even without a value';
comment on column comparison.value is 'value';
comment on column comparison.status is 'ok or the reason why there is no value';
comment on column comparison.position_z is 'distance from expected in standard units, positive is high; empty where none can be given';
comment on column comparison.expected is 'what it is measured from: the middle authority (funnel) or the closeness-weighted median of its neighbours';
comment on column comparison.position_method is 'funnel (counts, additive over-dispersion) or neighbours (closeness-weighted, robust)';
comment on column comparison.change is 'change on the period before, empty across a gap';
comment on column comparison.movement_z is 'that change less the middle change of all, in units of what is usual';
comment on column comparison.movement_z_raw is 'the same with contaminated periods kept: for patterns that ask whether a repair shows';
comment on column comparison.speed is 'change of position_z on the period before';
comment on column comparison.neighbour_z is 'distance from the closeness-weighted median of its statistical neighbours, whatever the method of position_z';
comment on column comparison.neighbour_median is 'statistical neighbours, median';
comment on column comparison.neighbour_mean is 'statistical neighbours, mean';
comment on column comparison.neighbour_n is 'statistical neighbours with a value';
comment on column comparison.neighbour_spread is 'robust spread of their values';
comment on column comparison.closeness is 'mean closeness of those neighbours, 0 to 1';
comment on column comparison.geographical_median is 'other authorities of the region, median';
comment on column comparison.geographical_n is 'those with a value';
comment on column comparison.region_value is 'region as published';
comment on column comparison.england is 'nation as published';
comment on column comparison.past_median is 'own five periods before, median, contaminated ones left out';
comment on column comparison.past_n is 'those with a value';
comment on column comparison.compared is 'how many of four benchmarks there are: statistical neighbours, other authorities of the region, nation, own past';
comment on column comparison.above is 'how many the value is above, to the published decimals';
comment on column comparison.below is 'how many it is below';
comment on column comparison.agreement is 'all_above, all_below, disagree, partly_level, too_few';
comment on column comparison.poor_matches is 'neighbours that the model calls somewhat close or not close, by name; they count less';
comment on column comparison.slope is 'Sen slope a year over up to ten years, description only';
comment on column comparison.slope_lower is '95 % limit';
comment on column comparison.slope_upper is '95 % limit';
comment on column comparison.trend_p is 'Mann-Kendall, two-sided';
comment on column comparison.trend is 'increasing, decreasing, level, no_trend (none found, not: stable) or insufficient';
comment on column comparison.trend_periods is 'periods with a value';
comment on column comparison.contaminated is 'why the period is left out of movement, trend and own past';
comment on column comparison.not_placed is 'why there is no position: small, no_value, too_few_neighbours, no_counts (none, too few or contradicting)';
