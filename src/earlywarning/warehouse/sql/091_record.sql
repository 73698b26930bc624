-- The measured record of past warnings: one figure a row, as the back-test made it
create table record (
    number integer,
    section varchar,
    target varchar,
    contender varchar,
    measure varchar,
    part varchar,
    value double,
    lower double,
    upper double,
    n integer,
    happened double
);
comment on table record is 'The measured record of past warnings: one figure a row, as the back-test made it';
comment on column record.number is 'row of results.csv, as the model card cites it';
comment on column record.section is 'inspections, panel, choice, calibration, lead, equity, invented, canary';
comment on column record.target is 'any_part_down, decline, newly_inadequate, below_good';
comment on column record.contender is 'what was tried; product is the score as people see it, figures alone';
comment on column record.measure is 'measure, see the model card';
comment on column record.part is 'months ahead, kind of authority, fifth, or all and not_inadequate';
comment on column record.value is 'figure';
comment on column record.lower is '95 % limit, by drawing whole authorities';
comment on column record.upper is '95 % limit';
comment on column record.n is 'cases it rests on';
comment on column record.happened is 'in how many of them it happened';
