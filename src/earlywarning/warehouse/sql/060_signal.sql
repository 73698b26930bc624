-- What is unusual: position against others, movement against own past, or both for years
create table signal (
    indicator varchar,
    old_la_code varchar,
    time_period integer,
    kind varchar,
    reading varchar,
    strength double,
    z double,
    explanation varchar
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
