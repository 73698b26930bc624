-- Free text of the soft-intelligence register, as it was written: in the consortium's file alone
create table soft_text (
    item varchar,
    text varchar
);
comment on table soft_text is 'Free text of the soft-intelligence register, as it was written: in the consortium''s file alone';
comment on column soft_text.item is 'entry, as in soft_item';
comment on column soft_text.text is 'as it was written; never shown on a page';
