-- What the method rests on: every number that a reader of the score should know, with what it does
create table method_constant (
    part varchar,
    name varchar,
    value double,
    unit varchar,
    words varchar,
    place integer
);
comment on table method_constant is 'What the method rests on: every number that a reader of the score should know, with what it does';
comment on column method_constant.part is 'score, band, figures, people, openness, interval or alert';
comment on column method_constant.name is 'identifier in policy.toml or vital_signs.toml';
comment on column method_constant.value is 'number';
comment on column method_constant.unit is 'unit';
comment on column method_constant.words is 'what it does';
comment on column method_constant.place is 'order';
