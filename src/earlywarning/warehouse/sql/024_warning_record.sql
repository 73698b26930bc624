-- How often reviewers confirmed what past offers rested on; a review that works removes its own hit
create table warning_record (
    about varchar,
    subject varchar,
    confirmed integer,
    partly integer,
    not_confirmed integer,
    closed integer,
    held_pct double,
    lower_pct double,
    upper_pct double
);
comment on table warning_record is 'How often reviewers confirmed what past offers rested on; a review that works removes its own hit';
comment on column warning_record.about is 'all, pattern, flag or indicator';
comment on column warning_record.subject is 'which, or all';
comment on column warning_record.confirmed is 'confirmed';
comment on column warning_record.partly is 'confirmed in part';
comment on column warning_record.not_confirmed is 'not confirmed';
comment on column warning_record.closed is 'all with a finding';
comment on column warning_record.held_pct is 'confirmed or partly, per hundred';
comment on column warning_record.lower_pct is 'lower end of the interval (Wilson, 95 %)';
comment on column warning_record.upper_pct is 'upper end';
