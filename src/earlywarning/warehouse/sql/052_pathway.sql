-- The pathway as flows: what goes into each step, what comes out, and whether both can be true
create table pathway (
    old_la_code varchar,
    time_period integer,
    period_end date,
    step varchar,
    place integer,
    name varchar,
    from_count double,
    to_count double,
    conversion double,
    expected double,
    position_z double,
    change double,
    movement_z double,
    possible boolean,
    caution varchar,
    status varchar
);
comment on table pathway is 'The pathway as flows: what goes into each step, what comes out, and whether both can be true';
comment on column pathway.old_la_code is 'authority';
comment on column pathway.time_period is 'period; the newest and four before';
comment on column pathway.period_end is 'last day';
comment on column pathway.step is 'step, declared in pathway.toml';
comment on column pathway.place is 'order on the way';
comment on column pathway.name is 'step in words';
comment on column pathway.from_count is 'how many go in';
comment on column pathway.to_count is 'how many come out';
comment on column pathway.conversion is 'how many come out for each that goes in';
comment on column pathway.expected is 'that of the middle authority';
comment on column pathway.position_z is 'distance from expected in standard units, positive is high; empty where none can be given';
comment on column pathway.change is 'change on the period before, empty across a gap';
comment on column pathway.movement_z is 'that change less the middle change of all, in units of what is usual';
comment on column pathway.possible is 'false where more come out than go in of a step where that cannot be; empty where a count is missing';
comment on column pathway.caution is 'small numbers, in words';
comment on column pathway.status is 'ok or the reason why there is no conversion; not_published where the table has not come out';
