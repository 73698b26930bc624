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
    expires date,
    source_area varchar,
    cases integer,
    recorded_on date,
    disputed boolean,
    superseded integer
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
comment on column soft_item.weight_now is 'share of full weight left today by grade, age and dispute';
comment on column soft_item.expires is 'same as review_by: day it stops counting';
comment on column soft_item.source_area is 'region or authority of the source: one kind of source in one area counts once; empty where not said';
comment on column soft_item.cases is 'how many cases it rests on, for flags that rest on cases';
comment on column soft_item.recorded_on is 'day it was recorded in the ledger; empty for a register kept as CSV';
comment on column soft_item.disputed is 'the authority disputes it and this is not resolved: weighs less meanwhile';
comment on column soft_item.superseded is 'how many earlier versions a correction replaced; withdrawn entries are not here';
