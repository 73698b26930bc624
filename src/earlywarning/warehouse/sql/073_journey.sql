-- Where each authority stands on the improvement journey, and what makes services slip back there
create table journey (
    old_la_code varchar,
    as_of date,
    stage varchar,
    since date,
    before varchar,
    basis varchar,
    framework varchar,
    next_stage varchar,
    risks varchar
);
comment on table journey is 'Where each authority stands on the improvement journey, and what makes services slip back there';
comment on column journey.old_la_code is 'authority';
comment on column journey.as_of is 'day of the run';
comment on column journey.stage is 'poor, fair, good or great';
comment on column journey.since is 'first report of the unbroken run on that stage';
comment on column journey.before is 'stage before it, empty at the start of the record';
comment on column journey.basis is 'judgement it rests on: overall, or the weakest part where there is no overall';
comment on column journey.framework is 'framework of that judgement';
comment on column journey.next_stage is 'what comes next, in words';
comment on column journey.risks is 'risks of slipping back at this stage, one a line; context without points';
