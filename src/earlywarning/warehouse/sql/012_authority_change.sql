-- Reorganisations as rows: who became whom, when, and what that does to a series
create table authority_change (
    effective date,
    kind varchar,
    old_la_code varchar,
    successor varchar,
    series_rule varchar
);
comment on table authority_change is 'Reorganisations as rows: who became whom, when, and what that does to a series';
comment on column authority_change.effective is 'day of the change';
comment on column authority_change.kind is 'split, merge, boundary or code_only';
comment on column authority_change.old_la_code is 'before';
comment on column authority_change.successor is 'after (one row each)';
comment on column authority_change.series_rule is 'what a reader of the series must know';
