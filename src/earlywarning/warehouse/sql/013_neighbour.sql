-- Statistical neighbours by model year, ten each
create table neighbour (
    old_la_code varchar,
    neighbour_old_la_code varchar,
    model_year integer,
    position integer,
    closeness varchar,
    weight double
);
comment on table neighbour is 'Statistical neighbours by model year, ten each';
comment on column neighbour.old_la_code is 'authority';
comment on column neighbour.neighbour_old_la_code is 'its neighbour';
comment on column neighbour.model_year is 'year of the model';
comment on column neighbour.position is '1 is the closest';
comment on column neighbour.closeness is 'extremely close, very close, close, somewhat close, not close';
comment on column neighbour.weight is 'weight in closeness-weighted comparison';
