-- Values of a vital indicator that were not submitted or withheld for quality, as findings
-- Suppression (c) and not applicable (z) never are.
insert into finding
select coalesce(r.source, s.table_name), o.release, r.file_name, o.old_la_code, o.series,
       o.time_period, o.row_number, o.status, 'warning',
       'row ' || o.row_number || ': ' || o.series
       || if(o.status = 'not_returned', ' not submitted', ' withheld because its quality was too low')
from observation as o
join series as s on s.series = o.series
left join release as r on r.release = o.release
where o.old_la_code is not null and o.status in ('not_returned', 'low_reliability')
  and o.series in (
      select numerator from indicator
      union select unnest(published_series) from indicator
  )
order by all;
