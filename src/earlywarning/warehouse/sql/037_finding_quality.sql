-- What the quality rules found, as findings
insert into finding
with cell as (
    select h.*, o.old_la_code, o.row_number, o.value, o.marker, o.published, r.source, r.file_name
    from hold as h
    join observation as o
        on o.series = h.series and o.area = h.area and o.time_period = h.time_period
       and o.release = h.release
    left join release as r on r.release = h.release
)
select source, release, file_name, old_la_code, series, time_period, row_number, rule, 'warning',
       'row ' || row_number || ': ' || series || ' is ' || value
       || ': all of them, far from every other authority and from its own years beside; held back'
from cell
where rule = 'impossible_share'
union all
select source, release, file_name, old_la_code, series, time_period, row_number, rule, 'warning',
       'row ' || row_number || ': ' || series || ' is ' || value
       || ': less than half or more than twice its own years beside; held back'
from cell
where rule = 'isolated_count'
union all
select any_value(c.source), c.release, any_value(c.file_name),
       -- Whose return contradicts itself is told; a publisher's files are no doing of an authority.
       if(any_value(c.source) = 'in_year_returns' and count(distinct c.old_la_code) = 1,
          any_value(c.old_la_code), null),
       min(c.series), max(c.time_period), null, 'two_files', 'warning',
       any_value(c.file_name) || ' and ' || any_value(r.file_name) || ' are both of '
       || any_value(o.published) || ' and say different things in '
       || count(distinct (c.series, c.area, c.time_period)) || ' cells, first '
       || min(c.series || ' of ' || c.area || ' for ' || c.time_period)
       || '; held back until a later release says which is right'
from cell as c
join observation as o
    on o.series = c.series and o.area = c.area and o.time_period = c.time_period
   and o.release > c.release
join hold as h
    on h.series = o.series and h.area = o.area and h.time_period = o.time_period
   and h.release = o.release and h.rule = 'two_files' and o.published = c.published
left join release as r on r.release = o.release
where c.rule = 'two_files'
group by c.release, o.release
union all
select r.source, a.release, r.file_name, null, a.series, null, null, 'revision_alarm',
       if(a.state = 'open', 'warning', 'info'),
       a.moved || ' of ' || a.compared || ' cells of ' || a.series || ' moved at once, in '
       || a.periods || ' periods'
       || case a.state
              when 'open' then '; the values before are used until a later release settles it'
              when 'cleared' then '; ' || a.settled_by || ' put them back'
              else '; ' || a.settled_by || ' kept them'
          end
from revision_alarm as a
left join release as r on r.release = a.release
union all
select r.source, n.release, r.file_name, n.old_la_code, n.series, n.time_period, n.row_number,
       'recording_jump', 'info',
       'row ' || n.row_number || ': ' || n.series || ' went from ' || p.value::bigint || ' to '
       || n.value::bigint || ' in a year; mostly the recording changed, and not the practice'
from indicator as i
join observation as n on n.series = i.numerator and n.geographic_level = 'Local authority'
join observation as p
    on p.series = n.series and p.area = n.area and p.release = n.release
   and p.time_period = n.time_period - 1
join release as r on r.release = n.release and r.superseded_by is null
where i.comparison = 'ratio'
  and least(n.value, p.value) >= (select value from quality_limit
                                  where name = 'recording_jump_from')
  and greatest(n.value / p.value, p.value / n.value)
      >= (select value from quality_limit where name = 'recording_jump_ratio')
union all
-- Numbers of an authority for a period after it closed: nobody reads them, so it is told.
select any_value(r.source), o.release, any_value(r.file_name), o.old_la_code, null, o.time_period,
       min(o.row_number), 'closed_authority', 'warning',
       'row ' || min(o.row_number) || ': ' || count(*) || ' cells of ' || any_value(la.la_name)
       || ' (' || o.old_la_code || ') for ' || o.time_period || '; it closed on '
       || any_value(la.closed)
       || coalesce('; followed by ' || any_value(f.followed), '')
from observation as o
join local_authority as la on la.old_la_code = o.old_la_code and la.closed < o.period_end
left join release as r on r.release = o.release
left join (
    select c.old_la_code,
           string_agg(c.successor || ' ' || coalesce(s.la_name, ''), ', ' order by c.successor)
               as followed
    from (select distinct old_la_code, successor from authority_change) as c
    left join local_authority as s on s.old_la_code = c.successor
    where c.successor <> c.old_la_code
    group by c.old_la_code
) as f on f.old_la_code = o.old_la_code
where o.value is not null
group by o.release, o.old_la_code, o.time_period
union all
select null, null, null, if(length(c.area) = 3, c.area, null), c.series, c.time_period, null,
       'correction_outdated', 'warning',
       'no file says ' || c.expect || ' any more: take this entry out of corrections.toml'
from correction as c
where c.series in (select series from observation)
  and not exists (
      select 1 from observation as o
      where o.series = c.series and o.area = c.area and o.time_period = c.time_period
        and coalesce(o.marker, o.value::varchar) = c.expect
  )
order by all;
