-- Whose file this is, and what it holds of each table; only files built for a tier have it
create table tier_content (
    tier varchar,
    owner varchar,
    name varchar,
    table_name varchar,
    holds varchar,
    columns_left_out varchar,
    rows_held bigint
);
comment on table tier_content is 'Whose file this is, and what it holds of each table; only files built for a tier have it';
comment on column tier_content.tier is 'public, authority, region or consortium';
comment on column tier_content.owner is 'three-digit number of the authority, or the region; empty for the others';
comment on column tier_content.name is 'name of the authority or region';
comment on column tier_content.table_name is 'table of the warehouse';
comment on column tier_content.holds is 'all, own, published, published_and_own or none of its rows';
comment on column tier_content.columns_left_out is 'columns that are empty here, comma separated';
comment on column tier_content.rows_held is 'rows that this file holds';
