-- Pairs of authorities that should not review each other
create table review_conflict (
    old_la_code varchar,
    other_old_la_code varchar,
    reason varchar,
    until date
);
comment on table review_conflict is 'Pairs of authorities that should not review each other';
comment on column review_conflict.old_la_code is 'authority';
comment on column review_conflict.other_old_la_code is 'the other';
comment on column review_conflict.reason is 'why, in words that both may read';
comment on column review_conflict.until is 'last day; empty is open';
