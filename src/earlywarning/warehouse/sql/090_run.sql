-- This run
create table run (
    run varchar,
    as_of date,
    started timestamp,
    finished timestamp,
    inputs_sha256 varchar,
    definitions_sha256 varchar,
    package_version varchar,
    nation varchar,
    is_invented boolean,
    record varchar
);
comment on table run is 'This run';
comment on column run.run is 'identifier: hash of inputs, definitions, code and as-of day';
comment on column run.as_of is 'day whose knowledge it uses';
comment on column run.started is 'start';
comment on column run.finished is 'end';
comment on column run.inputs_sha256 is 'hash over the files taken';
comment on column run.definitions_sha256 is 'hash over data/reference';
comment on column run.package_version is 'version and hash of the code';
comment on column run.nation is 'nation as the files name it';
comment on column run.is_invented is 'true for the demo: nothing in it is about a real place';
comment on column run.record is 'the measured record of past warnings, in words; see table record';
