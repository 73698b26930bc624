-- Bands that people set beside the computed one, with role, reason and expiry
create table override (
    old_la_code varchar,
    band varchar,
    role varchar,
    reason varchar,
    decided_on date,
    expires date
);
comment on table override is 'Bands that people set beside the computed one, with role, reason and expiry';
comment on column override.old_la_code is 'authority';
comment on column override.band is 'band that people hold to be right';
comment on column override.role is 'who, by role';
comment on column override.reason is 'why';
comment on column override.decided_on is 'day';
comment on column override.expires is 'falls away after this day';
