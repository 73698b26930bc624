-- Values that a later release changed; filled by the reader of vintages
create table revision (
    series varchar,
    geographic_level varchar,
    old_la_code varchar,
    region varchar,
    time_period integer,
    kind varchar,
    old_value double,
    new_value double,
    old_marker varchar,
    new_marker varchar,
    old_release varchar,
    new_release varchar
);
comment on table revision is 'Values that a later release changed; filled by the reader of vintages';
comment on column revision.series is 'series';
comment on column revision.geographic_level is 'level';
comment on column revision.old_la_code is 'authority';
comment on column revision.region is 'region';
comment on column revision.time_period is 'period';
comment on column revision.kind is 'value, population_basis, symbol or code';
comment on column revision.old_value is 'before';
comment on column revision.new_value is 'after';
comment on column revision.old_marker is 'before';
comment on column revision.new_marker is 'after';
comment on column revision.old_release is 'before';
comment on column revision.new_release is 'after';

insert into revision
select series, geographic_level, old_la_code, region, time_period,
       case when old_value is not null and value is not null then 'value' else 'symbol' end,
       old_value, value, old_marker, marker, old_release, release
from (
    select *, lag(value) over w as old_value, lag(marker) over w as old_marker,
           lag(release) over w as old_release
    from observation
    window w as (
        partition by series, geographic_level, old_la_code,
                     case when geographic_level = 'Local authority' then '' else region end,
                     time_period
        order by published, release, row_number
    )
)
where old_release is not null and old_release <> release
  and (old_value is distinct from value or coalesce(old_marker, '') <> coalesce(marker, ''))
order by all;
