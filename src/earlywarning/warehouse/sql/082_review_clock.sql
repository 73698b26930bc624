-- When each authority's next peer review is due
create table review_clock (
    old_la_code varchar,
    as_of date,
    state varchar,
    last_held date,
    last_type varchar,
    due_on date,
    overdue_since date,
    planned_type varchar,
    planned_leader varchar,
    refused_on date,
    postponed_on date
);
comment on table review_clock is 'When each authority''s next peer review is due';
comment on column review_clock.old_la_code is 'authority';
comment on column review_clock.as_of is 'day of the run';
comment on column review_clock.state is 'within two years, due this quarter, overdue, none on record, not known';
comment on column review_clock.last_held is 'last peer review';
comment on column review_clock.last_type is 'its kind';
comment on column review_clock.due_on is 'two years after';
comment on column review_clock.overdue_since is 'the day the two years ended, where they have';
comment on column review_clock.planned_type is 'kind of a review that is planned';
comment on column review_clock.planned_leader is 'who is to lead it';
comment on column review_clock.refused_on is 'refused, and none held since';
comment on column review_clock.postponed_on is 'postponed, and none held since';
