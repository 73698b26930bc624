-- Small groups that could work on a shared issue
create table programme_group (
    quarter varchar,
    as_of date,
    place integer,
    issue varchar,
    old_la_code varchar,
    part varchar
);
comment on table programme_group is 'Small groups that could work on a shared issue';
comment on column programme_group.quarter is 'quarter';
comment on column programme_group.as_of is 'day of the run';
comment on column programme_group.place is 'number of the group';
comment on column programme_group.issue is 'pattern they share';
comment on column programme_group.old_la_code is 'authority';
comment on column programme_group.part is 'shows the issue, or is strong where it lies';
