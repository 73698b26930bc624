"""Every table, in the order in which a database is laid out."""

from __future__ import annotations

from earlywarning.tables import (
    declared,
    indicators,
    level,
    offers,
    people,
    places,
    published,
    quality,
    recovery,
    score,
    signals,
    standing,
    tiers,
)
from earlywarning.tables.declare import table_of, tables_in

# The tables of the warehouse.
TABLES = tables_in(
    places,
    published,
    quality,
    declared,
    indicators,
    signals,
    level,
    people,
    offers,
    score,
    recovery,
    standing,
)
# Tables beside them: what a tier's file holds, and the texts of the consortium's own.
CONTENT = table_of(tiers.TierContent)
TEXTS = table_of(tiers.SoftText)
