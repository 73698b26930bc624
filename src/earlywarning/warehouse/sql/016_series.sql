-- Every series that is kept: the table, column and labels it comes from, and its unit
create table series (
    series varchar,
    table_name varchar,
    column_name varchar,
    labels varchar,
    unit varchar,
    rate_of varchar
);
comment on table series is 'Every series that is kept: the table, column and labels it comes from, and its unit';
comment on column series.series is 'name; tables without a name of their own for it give table.column | labels';
comment on column series.table_name is 'table in data/reference/tables';
comment on column series.column_name is 'column of that table';
comment on column series.labels is 'what the row counts, where the table has such columns';
comment on column series.unit is 'count, percentage, rate, ratio, fte, children, thousand_pounds, pounds';
comment on column series.rate_of is 'for a rate per child: the series of its count';
