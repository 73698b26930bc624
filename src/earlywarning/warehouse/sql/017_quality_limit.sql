-- What counts as too much: the limits of the quality rules, each with its reason
create table quality_limit (
    name varchar,
    value double,
    reason varchar
);
comment on table quality_limit is 'What counts as too much: the limits of the quality rules, each with its reason';
comment on column quality_limit.name is 'limit';
comment on column quality_limit.value is 'from data/reference/quality.toml';
comment on column quality_limit.reason is 'why so much';
