-- What is unusual: position against others, movement against own past, or both for years
create table signal (
    indicator varchar,
    old_la_code varchar,
    time_period integer,
    kind varchar,
    reading varchar,
    strength double,
    z double,
    explanation varchar,
    began_period integer,
    speed double,
    first_seen date
);
comment on table signal is 'What is unusual: position against others, movement against own past, or both for years';
comment on column signal.indicator is 'indicator';
comment on column signal.old_la_code is 'authority';
comment on column signal.time_period is 'period';
comment on column signal.kind is 'position, movement, sustained';
comment on column signal.reading is 'concern, reassurance, notable';
comment on column signal.strength is '0 to 1';
comment on column signal.z is 'standardised distance; positive is high';
comment on column signal.explanation is 'one plain sentence';
comment on column signal.began_period is 'first period of the run that is still on';
comment on column signal.speed is 'change of the position on the period before, in standard units';
comment on column signal.first_seen is 'first look back at which it read the same, from what was known then';
