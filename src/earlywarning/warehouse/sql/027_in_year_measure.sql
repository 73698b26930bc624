-- What regions share within the year, as declared in in_year.toml
create table in_year_measure (
    measure varchar,
    label varchar,
    unit varchar,
    kind varchar,
    part_of varchar,
    part varchar,
    whole varchar,
    published_series varchar
);
comment on table in_year_measure is 'What regions share within the year, as declared in in_year.toml';
comment on column in_year_measure.measure is 'identifier; its series are monthly_ and quarterly_ before it';
comment on column in_year_measure.label is 'name in the template';
comment on column in_year_measure.unit is 'count, fte, percentage or ratio';
comment on column in_year_measure.kind is 'flow or at_period_end';
comment on column in_year_measure.part_of is 'measure that it can never exceed';
comment on column in_year_measure.part is 'part, of a percentage or ratio';
comment on column in_year_measure.whole is 'whole, of a percentage or ratio';
comment on column in_year_measure.published_series is 'published series that counts the same';
