-- What the statistics service itself says that a version of a data set changed; moved values stand in revision
create table data_set_change (
    source varchar,
    data_set varchar,
    version varchar,
    published date,
    weight varchar,
    kind varchar,
    within varchar,
    before varchar,
    after varchar
);
comment on table data_set_change is 'What the statistics service itself says that a version of a data set changed; moved values stand in revision';
comment on column data_set_change.source is 'publication';
comment on column data_set_change.data_set is 'name of the data set in sources.toml';
comment on column data_set_change.version is 'version that brought the change';
comment on column data_set_change.published is 'day it was out';
comment on column data_set_change.weight is 'major (may break what reads it) or minor';
comment on column data_set_change.kind is 'filters, filterOptions, indicators, locationOptions, timePeriods and so on';
comment on column data_set_change.within is 'filter or geographic level that an option belongs to';
comment on column data_set_change.before is 'label and code before; empty where added';
comment on column data_set_change.after is 'label and code now; empty where taken away';
