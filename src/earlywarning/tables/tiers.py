"""Tables that only files built for a tier have."""

from __future__ import annotations

from earlywarning.tables.declare import column, table


@table(
    "tier_content",
    "Whose file this is, and what it holds of each table; only files built for a tier have it",
    key="table_name",
)
class TierContent:
    tier: str | None = column("public, authority, region or consortium")
    owner: str | None = column(
        "three-digit number of the authority, or the region; empty for the others"
    )
    name: str | None = column("name of the authority or region")
    table_name: str | None = column("table of the warehouse")
    holds: str | None = column("all, own, published, published_and_own or none of its rows")
    columns_left_out: list[str] | None = column("columns that are empty here")
    rows_held: int | None = column("rows that this file holds", "bigint")


@table(
    "soft_text",
    "Free text of the soft-intelligence register, as it was written: in the consortium's file "
    "alone",
    key="item",
)
class SoftText:
    item: str | None = column("entry, as in soft_item")
    text: str | None = column("as it was written; never shown on a page")
