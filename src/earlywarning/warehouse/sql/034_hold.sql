-- Cells that are held back: published, kept, and not used until a later release explains them
create table hold (
    series varchar,
    area varchar,
    time_period integer,
    release varchar,
    rule varchar
);
comment on table hold is 'Cells that are held back: published, kept, and not used until a later release explains them';
comment on column hold.series is 'series';
comment on column hold.area is 'area';
comment on column hold.time_period is 'period';
comment on column hold.release is 'release whose cell is held back';
comment on column hold.rule is 'rule that holds it';
