-- This quarter's offers under capacity: one row for every authority, in order of action and name
create table programme (
    quarter varchar,
    as_of date,
    old_la_code varchar,
    outcome varchar,
    action varchar,
    review_type varchar,
    days integer,
    proposed_from date,
    proposed_to date,
    supporter_old_la_code varchar,
    match varchar,
    reviewers varchar,
    why varchar,
    why_not varchar,
    rule varchar
);
comment on table programme is 'This quarter''s offers under capacity: one row for every authority, in order of action and name';
comment on column programme.quarter is 'quarter of the as-of day';
comment on column programme.as_of is 'day of the run';
comment on column programme.old_la_code is 'authority';
comment on column programme.outcome is 'offered, not this quarter, conversation, planned already, offer open, not due';
comment on column programme.action is 'step of the ladder';
comment on column programme.review_type is 'kind of review';
comment on column programme.days is 'days on site';
comment on column programme.proposed_from is 'first day proposed';
comment on column programme.proposed_to is 'last day proposed';
comment on column programme.supporter_old_la_code is 'who is asked to lead';
comment on column programme.match is 'how the two fit';
comment on column programme.reviewers is 'who else comes, by role and region';
comment on column programme.why is 'what speaks for it, without a number';
comment on column programme.why_not is 'why it is not offered now';
comment on column programme.rule is 'the rule that made it so';
