-- Running authorities that a release leaves out while nearly all others are in it, as findings
insert into finding
with listed as (
    select r.release, r.source, r.file_name, r.period, o.old_la_code,
           max(o.period_end) as period_end
    from release as r
    join observation as o on o.release = r.release and o.time_period = r.period
    where r.superseded_by is null and o.old_la_code is not null and r.kind not like 'in_year_%'
    group by all
),
due as (
    select l.*, la.old_la_code, la.la_name
    from (
        select release, source, file_name, period, max(period_end) as period_end
        from listed
        group by all
    ) as l
    join local_authority as la on la.opened <= l.period_end and la.closed is null
),
absent as (
    select d.*, l.release is null as gone,
           avg((l.release is null)::int) over (partition by d.release) as share
    from due as d
    left join listed as l on l.release = d.release and l.old_la_code = d.old_la_code
)
select source, release, file_name, old_la_code, null, period, null, 'not_listed', 'warning',
       la_name || ' (' || old_la_code || ') is not in it for ' || period
       || ', and nearly all others are; what is known of it is told by the years before'
from absent
-- A query's answer of a few places leaves nobody out.
where gone and share <= 0.1
order by all;
