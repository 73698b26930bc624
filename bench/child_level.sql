-- What an analyst would write by hand for sound files: all authorities in one statement.
with
cases as materialized (
    select distinct old_la_code, month, child, event, day, since, earlier
    from read_parquet($files, hive_partitioning = true, hive_types = {'old_la_code': varchar, 'month': integer})
),
referred as (
    select old_la_code, month, day, count(*) as number,
        lag(day) over (partition by old_la_code, child order by day) as previous
    from cases where event = 'referral' group by old_la_code, child, month, day
),
timed as (
    select old_la_code, event, month, until.worked - since.worked as taken
    from cases join calendar as since on since.day = cases.since
    join calendar as until on until.day = cases.day
    where event in ('assessment_finished', 'conference')
),
episode as (
    select old_la_code, what, child, began, min(ended) as ended
    from (
        select old_la_code, split_part(event, '_', 1) as what, child, day as began, null as ended
        from cases where event in ('plan_started', 'care_started')
        union all
        select old_la_code, split_part(event, '_', 1), child, since, day
        from cases where event in ('plan_ended', 'care_ended')
    ) group by all
),
many as (
    select old_la_code, what, child, day,
        sum(sum(step)) over (partition by old_la_code, what, child order by day) as open
    from (
        select old_la_code, what, child, began as day, 1 as step from episode
        union all
        select old_la_code, what, child, ended, -1 from episode where ended is not null
    ) group by old_la_code, what, child, day
),
turned as (
    select old_la_code, what, day, (open > 0)::integer - (coalesce(
        lag(open) over (partition by old_la_code, what, child order by day), 0) > 0)::integer as step
    from many
)
select old_la_code, event as what, month, count(*) as number from cases group by all
union all
select old_la_code, 'rereferral', month,
    coalesce(sum(number) filter (where previous >= day - interval 12 months), 0)
from referred group by all
union all
select old_la_code, replace(event, '_finished', '') || '_in_time', month,
    count(*) filter (where taken <= case event when 'conference' then 15 else 45 end)
from timed group by all
union all
select old_la_code, 'plan_again', month, count(*) filter (where earlier >= 1)
from cases where event = 'plan_started' group by all
union all
select old_la_code, what || '_turned', year(day) * 100 + month(day), sum(step)
from turned where step <> 0 group by all
order by all
