-- What the returns of a year added up to before the published figure came out, beside that figure
insert into in_year_difference
with published as (
    select k.series, k.old_la_code, k.time_period, k.period_end, k.value, k.release,
           (
               select min(o.published) from observation as o
               where o.series = k.series and o.old_la_code = k.old_la_code
                 and o.time_period = k.time_period and o.value is not null
           ) as first_out
    from known_value as k
    where k.geographic_level = 'Local authority' and k.value is not null and k.joint_with is null
      and k.series in (select published_series from in_year_measure)
),
as_it_stood as (
    select p.old_la_code, f.frequency, m.measure, m.kind, p.time_period, p.value as published,
           p.release as published_release, p.first_out, o.value
    from published as p
    join in_year_measure as m on m.published_series = p.series
    cross join (values ('monthly'), ('quarterly')) as f (frequency)
    join observation as o
        on o.series = f.frequency || '_' || m.measure and o.old_la_code = p.old_la_code
       and o.published <= p.first_out and o.value is not null
       and o.period_end <= p.period_end
       and o.period_end > if(m.kind = 'flow', p.period_end - interval 1 year,
                             p.period_end - interval 1 day)
    qualify row_number() over (
        partition by p.old_la_code, o.series, m.measure, p.time_period, o.time_period
        order by o.published desc, o.release desc
    ) = 1
)
select old_la_code, frequency, measure, time_period, sum(value), any_value(published),
       any_value(published) - sum(value),
       100 * (any_value(published) - sum(value)) / nullif(any_value(published), 0),
       any_value(published_release), any_value(first_out)
from as_it_stood
group by old_la_code, frequency, measure, kind, time_period
having count(*) = if(kind = 'flow', if(frequency = 'monthly', 12, 4), 1)
order by all;
