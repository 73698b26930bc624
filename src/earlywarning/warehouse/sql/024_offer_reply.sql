-- What authorities answered to their offers; restricted to themselves and the consortium
create table offer_reply (
    offer varchar,
    old_la_code varchar,
    replied_on date,
    replied_by varchar,
    text varchar,
    found_itself varchar,
    plan varchar
);
comment on table offer_reply is 'What authorities answered to their offers; restricted to themselves and the consortium';
comment on column offer_reply.offer is 'offer';
comment on column offer_reply.old_la_code is 'authority';
comment on column offer_reply.replied_on is 'day';
comment on column offer_reply.replied_by is 'role';
comment on column offer_reply.text is 'the reply';
comment on column offer_reply.found_itself is 'subjects that it had found before, one a line';
comment on column offer_reply.plan is 'what is done about them';
