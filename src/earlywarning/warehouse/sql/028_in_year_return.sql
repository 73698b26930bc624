-- Every in-year return taken in: whose, how often, and what came with it
create table in_year_return (
    release varchar,
    old_la_code varchar,
    frequency varchar,
    returned_on date,
    prepared_by varchar,
    provisional boolean,
    events varchar,
    from_child_level boolean,
    cells_refused integer
);
comment on table in_year_return is 'Every in-year return taken in: whose, how often, and what came with it';
comment on column in_year_return.release is 'release';
comment on column in_year_return.old_la_code is 'authority';
comment on column in_year_return.frequency is 'monthly or quarterly';
comment on column in_year_return.returned_on is 'day it became known';
comment on column in_year_return.prepared_by is 'role, one of those declared; never a name';
comment on column in_year_return.provisional is 'false where the authority calls it final';
comment on column in_year_return.events is 'declared events such as a cyber attack';
comment on column in_year_return.from_child_level is 'counted from child-level lists, which are not kept';
comment on column in_year_return.cells_refused is 'cells that could mean two things and were not read';
