"""Where the authorities of a region stand, by name, in plain words."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from earlywarning.reports import phrases
from earlywarning.warehouse.connect import query

# In order of action, as everywhere.
STANDINGS = ("formal_support", "team", "conversation", "routine", "not_known")


def explain_region(warehouse: Path, region: str) -> str:
    """Return how many of a region stand where, and the one sentence of each in order of name."""
    _, rows = query(
        warehouse,
        """
        select la.la_name, s.standing, s.sentence, s.next_step, s.due, s.as_of
        from standing as s join local_authority as la on la.old_la_code = s.old_la_code
        where la.region = $region order by la.la_name
        """,
        {"region": region},
    )
    if not rows:
        return f"This file holds nothing about where the authorities of {region} stand.\n"
    many = Counter(str(standing) for _, standing, *_ in rows)
    counted = [f"{many[one]} {phrases.plain(one).lower()}" for one in STANDINGS if many[one]]
    lines = [
        f"{region} as of {rows[0][-1]}: {phrases.count(len(rows), 'authority', 'authorities')}, "
        f"of these {', '.join(counted)}.",
        "",
    ]
    for name, _, sentence, step, due, _ in rows:
        lines.append(f"{name}: {sentence} Next: {step}{f', by {due}' if due else ''}.")
    return "\n".join([*lines, "", "More on one of them: `earlywarning explain NAME`."]) + "\n"
