-- Errors of a publisher that are known: where a cell says `expect`, `value` is used instead
create table correction (
    series varchar,
    area varchar,
    time_period integer,
    expect varchar,
    value varchar,
    reason varchar,
    reported_by varchar,
    reported_on date
);
comment on table correction is 'Errors of a publisher that are known: where a cell says expect, value is used instead';
comment on column correction.series is 'series, or inspection.judgement';
comment on column correction.area is 'area';
comment on column correction.time_period is 'period; the year of publication for an inspection';
comment on column correction.expect is 'what the faulty release says';
comment on column correction.value is 'what is used instead; empty for nothing';
comment on column correction.reason is 'why it is known to be an error';
comment on column correction.reported_by is 'who found it';
comment on column correction.reported_on is 'when';
