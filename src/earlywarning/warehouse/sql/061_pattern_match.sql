-- Indicators that mean something together; filled when patterns are declared
create table pattern_match (
    pattern varchar,
    old_la_code varchar,
    strength double,
    matched integer,
    possible integer,
    explanation varchar
);
comment on table pattern_match is 'Indicators that mean something together; filled when patterns are declared';
comment on column pattern_match.pattern is 'pattern';
comment on column pattern_match.old_la_code is 'authority';
comment on column pattern_match.strength is '0 to 1';
comment on column pattern_match.matched is 'signals matched';
comment on column pattern_match.possible is 'signals possible';
comment on column pattern_match.explanation is 'in words';
