-- In-year figures as they may leave the region: small counts suppressed, and what would reveal them
create table in_year_shared (
    old_la_code varchar,
    frequency varchar,
    measure varchar,
    label varchar,
    time_period integer,
    period_end date,
    value double,
    marker varchar,
    status varchar
);
comment on table in_year_shared is 'In-year figures as they may leave the region: small counts suppressed, and what would reveal them';
comment on column in_year_shared.old_la_code is 'authority';
comment on column in_year_shared.frequency is 'monthly or quarterly';
comment on column in_year_shared.measure is 'measure';
comment on column in_year_shared.label is 'name of the measure';
comment on column in_year_shared.time_period is 'year and month of the last month';
comment on column in_year_shared.period_end is 'last day';
comment on column in_year_shared.value is 'number, empty where suppressed or missing';
comment on column in_year_shared.marker is 'c where suppressed here, else the symbol as returned';
comment on column in_year_shared.status is 'ok or the reason why there is no number';
