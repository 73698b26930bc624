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
    confidence varchar,
    step varchar,
    opened_by varchar,
    closes_when varchar,
    caller varchar,
    look_again_on date,
    proposed_from date,
    proposed_to date,
    dates_note varchar,
    enablers_covered varchar,
    enablers_left_out varchar,
    for_nothing varchar,
    approaches varchar,
    to_consider varchar,
    prerequisites varchar,
    consent varchar,
    team varchar,
    cost_band varchar
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
comment on column recommendation.step is 'step of the ladder by its key in policy.toml';
comment on column recommendation.opened_by is 'the evidence that opened the step';
comment on column recommendation.closes_when is 'what closes it';
comment on column recommendation.caller is 'who calls whom';
comment on column recommendation.look_again_on is 'day on which it is looked at again';
comment on column recommendation.proposed_from is 'first day proposed for a review, on a working day';
comment on column recommendation.proposed_to is 'last day proposed';
comment on column recommendation.dates_note is 'what is said of a likely inspection beside these days';
comment on column recommendation.enablers_covered is 'which of the seven enablers the scope covers, with its question, one a line';
comment on column recommendation.enablers_left_out is 'which are left out on purpose, with the reason, one a line';
comment on column recommendation.for_nothing is 'what would show that this worried us for nothing, one a line';
comment on column recommendation.approaches is 'entries of the toolkit, comma separated';
comment on column recommendation.to_consider is 'what people should consider beside the offer; never an action';
comment on column recommendation.prerequisites is 'what has to be there before the review, one a line';
comment on column recommendation.consent is 'who has to agree';
comment on column recommendation.team is 'who comes, as role:number, comma separated';
comment on column recommendation.cost_band is 'low, medium or high';
