-- What each earlier look would have said, from what was known on that day and nothing later
create table signal_history (
    looked_on date,
    indicator varchar,
    old_la_code varchar,
    time_period integer,
    kind varchar,
    reading varchar,
    strength double,
    z double
);
comment on table signal_history is 'What each earlier look would have said, from what was known on that day and nothing later';
comment on column signal_history.looked_on is 'day looked at: one per day on which figures came out';
comment on column signal_history.indicator is 'indicator';
comment on column signal_history.old_la_code is 'authority';
comment on column signal_history.time_period is 'newest period known then';
comment on column signal_history.kind is 'position, movement, sustained';
comment on column signal_history.reading is 'concern, reassurance, notable';
comment on column signal_history.strength is '0 to 1';
comment on column signal_history.z is 'standardised distance; positive is high';
