-- Alerts of the front-door watch: one per authority and cause, a change of state
create table watch_alert (
    old_la_code varchar,
    frequency varchar,
    began integer,
    known_on date,
    ended integer,
    ended_known_on date,
    ended_because varchar,
    measures varchar,
    joined_later varchar,
    explanation varchar
);
comment on table watch_alert is 'Alerts of the front-door watch: one per authority and cause, a change of state';
comment on column watch_alert.old_la_code is 'authority';
comment on column watch_alert.frequency is 'monthly or quarterly';
comment on column watch_alert.began is 'period in which it was raised';
comment on column watch_alert.known_on is 'day on which that was known';
comment on column watch_alert.ended is 'period in which nothing was left of it; empty while it holds';
comment on column watch_alert.ended_known_on is 'day on which that was known';
comment on column watch_alert.ended_because is 'returned (to expected), new_level (lasted so long that it is expected now: no reassurance), no_returns';
comment on column watch_alert.measures is 'measures that raised it';
comment on column watch_alert.joined_later is 'measures that slipped while it held';
comment on column watch_alert.explanation is 'in words, as of known_on';
