-- Values that a later release changed, each with the release before and after
insert into revision
with
repeated as (
    select series from observation group by series having count(distinct release) > 1
),
stepped as (
    select o.*, lag(value) over w as old_value, lag(marker) over w as old_marker,
           lag(release) over w as old_release, lag(published) over w as old_published
    from observation as o
    where series in (from repeated)
    window w as (partition by series, area, time_period order by published, release, row_number)
),
changed as (
    select * from stepped
    where old_release is not null and old_release <> release
      -- Two files of one day do not revise each other: what they disagree on is held.
      and old_published is distinct from published
      and (old_value is distinct from value
           or lower(coalesce(old_marker, '')) <> lower(coalesce(marker, '')))
),
-- A rate whose count stands in both releases as it was moved because the population did.
count_changed as (
    select c.series, c.area, c.time_period, c.release, c.old_release
    from changed as c
)
select c.series, c.geographic_level, c.old_la_code, c.region, c.area, c.time_period,
       case
           when c.old_value is null or c.value is null then 'symbol'
           when s.unit = 'children' then 'population_basis'
           when s.rate_of is not null and n.series is null then 'population_basis'
           else 'value'
       end,
       c.old_value, c.value, c.old_marker, c.marker, c.old_release, c.release
from changed as c
left join series as s on s.series = c.series
left join count_changed as n
    on n.series = s.rate_of and n.area = c.area and n.time_period = c.time_period
   and n.release = c.release and n.old_release = c.old_release
union all
select table_name || '.new_la_code', 'Local authority', old_la_code, null, old_la_code,
       time_period, 'code', null, null, old_code, new_la_code, old_release, release
from (
    select *, lag(new_la_code) over w as old_code, lag(release) over w as old_release
    from (
        select distinct s.table_name, o.old_la_code, o.time_period, o.new_la_code, o.release,
               o.published
        from observation as o join series as s on s.series = o.series
        where o.geographic_level = 'Local authority' and o.new_la_code <> ''
          and o.series in (from repeated)
    )
    window w as (partition by table_name, old_la_code, time_period order by published, release)
)
where old_code is not null and old_code <> new_la_code
union all
select series, geographic_level, old_la_code, null, old_la_code, time_period, kind, null, null,
       old_marker, new_marker, old_release, new_release
from inspection_revision
order by all;
