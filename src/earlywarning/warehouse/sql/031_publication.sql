-- Where published figures come out, under which licence, and how long after the period they describe
create table publication (
    source varchar,
    title varchar,
    page varchar,
    licence varchar,
    cadence_period varchar,
    cadence_days integer,
    basis varchar,
    by_hand varchar
);
comment on table publication is 'Where published figures come out, under which licence, and how long after the period they describe';
comment on column publication.source is 'publication';
comment on column publication.title is 'title';
comment on column publication.page is 'address of the page of the publisher';
comment on column publication.licence is 'licence of what is published';
comment on column publication.cadence_period is 'kind of period; empty where none is usual';
comment on column publication.cadence_days is 'days after the last day described by which a release is usually out';
comment on column publication.basis is 'how that is known';
comment on column publication.by_hand is 'what a person has to do, where it cannot be fetched';
