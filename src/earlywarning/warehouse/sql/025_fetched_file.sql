-- Files that were fetched from their publisher, known on the as-of day; join release by sha256
create table fetched_file (
    source varchar,
    data_set varchar,
    data_set_id varchar,
    version varchar,
    release_title varchar,
    published date,
    published_basis varchar,
    address varchar,
    sha256 varchar,
    bytes bigint,
    fetched_at timestamp,
    outcome varchar
);
comment on table fetched_file is 'Files that were fetched from their publisher, known on the as-of day; join release by sha256';
comment on column fetched_file.source is 'publication';
comment on column fetched_file.data_set is 'name of the data set or file in sources.toml';
comment on column fetched_file.data_set_id is 'id under which the statistics service offers it';
comment on column fetched_file.version is 'version of the data set: major.minor';
comment on column fetched_file.release_title is 'title of the release it came with';
comment on column fetched_file.published is 'day the service says it was out, or the day it was fetched';
comment on column fetched_file.published_basis is 'api or fetched';
comment on column fetched_file.address is 'where it was fetched';
comment on column fetched_file.sha256 is 'hash of its bytes, as in release';
comment on column fetched_file.bytes is 'size';
comment on column fetched_file.fetched_at is 'when, in UTC';
comment on column fetched_file.outcome is 'new, or changed under the same version';
