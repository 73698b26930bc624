"""Tables that rest on files alone, taken over from the build before where all they rest on is same.

A new day makes a new build: ages, terms and weights are of the day. What files hold and what SQL
works out of it are not, and are most of the work. They are carried when a hash of everything they
rest on says so, and only then.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from earlywarning.warehouse.build import (
    DERIVED_FROM,
    FINDINGS_FROM,
    FINDINGS_UNTIL,
    QUALITY_FROM,
    Building,
    run_sql,
)
from earlywarning.warehouse.cache import Cache

# What published tables and returns hold.
FILED = ("observation", "series")
# What is worked out of that and of `RESTS_ON`, and of nothing else; not of the day.
WORKED = (
    "revision", "revision_alarm", "hold", "known_value", "indicator_value", "benchmark",
    "in_year_difference", "first_known", "in_year_shared",
)  # fmt: skip
# Of findings, those of which a cell is held; the others come from these tables.
RESTS_ON = {
    name: f"from {name}"
    for name in (
        "authority_change", "authority_code", "comparator_group", "contaminated_period",
        "correction", "in_year_measure", "indicator", "inspection_revision", "local_authority",
        "neighbour", "quality_limit", "release",
    )
} | {"finding": "from finding where rule in ('identity', 'over_100_percent')"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Before:
    """The build that readers have, and what its tables rest on.

    files: stands for what `FILED` was read from; figures: for that and for `RESTS_ON`.
    """

    path: Path
    files: str
    figures: str
    nation: str


def before_of(path: Path) -> Before | None:
    """Return what a published build's tables rest on; None where it does not say."""
    sql = "select files_sha256, figures_sha256, nation from run"
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            row = connection.execute(sql).fetchone()
    except (duckdb.IOException, duckdb.BinderException, duckdb.CatalogException):
        return None  # damaged, or of a version that did not keep it
    if row is None or not all(row):
        return None
    return Before(path, *map(str, row))


def figures_key(building: Building, files: str, cache: Cache) -> str:
    """Return what the tables `WORKED` of a build rest on, as one name.

    Args:
        building: with all of `RESTS_ON` loaded.
        files: stands for what `FILED` was read from.
        cache: knows this program and its libraries.
    """
    sums = "select count(*), sum(hash(t)::hugeint) from ({}) as t"
    told = [
        str(building.connection.execute(sums.format(sql)).fetchone())
        for _, sql in sorted(RESTS_ON.items())
    ]
    return cache.key("figures", files, *told)


def work_out_quality(building: Building, *, carried: bool) -> None:
    """Find what values cannot be believed; where that was carried only its findings are written."""
    if carried:
        run_sql(building, start=FINDINGS_FROM, before=FINDINGS_UNTIL)
        return
    for name in WORKED:
        building.connection.execute(f"truncate {name}")
    run_sql(building, start=QUALITY_FROM, before=DERIVED_FROM)
