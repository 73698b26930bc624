-- The publication gate: on which day the figures of each period first came out, and how that is known
create table first_known (
    series varchar,
    time_period integer,
    period_end date,
    release varchar,
    known_from date,
    basis varchar
);
comment on table first_known is 'The publication gate: on which day the figures of each period first came out, and how that is known';
comment on column first_known.series is 'series that some indicator is made from, or the pathway';
comment on column first_known.time_period is 'period';
comment on column first_known.period_end is 'last day it describes';
comment on column first_known.release is 'oldest release held that has it: whose value an earlier day sees';
comment on column first_known.known_from is 'first day on which it was known';
comment on column first_known.basis is 'release (its own day) or cadence (so many days after the end, by publication_gate.toml, where our copy is younger)';
