-- Every file taken in and known on the as-of day
create table release (
    release varchar,
    source varchar,
    title varchar,
    published date,
    published_basis varchar,
    file_name varchar,
    sha256 varchar,
    rows bigint,
    period integer,
    superseded_by varchar
);
comment on table release is 'Every file taken in and known on the as-of day';
comment on column release.release is 'table, period and first eight characters of the content hash';
comment on column release.source is 'publication';
comment on column release.title is 'title of the table';
comment on column release.published is 'day by which it was out';
comment on column release.published_basis is 'how that day is known: api, calendar, manifest, fetched or cadence';
comment on column release.file_name is 'name of the file as it came';
comment on column release.sha256 is 'hash of its bytes';
comment on column release.rows is 'data rows read';
comment on column release.period is 'newest period it describes';
comment on column release.superseded_by is 'newer release of the same table, if any';
