-- What is doubtful in the data; warnings reach the transparency pillar
create table finding (
    source varchar,
    release varchar,
    file_name varchar,
    old_la_code varchar,
    series varchar,
    time_period integer,
    row_number bigint,
    rule varchar,
    severity varchar,
    message varchar
);
comment on table finding is 'What is doubtful in the data; warnings reach the transparency pillar';
comment on column finding.source is 'publication';
comment on column finding.release is 'release, empty for a refused file';
comment on column finding.file_name is 'file';
comment on column finding.old_la_code is 'authority, if one';
comment on column finding.series is 'series, if one';
comment on column finding.time_period is 'period, if one';
comment on column finding.row_number is 'row, if one';
comment on column finding.rule is 'rule that spoke';
comment on column finding.severity is 'critical (file refused), warning or info';
comment on column finding.message is 'what and where, in words';
