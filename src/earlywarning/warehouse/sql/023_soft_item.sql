-- The soft-intelligence register without its free text
create table soft_item (
    item varchar,
    old_la_code varchar,
    flag varchar,
    heard_on date,
    source_kind varchar,
    reliability varchar,
    credibility integer,
    recorded_by varchar,
    review_by date,
    weight_now double,
    expires date
);
comment on table soft_item is 'The soft-intelligence register without its free text';
comment on column soft_item.item is 'entry';
comment on column soft_item.old_la_code is 'authority';
comment on column soft_item.flag is 'flag type';
comment on column soft_item.heard_on is 'day it was heard';
comment on column soft_item.source_kind is 'kind of source';
comment on column soft_item.reliability is 'A (sure) to F (cannot be judged)';
comment on column soft_item.credibility is '1 (confirmed) to 6 (cannot be judged)';
comment on column soft_item.recorded_by is 'role of the recorder';
comment on column soft_item.review_by is 'falls away after this day';
comment on column soft_item.weight_now is 'share of full weight left today by grade, age and corroboration';
comment on column soft_item.expires is 'same as review_by: day it stops counting';
