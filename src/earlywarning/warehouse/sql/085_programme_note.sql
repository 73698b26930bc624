-- What is said of the quarter''s programme as a whole
create table programme_note (
    quarter varchar,
    as_of date,
    place integer,
    about varchar,
    words varchar
);
comment on table programme_note is 'What is said of the quarter''s programme as a whole';
comment on column programme_note.quarter is 'quarter';
comment on column programme_note.as_of is 'day of the run';
comment on column programme_note.place is 'order';
comment on column programme_note.about is 'programme, supporters, reviewers, one more, not offered';
comment on column programme_note.words is 'in words';
