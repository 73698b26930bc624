-- Every indicator of every authority, readable without a join: what most questions begin with

create view indicator_first_known as
with wanted as (
    select indicator, 'published' as way, unnest(published_series) as series, 0 as back
    from indicator
    union all
    select indicator, 'published', history_series, 0 from indicator where history_series <> ''
    union all
    select indicator, 'counts', numerator, 0 from indicator where numerator <> ''
    union all
    select indicator, 'counts', denominator, coalesce(denominator_years_before, 0)
    from indicator where denominator <> ''
),
way as (
    select w.indicator, w.way, f.time_period + w.back as time_period,
           -- A count and what it is out of are both needed; of published series one is enough.
           if(w.way = 'counts', max(f.known_from), min(f.known_from)) as known_from,
           if(w.way = 'counts', arg_max(f.basis, f.known_from), arg_min(f.basis, f.known_from))
               as basis,
           count(distinct w.series) as parts
    from wanted as w
    join first_known as f on f.series = w.series
    group by w.indicator, w.way, f.time_period + w.back
)
select indicator, time_period, min(known_from) as known_from,
       arg_min(basis, known_from) as known_basis
from way
where way = 'published' or parts = 2
group by indicator, time_period;
comment on view indicator_first_known is
    'On which day the figures of an indicator for a period first came out, and how that is known';
comment on column indicator_first_known.indicator is 'indicator';
comment on column indicator_first_known.time_period is 'period';
comment on column indicator_first_known.known_from is 'first day on which it was known';
comment on column indicator_first_known.known_basis is
    'release (the file that first told it is held) or cadence (so many days after the period''s '
    'end, where our oldest file is younger)';

create view figure as
with newest as (
    select indicator, max(time_period) as time_period
    from indicator_value where geographic_level = 'Local authority' and value is not null
    group by indicator
),
beside as (
    select indicator, old_la_code, time_period,
           max(value) filter (comparator = 'statistical_neighbours') as neighbour_median,
           max(n) filter (comparator = 'statistical_neighbours') as neighbour_n,
           max(model_year) as neighbour_model,
           max(value) filter (comparator = 'geographical_neighbours') as around_median,
           max(n) filter (comparator = 'geographical_neighbours') as around_n,
           max(value) filter (comparator = 'region') as region_value,
           max(value) filter (comparator = 'england') as nation_value,
           max(value) filter (comparator = 'own_past') as past_median,
           max(n) filter (comparator = 'own_past') as past_n
    from benchmark
    where statistic in ('median', 'published')
    group by indicator, old_la_code, time_period
)
-- Limits and middles have a decimal more than is published: more would be noise of the division.
select v.indicator, i.name, i.unit, i.polarity, i.stage, v.old_la_code, la.new_la_code,
       c.new_la_code as new_la_code_then, la.la_name, la.region,
       if(la.region in ('Inner London', 'Outer London'), 'London', la.region) as region_of_nine,
       v.time_period, v.period_end, v.time_period = n.time_period as is_newest,
       v.value, v.numerator, v.denominator,
       round(v.lower, i.decimals + 1) as lower, round(v.upper, i.decimals + 1) as upper,
       if(v.value is null, v.status, null) as why_missing, v.marker, v.joint_with,
       round(b.neighbour_median, i.decimals + 1) as neighbour_median, b.neighbour_n, b.neighbour_model,
       round(b.around_median, i.decimals + 1) as around_median, b.around_n,
       round(b.region_value, i.decimals + 1) as region_value,
       round(b.nation_value, i.decimals + 1) as nation_value,
       round(b.past_median, i.decimals + 1) as past_median, b.past_n,
       v.basis, k.known_from, k.known_basis, v.published as release_day
from indicator_value as v
join indicator as i on i.indicator = v.indicator
join local_authority as la on la.old_la_code = v.old_la_code
-- The newest of the codes that had begun by then: never two, whatever a list of codes says.
asof left join authority_code as c
    on c.old_la_code = v.old_la_code and c.opened <= v.period_end
left join newest as n on n.indicator = v.indicator
left join beside as b
    on b.indicator = v.indicator and b.old_la_code = v.old_la_code
   and b.time_period = v.time_period
left join indicator_first_known as k
    on k.indicator = v.indicator and k.time_period = v.time_period
where v.geographic_level = 'Local authority';
comment on view figure is
    'Each indicator of each authority and year in one readable row: value, count, interval, '
    'neighbours, region, nation, own past, why it is missing, when it became known. '
    'Key: indicator, old_la_code, time_period';
comment on column figure.indicator is 'indicator';
comment on column figure.name is 'name of the indicator';
comment on column figure.unit is 'unit of value, lower, upper and all that it is held against';
comment on column figure.polarity is 'high_is_worse, low_is_worse, either_way';
comment on column figure.stage is 'stage of the child''s journey';
comment on column figure.old_la_code is 'authority, DfE three-digit number';
comment on column figure.new_la_code is 'its nine-character code today, or its last';
comment on column figure.new_la_code_then is 'the code that it had on the last day of the period';
comment on column figure.la_name is 'its name';
comment on column figure.region is 'region of the authority; London is Inner or Outer';
comment on column figure.region_of_nine is 'the same with London whole: the nine regions';
comment on column figure.time_period is 'period: the year in which it ends';
comment on column figure.period_end is 'last day of the period';
comment on column figure.is_newest is 'true in the newest period that any authority has';
comment on column figure.value is 'value, empty where there is none: see why_missing';
comment on column figure.numerator is 'count above the line, where there is one';
comment on column figure.denominator is 'count below the line';
comment on column figure.lower is '95 % limit of the value';
comment on column figure.upper is '95 % limit of the value';
comment on column figure.why_missing is 'why there is no value; empty where there is one';
comment on column figure.marker is 'symbol as published';
comment on column figure.joint_with is
    'other authorities of a joint return: the figure is about all of them together';
comment on column figure.neighbour_median is
    'median of the statistical neighbours; a joint figure counts once, the own joint one never';
comment on column figure.neighbour_n is 'how many figures of neighbours that rests on';
comment on column figure.neighbour_model is 'year of the neighbour model';
comment on column figure.around_median is 'median of the other authorities of the region';
comment on column figure.around_n is 'how many figures that rests on';
comment on column figure.region_value is 'region as published';
comment on column figure.nation_value is 'nation as published';
comment on column figure.past_median is 'median of its own five periods before';
comment on column figure.past_n is 'how many of them have a value';
comment on column figure.basis is
    'counts (worked out from counts), published, or published_before (by an earlier release: the '
    'newest has the count and, for want of a population, no rate)';
comment on column figure.known_from is
    'day on which figures of this indicator for this period first came out';
comment on column figure.known_basis is
    'how that day is known: release (that file is held) or cadence (usual days after the end)';
comment on column figure.release_day is
    'day of the newest file that has the figure: it may have been known long before';

create view figure_newest as select * from figure where is_newest;
comment on view figure_newest is
    'The newest period of each indicator: as figure, one row an indicator and authority';
