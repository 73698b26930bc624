-- Periods that an inspection, an event or a change of recording coloured, with the reason
create table contaminated_period (
    old_la_code varchar,
    indicator varchar,
    time_period integer,
    kind varchar,
    reason varchar,
    known_on date
);
comment on table contaminated_period is 'Periods that an inspection, an event or a change of recording coloured, with the reason';
comment on column contaminated_period.old_la_code is 'authority';
comment on column contaminated_period.indicator is 'indicator';
comment on column contaminated_period.time_period is 'period left out of movement, trend and own past; its position stays';
comment on column contaminated_period.kind is 'declared, inspection or event';
comment on column contaminated_period.reason is 'in words';
comment on column contaminated_period.known_on is 'day it became known';
