-- What is asked of one place: each a table macro, by everyday name, former name or code

create macro indicator_called(words) as coalesce(
    (
        select min(indicator) from indicator
        where name_key(words) in (name_key(indicator), name_key(name))
    ),
    error(
        'no indicator called ' || words || '; near it: ' || (
            select string_agg(indicator, ', ' order by indicator) from (
                select indicator from indicator
                order by contains(name_key(indicator || ' ' || name), name_key(words)) desc,
                         jaro_winkler_similarity(indicator, words) desc, indicator
                limit 4
            )
        )
    )
);
comment on macro indicator_called is
    'An indicator as the tables write it, from that or its name: indicator_called(''Referrals'')';

create macro authority(words) as table
    select indicator, name, unit, time_period, value, lower, upper, neighbour_median, region_value,
           nation_value, past_median, why_missing, joint_with, figure.la_name
    from figure
    join local_authority as la on la.old_la_code = figure.old_la_code
    where figure.old_la_code = la_code(words)
    -- One that has closed is told by its own last year.
    qualify if(la.closed is null, is_newest,
               time_period = max(time_period) over (partition by indicator))
    order by stage, indicator;
comment on macro table authority is
    'The newest figures of an authority beside its neighbours: from authority(''Leeds'')';

create macro compare(which, words) as table
    select time_period, value, lower, upper, numerator, denominator, neighbour_median, neighbour_n,
           around_median, region_value, nation_value, past_median, why_missing, joint_with, unit,
           la_name
    from figure where indicator = indicator_called(which) and old_la_code = la_code(words) order by time_period;
comment on macro table compare is
    'One indicator of one authority, all years, beside all it is held against: '
    'from compare(''rereferral_pct'', ''Leeds'')';

create macro neighbours_of(words) as table
    select n.closeness, f.la_name as neighbour, f.old_la_code, f.region, f.indicator, f.name,
           f.unit, f.time_period, f.value, f.why_missing, f.joint_with
    from neighbour as n
    join figure_newest as f on f.old_la_code = n.neighbour_old_la_code
    where n.old_la_code = la_code(words)
      and n.model_year = (select max(model_year) from neighbour)
    order by f.indicator, f.la_name;
comment on macro table neighbours_of is
    'The statistical neighbours of an authority with their newest figures: '
    'from neighbours_of(''Leeds'')';

create macro region(words) as table
    select la_name, old_la_code, indicator, name, unit, time_period, value, lower, upper,
           neighbour_median, region_value, nation_value, why_missing, joint_with
    from figure_newest
    where region_called(words) in (region, region_of_nine)
    order by indicator, la_name;
comment on macro table region is
    'The newest figures of the authorities of a region, by name: from region(''North East'')';

create macro why(words) as table
    with wanted as (select la_code(words) as code)
    select 'standing' as part, s.standing as item, null::double as points, s.sentence as explanation
    from standing as s, wanted where s.old_la_code = code
    union all
    select 'score: ' || c.pillar, c.item, c.points, c.explanation
    from contribution as c, wanted where c.old_la_code = code
    union all
    select 'signal: ' || s.kind, s.indicator, null, s.explanation
    from signal as s, wanted where s.old_la_code = code
    union all
    select 'pattern', p.pattern, null, p.explanation
    from pattern_match as p, wanted where p.old_la_code = code
    union all
    select 'no current value', f.indicator, null, f.why_missing
    from figure_newest as f, wanted where f.old_la_code = code and f.value is null
    order by part, points desc, item;
comment on macro table why is
    'Why an authority stands where it does: what added points, what stands out, what is missing; '
    'empty in a file that may not show it: from why(''Leeds'')';
