-- Peer reviews held, planned, postponed and refused
create table peer_review (
    old_la_code varchar,
    review_type varchar,
    asked_on date,
    held_on date,
    status varchar,
    led_by_old_la_code varchar,
    source varchar
);
comment on table peer_review is 'Peer reviews held, planned, postponed and refused';
comment on column peer_review.old_la_code is 'authority';
comment on column peer_review.review_type is 'review type';
comment on column peer_review.asked_on is 'day it was offered or asked for';
comment on column peer_review.held_on is 'day it was held';
comment on column peer_review.status is 'held, planned, postponed, refused';
comment on column peer_review.led_by_old_la_code is 'authority that led it';
comment on column peer_review.source is 'where this is written down: the region''s register, or an offer in the ledger of decisions';
