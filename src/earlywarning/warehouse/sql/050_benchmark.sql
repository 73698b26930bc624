-- What each authority is held against, side by side
-- Averages are rounded because threads add in any order, and the same files must give the same
-- tables to the last bit.
insert into benchmark
with
-- What earlier days knew as it is known here was held against others there: `only_indicators` is
-- then set.
wanted as (
    select * from indicator_value
    where getvariable('only_indicators') is null
       or list_contains(getvariable('only_indicators')::varchar[], indicator)
),
partner as (
    select v.indicator, v.old_la_code, v.time_period, min(o.old_la_code) as first_code
    from wanted as v
    join wanted as o
        on o.indicator = v.indicator and o.time_period = v.time_period
       and contains(v.joint_with, o.old_la_code)
    where v.geographic_level = 'Local authority' and v.joint_with is not null
    group by v.indicator, v.old_la_code, v.time_period
),
-- A joint return is one figure about several authorities: `about` is the first of them.
local_value as (
    select v.*, least(v.old_la_code, coalesce(p.first_code, v.old_la_code)) as about
    from wanted as v
    left join partner as p
        on p.indicator = v.indicator and p.old_la_code = v.old_la_code
       and p.time_period = v.time_period
    where v.geographic_level = 'Local authority'
),
-- What is looked back at is asked for its last periods only: `periods_asked` is then set.
asked as (
    select * from local_value
    qualify getvariable('periods_asked') is null
        or time_period > max(if(value is null, null, time_period)) over (partition by indicator)
                         - getvariable('periods_asked')
),
model as (
    select * from neighbour where model_year = (select max(model_year) from neighbour)
),
neighbour_value as (
    select t.indicator, t.old_la_code, t.time_period, v.value, m.weight, m.model_year, v.about
    from asked as t
    join model as m on m.old_la_code = t.old_la_code
    join local_authority as la on la.old_la_code = m.neighbour_old_la_code and not la.is_small
    join local_value as v
        on v.indicator = t.indicator and v.old_la_code = m.neighbour_old_la_code
       and v.time_period = t.time_period
    -- Nobody is held against itself through a partner, and a joint figure counts once.
    where v.value is not null and v.about <> t.about
    qualify row_number() over (
        partition by t.indicator, t.old_la_code, t.time_period, v.about order by m.position
    ) = 1
),
neighbours as (
    select indicator, old_la_code, time_period, median(value) as middle, round(avg(value), 6) as average,
           count(*) as n, 1.4826 * mad(value) as spread, round(avg(weight), 6) as closeness,
           any_value(model_year) as model_year
    from neighbour_value
    group by indicator, old_la_code, time_period
),
around_value as (
    select t.indicator, t.old_la_code, t.time_period, v.value
    from asked as t
    join local_value as v
        on v.indicator = t.indicator and v.time_period = t.time_period
       and v.region = t.region and v.about <> t.about
    join local_authority as la on la.old_la_code = v.old_la_code and not la.is_small
    where v.value is not null
    qualify row_number() over (
        partition by t.indicator, t.old_la_code, t.time_period, v.about order by v.old_la_code
    ) = 1
),
around as (
    select indicator, old_la_code, time_period, median(value) as middle,
           round(avg(value), 6) as average, count(*) as n, 1.4826 * mad(value) as spread
    from around_value
    group by indicator, old_la_code, time_period
),
own_group_value as (
    select t.indicator, t.old_la_code, t.time_period, own.comparator_group, v.value
    from local_value as t
    join comparator_group as own on own.old_la_code = t.old_la_code
    join comparator_group as other
        on other.comparator_group = own.comparator_group and other.old_la_code <> t.old_la_code
    join local_value as v
        on v.indicator = t.indicator and v.time_period = t.time_period
       and v.old_la_code = other.old_la_code and v.about <> t.about
    where v.value is not null
    qualify row_number() over (
        partition by t.indicator, t.old_la_code, t.time_period, own.comparator_group, v.about
        order by v.old_la_code
    ) = 1
),
own_group as (
    select indicator, old_la_code, time_period, 'group: ' || comparator_group as comparator,
           median(value) as middle, round(avg(value), 6) as average, count(*) as n,
           1.4826 * mad(value) as spread
    from own_group_value
    group by all
),
past as (
    select t.indicator, t.old_la_code, t.time_period, median(v.value) as middle,
           round(avg(v.value), 6) as average, count(*) as n, 1.4826 * mad(v.value) as spread
    from asked as t
    join local_value as v
        on v.indicator = t.indicator and v.old_la_code = t.old_la_code
       and v.time_period between t.time_period - 5 and t.time_period - 1
    -- A year that an inspection or a change of recording coloured is no past to be held against.
    left join contaminated_period as c
        on c.indicator = v.indicator and c.old_la_code = v.old_la_code
       and c.time_period = v.time_period
    where v.value is not null and c.reason is null
    group by t.indicator, t.old_la_code, t.time_period
),
above as (
    select t.indicator, t.old_la_code, t.time_period,
           if(v.geographic_level = 'National', 'england', 'region') as comparator, v.value
    from local_value as t
    join wanted as v
        on v.indicator = t.indicator and v.time_period = t.time_period
       and (v.geographic_level = 'National'
            or (v.geographic_level = 'Regional' and v.region = t.region))
    where v.value is not null
)
select indicator, old_la_code, time_period, 'statistical_neighbours', 'median', middle, n, spread,
       closeness, model_year
from neighbours
union all
select indicator, old_la_code, time_period, 'statistical_neighbours', 'mean', average, n, spread,
       closeness, model_year
from neighbours
union all
select indicator, old_la_code, time_period, 'geographical_neighbours', 'median', middle, n, spread,
       null, null
from around
union all
select indicator, old_la_code, time_period, 'geographical_neighbours', 'mean', average, n, spread,
       null, null
from around
union all
select indicator, old_la_code, time_period, comparator, 'median', middle, n, spread, null, null
from own_group
union all
select indicator, old_la_code, time_period, comparator, 'mean', average, n, spread, null, null
from own_group
union all
select indicator, old_la_code, time_period, 'own_past', 'median', middle, n, spread, null, null
from past
union all
select indicator, old_la_code, time_period, 'own_past', 'mean', average, n, spread, null, null
from past
union all
select indicator, old_la_code, time_period, comparator, 'published', value, null, null, null, null
from above
order by all;
