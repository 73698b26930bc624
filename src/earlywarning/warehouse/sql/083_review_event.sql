-- What happened to peer reviews: overdue on its day, refused, postponed; told once
create table review_event (
    old_la_code varchar,
    event varchar,
    happened_on date,
    is_news boolean,
    source varchar,
    words varchar
);
comment on table review_event is 'What happened to peer reviews: overdue on its day, refused, postponed; told once';
comment on column review_event.old_la_code is 'authority';
comment on column review_event.event is 'overdue, refused or postponed';
comment on column review_event.happened_on is 'the day';
comment on column review_event.is_news is 'happened in the quarter before the as-of day';
comment on column review_event.source is 'where this is written down';
comment on column review_event.words is 'in words';
