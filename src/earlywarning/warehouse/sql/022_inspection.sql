-- One row per inspection and judgement, keyed by framework: the overall grade may be absent
create table inspection (
    old_la_code varchar,
    framework varchar,
    inspection_type varchar,
    started date,
    published date,
    judgement varchar,
    grade varchar
);
comment on table inspection is 'One row per inspection and judgement, keyed by framework: the overall grade may be absent';
comment on column inspection.old_la_code is 'authority';
comment on column inspection.framework is 'SLAC, CPI, TLAC, SIF or ILACS';
comment on column inspection.inspection_type is 'as published';
comment on column inspection.started is 'first day, where published';
comment on column inspection.published is 'day of the report';
comment on column inspection.judgement is 'overall, leaders, help_and_protection, in_care, care_leavers; theme for a visit';
comment on column inspection.grade is 'grade, or the theme of a visit';
