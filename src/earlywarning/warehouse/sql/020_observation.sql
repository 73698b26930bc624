-- Every published value with the day it became known; revisions are new rows
create table observation (
    series varchar,
    geographic_level varchar,
    area varchar,
    old_la_code varchar,
    new_la_code varchar,
    region varchar,
    time_period integer,
    period_end date,
    value double,
    marker varchar,
    status varchar,
    release varchar,
    published date,
    row_number bigint,
    joint_with varchar
);
comment on table observation is 'Every published value with the day it became known; revisions are new rows';
comment on column observation.series is 'what is counted or published';
comment on column observation.geographic_level is 'National, Regional, Local authority; in outturn also Other body and Class total';
comment on column observation.area is 'key of any area: three-digit number, region name, nation, or another body';
comment on column observation.new_la_code is 'nine-character code under which it was published; such codes come and go';
comment on column observation.old_la_code is 'authority, empty above it';
comment on column observation.region is 'region, empty for the nation';
comment on column observation.time_period is 'label as published; 202504 for a month';
comment on column observation.period_end is 'last day it describes';
comment on column observation.value is 'number, empty when there is none';
comment on column observation.marker is 'published symbol where there is no number';
comment on column observation.status is 'ok or the reason why there is no number';
comment on column observation.release is 'release it came from';
comment on column observation.published is 'day the release was out';
comment on column observation.row_number is 'row in the file, the header being 1';
comment on column observation.joint_with is 'other authority of a joint row';
