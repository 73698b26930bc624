-- The words of the field, each with its meaning: the page and this table say the same
create table glossary (
    word varchar,
    code varchar,
    meaning varchar,
    builders boolean
);
comment on table glossary is 'The words of the field, each with its meaning: the page and this table say the same';
comment on column glossary.word is 'word';
comment on column glossary.code is 'identifier in code and tables';
comment on column glossary.meaning is 'in words';
comment on column glossary.builders is 'true: only readers of code or tables meet it';
