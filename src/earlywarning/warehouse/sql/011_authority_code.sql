-- Nine-character codes are dated attributes: one row per code that a service has carried
create table authority_code (
    old_la_code varchar,
    new_la_code varchar,
    la_name varchar,
    opened date,
    closed date
);
comment on table authority_code is 'Nine-character codes are dated attributes: one row per code that a service has carried';
comment on column authority_code.old_la_code is 'DfE three-digit number';
comment on column authority_code.new_la_code is 'nine-character code';
comment on column authority_code.la_name is 'name under that code';
comment on column authority_code.opened is 'first day of the code';
comment on column authority_code.closed is 'last day, empty while in use';
