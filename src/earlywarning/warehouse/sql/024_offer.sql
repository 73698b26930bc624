-- The life of every offer: proposed, shared, replied, decided, under way, reported, closed
create table offer (
    offer varchar,
    old_la_code varchar,
    proposed_on date,
    as_of date,
    action varchar,
    step varchar,
    review_type varchar,
    days integer,
    supporter_old_la_code varchar,
    subjects varchar,
    state varchar,
    shared_on date,
    reply_by date,
    reply_state varchar,
    found_itself varchar,
    plan_credible boolean,
    decision varchar,
    decided_on date,
    decided_by varchar,
    decided_for varchar,
    reason varchar,
    changed_to varchar,
    deferred_until date,
    starts_on date,
    led_by_old_la_code varchar,
    held_on date,
    closed_on date,
    found varchar
);
comment on table offer is 'The life of every offer: proposed, shared, replied, decided, under way, reported, closed';
comment on column offer.offer is 'number in the ledger of decisions';
comment on column offer.old_la_code is 'authority';
comment on column offer.proposed_on is 'day it was written down';
comment on column offer.as_of is 'day of the run it came from';
comment on column offer.action is 'step of the ladder';
comment on column offer.step is 'its key in policy.toml';
comment on column offer.review_type is 'kind of review';
comment on column offer.days is 'days on site';
comment on column offer.supporter_old_la_code is 'who was to be asked';
comment on column offer.subjects is 'what it rests on: pattern:, flag: or indicator:, one a line';
comment on column offer.state is 'proposed, shared, replied, decided, under way, reported, closed, withdrawn';
comment on column offer.shared_on is 'day the authority had it';
comment on column offer.reply_by is 'ten working days later';
comment on column offer.reply_state is 'not asked for, awaited, in time, late, none in time';
comment on column offer.found_itself is 'subjects that the authority had found before, one a line';
comment on column offer.plan_credible is 'whether the consortium holds its plan to be credible';
comment on column offer.decision is 'accepted, changed, declined, deferred';
comment on column offer.decided_on is 'day';
comment on column offer.decided_by is 'role';
comment on column offer.decided_for is 'authority or consortium';
comment on column offer.reason is 'why';
comment on column offer.changed_to is 'kind of review it was changed to';
comment on column offer.deferred_until is 'day it comes up again';
comment on column offer.starts_on is 'first day agreed';
comment on column offer.led_by_old_la_code is 'who leads';
comment on column offer.held_on is 'day it was held';
comment on column offer.closed_on is 'day the findings were written down';
comment on column offer.found is 'what was found, in words';
