-- One offer of help per authority, for people to accept, change or decline
create table recommendation (
    old_la_code varchar,
    as_of date,
    action varchar,
    review_type varchar,
    days integer,
    scope varchar,
    lines_of_enquiry varchar,
    complaints_in_scope boolean,
    due_by date,
    supporters varchar,
    reasons varchar,
    confidence varchar
);
comment on table recommendation is 'One offer of help per authority, for people to accept, change or decline';
comment on column recommendation.old_la_code is 'authority';
comment on column recommendation.as_of is 'day of the run';
comment on column recommendation.action is 'step of the ladder';
comment on column recommendation.review_type is 'kind of review';
comment on column recommendation.days is 'days on site';
comment on column recommendation.scope is 'what it looks at';
comment on column recommendation.lines_of_enquiry is 'questions, one a line';
comment on column recommendation.complaints_in_scope is 'always true';
comment on column recommendation.due_by is 'offer by';
comment on column recommendation.supporters is 'three-digit codes of possible supporters, comma separated';
comment on column recommendation.reasons is 'why, one a line';
comment on column recommendation.confidence is 'low, moderate or good';
