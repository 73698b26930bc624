"""Whether an offer rests on something told in confidence: who shares it has to think of it."""

from __future__ import annotations

from pathlib import Path

from earlywarning.register.decisions.record import Proposed
from earlywarning.run.offers import lives_of
from earlywarning.warehouse.connect import query
from earlywarning.warehouse.tiers import TOLD

TOLD_TABLES = {"recommendation", "line_of_enquiry"}
CONCLUDED = (
    "rests on something told in confidence, and the authority may conclude from it that somebody "
    "spoke"
)


def rests_on_confidence(ledger: Path, warehouse: Path, item: str) -> bool:
    """Tell whether an offer is not the one that comes out without what was told in confidence.

    Nothing of what was said is looked at: the published file holds, for those about whom there is
    such an entry, what they would be offered if there were none.
    """
    offer = lives_of(ledger)[item].offer
    sql = "select table_name from duckdb_tables() where schema_name = $schema"
    held = {name for (name,) in query(warehouse, sql, {"schema": TOLD})[1]}
    if not held >= TOLD_TABLES:
        return False
    _, rows = query(
        warehouse,
        f"""
        select r.action, r.step, r.review_type, r.days,
               (select list(distinct kind || ':' || subject) from {TOLD}.line_of_enquiry as l
                where l.old_la_code = r.old_la_code and kind in ('pattern', 'indicator', 'flag'))
        from {TOLD}.recommendation as r where r.old_la_code = $code
        """,  # noqa: S608
        {"code": offer.old_la_code},
    )
    return any(_parts(offer) != (*row[:4], frozenset(row[4] or ())) for row in rows)  # type: ignore[call-overload]


def _parts(offer: Proposed) -> tuple[object, ...]:
    return offer.action, offer.step, offer.review_type, offer.days, frozenset(offer.subjects)
