-- The way through the service as declared: what goes into each step, what comes out, and what to ask
create table pathway_step (
    step varchar,
    place integer,
    name varchar,
    from_series varchar,
    to_series varchar,
    part boolean,
    minimum integer,
    note varchar,
    ask varchar
);
comment on table pathway_step is 'The way through the service as declared: what goes into each step, what comes out, and what to ask';
comment on column pathway_step.step is 'step';
comment on column pathway_step.place is 'order along the way';
comment on column pathway_step.name is 'name';
comment on column pathway_step.from_series is 'series that goes in';
comment on column pathway_step.to_series is 'series that comes out';
comment on column pathway_step.part is 'true: what comes out is mostly counted in what goes in';
comment on column pathway_step.minimum is 'smallest count that a share is shown as dependable for';
comment on column pathway_step.note is 'what a reader must know';
comment on column pathway_step.ask is 'what a reviewer would ask';
