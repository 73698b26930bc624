-- Grades and days that a later list of inspections gave otherwise; joins revision
create table inspection_revision (
    series varchar,
    geographic_level varchar,
    old_la_code varchar,
    time_period integer,
    kind varchar,
    old_marker varchar,
    new_marker varchar,
    old_release varchar,
    new_release varchar
);
comment on table inspection_revision is 'Grades and days that a later list of inspections gave otherwise; joins revision';
comment on column inspection_revision.series is 'judgement, or publication_date';
comment on column inspection_revision.geographic_level is 'level';
comment on column inspection_revision.old_la_code is 'authority';
comment on column inspection_revision.time_period is 'year of publication';
comment on column inspection_revision.kind is 'value';
comment on column inspection_revision.old_marker is 'before';
comment on column inspection_revision.new_marker is 'after';
comment on column inspection_revision.old_release is 'before';
comment on column inspection_revision.new_release is 'after';
