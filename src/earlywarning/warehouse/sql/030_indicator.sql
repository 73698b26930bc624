-- The vital indicators as declared
create table indicator (
    indicator varchar,
    name varchar,
    polarity varchar,
    context boolean,
    unit varchar,
    stage varchar,
    enabler varchar,
    numerator varchar,
    denominator varchar,
    denominator_years_before integer,
    per integer,
    decimals integer,
    published_series varchar,
    history_series varchar,
    prefer varchar,
    comparison varchar,
    minimum_denominator integer,
    period varchar,
    why_it_matters varchar,
    questions varchar,
    other_explanations varchar,
    source_note varchar
);
comment on table indicator is 'The vital indicators as declared';
comment on column indicator.indicator is 'identifier';
comment on column indicator.name is 'name';
comment on column indicator.polarity is 'high_is_worse, low_is_worse, either_way';
comment on column indicator.context is 'true: shown beside the others, no weight in the score';
comment on column indicator.unit is 'unit';
comment on column indicator.stage is 'stage of the child''s journey';
comment on column indicator.enabler is 'enabler of a good service it touches';
comment on column indicator.numerator is 'series above the line';
comment on column indicator.denominator is 'series below the line';
comment on column indicator.denominator_years_before is 'years by which the denominator precedes';
comment on column indicator.per is 'multiplier';
comment on column indicator.decimals is 'decimals shown';
comment on column indicator.published_series is 'published series used, in order, comma separated';
comment on column indicator.history_series is 'published series that tells the years before those begin, and no other';
comment on column indicator.prefer is 'counts or published';
comment on column indicator.comparison is 'proportion, ratio or neighbours';
comment on column indicator.minimum_denominator is 'below this no signal';
comment on column indicator.period is 'kind of period';
comment on column indicator.why_it_matters is 'meaning';
comment on column indicator.questions is 'questions to ask, one a line';
comment on column indicator.other_explanations is 'what else could explain it';
comment on column indicator.source_note is 'where it comes from';
