-- Events of some authorities as numbers a month: all rows of a child in one of them meet here, so
-- that parts add up. A row is whose, what, month, how many, and how many could not be counted.
with
cases as materialized (
    -- A row that stands again, equal in every column, is one case.
    select *, event_fault(child, event, day, since, month) as fault
    from (
        select distinct old_la_code, child, try_cast(event as event_kind) as event, day::date as day,
            since::date as since, earlier::integer as earlier, month
        from read_parquet($files, hive_partitioning = true, hive_types = {'old_la_code': varchar, 'month': integer})
    )
),
sound as (select * from cases where fault is null),
referred as (
    select old_la_code, month, day, count(*) as number,
        lag(day) over (partition by old_la_code, child order by day) as previous
    from sound where event = 'referral' group by old_la_code, child, month, day
),
timed as (
    select old_la_code, event, month, until.worked - since.worked as taken,
        until.unlisted - since.unlisted_before as unlisted,
        case event when 'conference' then $conference_days else $assessment_days end as within
    from sound
    join calendar as since on since.day = sound.since
    join calendar as until on until.day = sound.day
    where event in ('assessment_finished', 'conference')
),
episode as (
    -- A beginning may stand twice: as an event, and in the event that ends it.
    select old_la_code, what, child, began, min(ended) as ended
    from (
        select old_la_code, replace(event::varchar, '_started', '') as what, child, day as began, null as ended
        from sound where event in ('plan_started', 'care_started')
        union all
        select old_la_code, replace(event::varchar, '_ended', ''), child, since, day
        from sound where event in ('plan_ended', 'care_ended')
    ) group by all
),
many as (
    select old_la_code, what, child, day, sum(sum(step)) over (partition by old_la_code, what, child order by day) as open
    from (
        select old_la_code, what, child, began as day, 1 as step from episode
        union all
        select old_la_code, what, child, ended, -1 from episode where ended is not null
    ) group by old_la_code, what, child, day
),
turned as (
    -- Children are counted and not cases: a child with two plans at once is one.
    select old_la_code, what, day, (open > 0)::integer
        - (coalesce(lag(open) over (partition by old_la_code, what, child order by day), 0) > 0)::integer as step
    from many
)
select old_la_code, coalesce(event::varchar, 'unknown') as what, month,
    count(*) filter (where fault is null) as number,
    count(*) filter (where fault is not null) as left_out
from cases group by all
union all
select old_la_code, 'rereferral', month, coalesce(sum(number) filter (where previous >= day - interval 12 months), 0), 0
from referred group by all
union all
select old_la_code, replace(event::varchar, '_finished', '') || '_in_time', month,
    count(*) filter (where taken <= within),
    count(*) filter (where taken - $most_holidays * unlisted <= within and within < taken)
from timed group by all
union all
select old_la_code, 'plan_again', month, count(*) filter (where earlier >= 1), count(*) filter (where earlier is null)
from sound where event = 'plan_started' group by all
union all
select old_la_code, what || '_turned', year(day) * 100 + month(day), sum(step), 0
from turned where step <> 0 group by all
order by all
