-- Each vital indicator for every area and period: one formula for all, read from the definitions
insert into indicator_value
with
area_value as (
    select * from known_value
    where geographic_level in ('National', 'Regional', 'Local authority')
),
published_candidate as (
    select i.indicator, v.*, s.place
    from indicator as i
    -- Not "with ordinality": DuckDB before 1.4 could then not open a file with the macro known_on.
    cross join unnest(range(1, len(i.published_series) + 1)) as s(place)
    join area_value as v on v.series = i.published_series[s.place]
    union all
    -- Another publication of the same thing tells the years before these begin.
    select i.indicator, v.*, 99
    from indicator as i
    join area_value as v on v.series = i.history_series
    where v.time_period < coalesce((
        select min(f.time_period) from area_value as f
        where f.series = i.published_series[1]
    ), 9999)
),
-- The first series of the list that has a number; failing that, the first one's symbol.
published_value as materialized (
    select * from published_candidate
    qualify row_number() over (
        partition by indicator, geographic_level, area, time_period
        order by value is null, place
    ) = 1
),
counted as materialized (
    select i.indicator, n.geographic_level, n.area, n.old_la_code, n.region, n.time_period,
           n.period_end, n.value as numerator, d.value as denominator,
           case when n.status <> 'ok' then n.status else coalesce(d.status, 'not_available') end
               as status,
           case when n.status <> 'ok' then n.marker else d.marker end as marker,
           greatest(n.published, d.published) as published, n.joint_with,
           round(i.per * n.value / nullif(d.value, 0), i.decimals) as value
    from indicator as i
    join area_value as n on n.series = i.numerator
    left join area_value as d
        on d.series = i.denominator and d.geographic_level = n.geographic_level
       and d.area = n.area and d.time_period = n.time_period - i.denominator_years_before
),
-- A rate of a place that has closed goes from the newest release when its population does (Poole,
-- 2013 to 2019), while its count stands. Nothing that was withheld itself comes back by this.
without_population as (
    select c.*, unnest(i.published_series) as series
    from counted as c
    join indicator as i on i.indicator = c.indicator
    join published_value as p
        on p.indicator = c.indicator and p.geographic_level = c.geographic_level
       and p.area = c.area and p.time_period = c.time_period
    where c.numerator is not null and c.denominator is null
      and c.status in ('not_returned', 'not_available')
      and p.status in ('not_returned', 'not_available')
),
published_before as (
    select c.indicator, c.geographic_level, c.area, c.time_period, o.value, o.published
    from without_population as c
    join observation as o
        on o.series = c.series and o.area = c.area and o.time_period = c.time_period
       and o.geographic_level = c.geographic_level
    anti join hold as h
        on h.series = o.series and h.area = o.area and h.time_period = o.time_period
       and h.release = o.release
    where o.value is not null and o.series in (select unnest(published_series) from indicator)
    qualify row_number() over (
        partition by c.indicator, c.geographic_level, c.area, c.time_period
        order by o.published desc, o.release desc, o.row_number desc
    ) = 1
),
spine as (
    select indicator, geographic_level, area, old_la_code, region, time_period, period_end
    from counted
    union
    select indicator, geographic_level, area, old_la_code, region, time_period, period_end
    from published_value
),
merged as (
    select s.indicator, s.geographic_level, s.area,
           any_value(s.old_la_code) as old_la_code, any_value(s.region) as region,
           s.time_period, max(s.period_end) as period_end
    from spine as s
    group by s.indicator, s.geographic_level, s.area, s.time_period
),
chosen as (
    select m.*, c.numerator, c.denominator, c.value as counted_value,
           coalesce(p.value, b.value) as published_figure,
           c.status as counted_status, c.marker as counted_marker, c.published as counted_day,
           p.status as published_status, p.marker as published_marker,
           coalesce(b.published, p.published) as figure_day,
           coalesce(p.joint_with, c.joint_with) as joint_with,
           case
               when i.prefer = 'counts' and c.value is not null then 'counts'
               when p.value is not null then 'published'
               when b.value is not null then 'published_before'
               when c.value is not null then 'counts'
               when p.status is not null then 'published'
               else 'counts'
           end as basis
    from merged as m
    join indicator as i on i.indicator = m.indicator
    left join counted as c
        on c.indicator = m.indicator and c.geographic_level = m.geographic_level
       and c.area = m.area and c.time_period = m.time_period
    left join published_value as p
        on p.indicator = m.indicator and p.geographic_level = m.geographic_level
       and p.area = m.area and p.time_period = m.time_period
    left join published_before as b
        on b.indicator = m.indicator and b.geographic_level = m.geographic_level
       and b.area = m.area and b.time_period = m.time_period
)
select c.indicator, c.geographic_level, c.old_la_code, coalesce(la.region, c.region),
       c.time_period, c.period_end,
       if(c.basis = 'counts', c.counted_value, c.published_figure),
       c.numerator, c.denominator, null, null,
       case
           when if(c.basis = 'counts', c.counted_value, c.published_figure) is not null then 'ok'
           when c.basis = 'counts' and c.counted_status = 'ok' then 'not_applicable'
           else if(c.basis = 'counts', c.counted_status, c.published_status)
       end,
       case c.basis when 'counts' then c.counted_marker when 'published' then c.published_marker end,
       c.basis, if(c.basis = 'counts', c.counted_day, c.figure_day), c.joint_with
from chosen as c
left join local_authority as la on la.old_la_code = c.old_la_code
-- An authority has no value for a day on which it did not exist.
where c.geographic_level <> 'Local authority'
   or (la.opened <= c.period_end and coalesce(la.closed, date '9999-12-31') >= c.period_end)
order by all;
