-- Cells that are held back: published, kept, and not used until a later release explains them
insert into hold
with
limits as (
    select max(value) filter (name = 'whole_share_from') as whole_from,
           max(value) filter (name = 'isolated_points') as points
    from quality_limit
),
share as (
    select i.indicator, i.numerator, n.release, n.area, n.time_period, n.value as part,
           d.value as whole, 100 * n.value / d.value as pct
    from indicator as i
    join observation as n on n.series = i.numerator
    join observation as d
        on d.series = i.denominator and d.area = n.area and d.release = n.release
       and d.time_period = n.time_period - i.denominator_years_before
    where i.comparison = 'proportion' and n.geographic_level = 'Local authority'
      and d.value > 0 and n.value is not null
),
placed as (
    select *,
           lag(pct) over (partition by indicator, release, time_period order by pct, area) as below,
           lag(pct) over (partition by indicator, release, area order by time_period) as year_before,
           lead(pct) over (partition by indicator, release, area order by time_period) as year_after
    from share
),
-- All of them, where no other authority comes near and neither do its own years beside it.
impossible as (
    select p.* from placed as p, limits as l
    where part = whole and whole >= l.whole_from and pct - below > l.points
      and pct - coalesce(year_before, year_after) > l.points
      and pct - coalesce(year_after, year_before) > l.points
)
select o.series, o.area, o.time_period, o.release, 'impossible_share'
from impossible as p
join indicator as i on i.indicator = p.indicator
join observation as o
    on o.release = p.release and o.area = p.area and o.time_period = p.time_period
   and (o.series = p.numerator
        or list_contains(i.published_series, o.series))
union
-- A percentage and the counts that it is made of contradict each other: which is right is not known.
select o.series, o.area, o.time_period, o.release, 'contradiction'
from finding as f
join observation as o on o.release = f.release and o.row_number = f.row_number
join series as s on s.series = o.series and s.column_name = f.series
where f.rule = 'identity' and f.old_la_code is not null
  and not exists (
    select 1 from correction as c
    where c.series = o.series and c.area = o.area and c.time_period = o.time_period
  )
union
-- More than all of them: which of its counts is wrong is not known.
select o.series, o.area, o.time_period, o.release, 'over_100_percent'
from finding as f
join observation as o on o.release = f.release and o.row_number = f.row_number
join series as s on s.series = o.series and s.column_name = f.series
join indicator as i on list_contains(i.published_series, o.series)
where f.rule = 'over_100_percent' and f.old_la_code is not null and o.value > 100
union
-- Children do not halve or double between two years: not beside both, or beside the only one.
select series, area, time_period, release, 'isolated_count'
from (
    select *, lag(value) over years as before, lead(value) over years as after
    from observation
    where series = 'population_0_17' and geographic_level = 'Local authority'
    window years as (partition by series, area, release order by time_period)
)
where value < 0.5 * least(coalesce(before, after), coalesce(after, before))
   or value > 2 * greatest(coalesce(before, after), coalesce(after, before))
union
-- A release with an open alarm is believed in no period: those that it alone has are held too.
select o.series, o.area, o.time_period, o.release, 'revision_alarm'
from revision_alarm as a
join observation as o on o.series = a.series and o.release = a.release and o.value is not null
where a.state = 'open' and not exists (
    select 1 from observation as b
    where b.series = o.series and b.area = o.area and b.time_period = o.time_period
      and b.value is not null and b.release <> o.release and b.published <= o.published
)
union
select o.series, o.area, o.time_period, o.release, 'revision_alarm'
from revision_alarm as a
join revision as r on r.series = a.series and r.new_release = a.release
join observation as o
    on o.series = r.series and o.area = r.area and o.time_period = r.time_period
   and o.release = r.new_release
where a.state = 'open' and r.kind = 'value'
union
-- Two files of one day that say different things: neither is a revision of the other.
select o.series, o.area, o.time_period, o.release, 'two_files'
from observation as o
join observation as b
    on b.series = o.series and b.area = o.area and b.time_period = o.time_period
   and b.published = o.published and b.release <> o.release
where (o.series, o.published) in (
    select (series, published) from observation
    group by series, published having count(distinct release) > 1
)
  and o.status <> 'refused' and b.status <> 'refused'
  and (o.value is distinct from b.value
       or lower(coalesce(o.marker, '')) <> lower(coalesce(b.marker, '')))
order by all;
