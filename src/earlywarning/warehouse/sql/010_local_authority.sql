-- Every children's service, open or closed, keyed by the DfE three-digit number
create table local_authority (
    old_la_code varchar,
    new_la_code varchar,
    la_name varchar,
    region varchar,
    opened date,
    closed date,
    children bigint,
    is_small boolean,
    rural_urban varchar
);
comment on table local_authority is 'Every children''s service, open or closed, keyed by the DfE three-digit number';
comment on column local_authority.old_la_code is 'DfE three-digit number: the steady key';
comment on column local_authority.new_la_code is 'newest nine-character code';
comment on column local_authority.la_name is 'name';
comment on column local_authority.region is 'region; London is Inner or Outer';
comment on column local_authority.opened is 'first day of the service';
comment on column local_authority.closed is 'last day, empty while it runs';
comment on column local_authority.children is 'children aged 0 to 17 at the newest mid-year known';
comment on column local_authority.is_small is 'too few children for a statistical signal or a neighbour median';
comment on column local_authority.rural_urban is 'rural and urban classification of 2011 in three classes, context only';
