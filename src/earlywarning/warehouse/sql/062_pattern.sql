-- Every pattern that is looked for, as declared: what it may mean and what to ask
create table pattern (
    pattern varchar,
    name varchar,
    reading varchar,
    stage varchar,
    enabler varchar,
    may_mean varchar,
    other_explanations varchar,
    questions varchar,
    signs varchar,
    at_least integer
);
comment on table pattern is 'Every pattern that is looked for, as declared: what it may mean and what to ask';
comment on column pattern.pattern is 'pattern';
comment on column pattern.name is 'in words';
comment on column pattern.reading is 'concern, notable or hold_your_nerve';
comment on column pattern.stage is 'stage of the journey';
comment on column pattern.enabler is 'what helps improvement and may be missing';
comment on column pattern.may_mean is 'what it may mean';
comment on column pattern.other_explanations is 'what else could explain it';
comment on column pattern.questions is 'what a reviewer would ask, one a line';
comment on column pattern.signs is 'its signs by name, one a line';
comment on column pattern.at_least is 'how many signs have to be there';
