-- The vital signs that carry the performance pillar, each with the same weight
create table vital_sign (
    indicator varchar,
    kind varchar,
    worse varchar,
    seed varchar,
    after_the_study boolean,
    place integer
);
comment on table vital_sign is 'The vital signs that carry the performance pillar, each with the same weight';
comment on column vital_sign.indicator is 'indicator';
comment on column vital_sign.kind is 'position, neighbours or movement';
comment on column vital_sign.worse is 'high or low';
comment on column vital_sign.seed is 'where the study of 2016 names it';
comment on column vital_sign.after_the_study is 'true: put on the list after a study of the years that it is tested on had been read';
comment on column vital_sign.place is 'order as declared';
