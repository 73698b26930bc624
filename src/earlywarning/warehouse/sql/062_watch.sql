-- The front-door watch: each in-year measure, period by period, as it could be said when it came in
create table watch (
    old_la_code varchar,
    frequency varchar,
    measure varchar,
    unit varchar,
    time_period integer,
    value double,
    expected double,
    z double,
    total double,
    xmr_label varchar,
    state varchar,
    since integer,
    known_on date
);
comment on table watch is 'The front-door watch: each in-year measure, period by period, as it could be said when it came in';
comment on column watch.old_la_code is 'authority';
comment on column watch.frequency is 'monthly or quarterly';
comment on column watch.measure is 'in-year measure';
comment on column watch.unit is '% (also of unallocated cases among open ones), count or ratio';
comment on column watch.time_period is 'year and month of the last month';
comment on column watch.value is 'figure as known on known_on, empty when missing';
comment on column watch.expected is 'what its own past lets expect, in the same unit; empty without enough history';
comment on column watch.z is 'standardised distance from expected; positive is high';
comment on column watch.total is 'cumulative sum of distance towards a slip, less the allowance';
comment on column watch.xmr_label is 'rule of an XmR chart that the newest point broke; a description, never a trigger; empty under 12 points';
comment on column watch.state is 'ordinary, rising_doubt, slip (notable where either way), not_enough_history, missing';
comment on column watch.since is 'first period of the movement that the sum is on';
comment on column watch.known_on is 'day on which this could be said; later returns do not change it';
