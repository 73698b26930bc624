-- Many cells of one series moved at once between two releases: a redefinition or an accident
-- A release that goes back to what stood before an alarm is its correction and no new alarm.
insert into revision_alarm
with
limits as (
    select max(value) filter (name = 'revision_alarm_move') as move,
           max(value) filter (name = 'revision_alarm_ratio') as ratio,
           max(value) filter (name = 'revision_alarm_share') as share,
           max(value) filter (name = 'revision_alarm_cells') as cells,
           max(value) filter (name = 'revision_alarm_years') as years
    from quality_limit
),
stepped as (
    select o.series, o.area, o.time_period, o.release, o.published, o.value,
           lag(o.value) over w as old_value, lag(o.release) over w as old_release,
           lag(o.value, 2) over w as older_value, lag(o.release, 2) over w as older_release
    from observation as o
    join series as s on s.series = o.series
    where o.geographic_level = 'Local authority' and s.unit not in ('count', 'children')
      and s.unit not like '%pounds'
      and o.series in (select series from observation group by series
                       having count(distinct release) > 1)
    window w as (partition by o.series, o.area, o.time_period
                 order by o.published, o.release, o.row_number)
),
moves as (
    select *,
           abs(value - old_value) >= l.move
               and abs(value - old_value) > l.ratio * abs(old_value) as moved,
           abs(value - older_value) >= l.move
               and abs(value - older_value) > l.ratio * abs(older_value) as moved_since
    from stepped, limits as l
    where old_release is not null and old_release <> release
),
counted as (
    select m.series, m.release, m.old_release, any_value(m.published) as published,
           count(value - old_value) as compared, count(*) filter (moved) as moved,
           count(distinct time_period) filter (moved) as periods,
           count(value - older_value) as compared_since,
           count(*) filter (moved_since) as moved_since
    from moves as m
    group by m.series, m.release, m.old_release
),
judged as (
    select c.*,
           moved >= l.cells and moved >= l.share * compared and periods >= l.years as loud,
           moved_since >= l.cells and moved_since >= l.share * compared_since as loud_since
    from counted as c, limits as l
),
followed as (
    select j.*, lag(loud) over w as loud_before, lead(release) over w as next_release,
           lead(loud) over w as next_loud, lead(loud_since) over w as next_loud_since
    from judged as j
    window w as (partition by series order by published, release)
)
select series, release, old_release, published, compared, moved, periods,
       case
           when next_release is null then 'open'
           when next_loud and not next_loud_since then 'cleared'
           when next_loud then 'open'
           else 'confirmed'
       end,
       next_release
from followed
where loud and not (coalesce(loud_before, false) and not loud_since)
order by all;
