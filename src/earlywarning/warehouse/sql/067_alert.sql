-- Changes of state: what was said at once, what waits for the digest, and what is over
create table alert (
    looked_on date,
    region varchar,
    old_la_code varchar,
    cause varchar,
    change varchar,
    channel varchar,
    held_back_by varchar,
    strength double,
    signals integer,
    possible integer,
    message varchar
);
comment on table alert is 'Changes of state: what was said at once, what waits for the digest, and what is over';
comment on column alert.looked_on is 'day on which it became known';
comment on column alert.region is 'region';
comment on column alert.old_la_code is 'authority';
comment on column alert.cause is 'what it is about: a pattern, or a stage of the journey';
comment on column alert.change is 'raised, stronger or over';
comment on column alert.channel is 'message (said at once) or digest (said once a quarter)';
comment on column alert.held_back_by is 'why a raised alert waits: cool_down or budget; blank when it does not';
comment on column alert.strength is '0 to 1';
comment on column alert.signals is 'indicators, or signs of the pattern, behind it';
comment on column alert.possible is 'indicators declared for that stage, or signs of the pattern that can be told';
comment on column alert.message is 'in neutral words';
