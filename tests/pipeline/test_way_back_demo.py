"""The invented nation's way back: what its registers say of formal support is in the tables."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from earlywarning.warehouse.connect import query
from lab.nation import stories

pytestmark = pytest.mark.whole


def rows(warehouse: Path, name: str, columns: str, table: str) -> list[tuple[Any, ...]]:
    sql = f"""select {columns} from {table} join local_authority using (old_la_code)
              where la_name = $name order by all"""
    return query(warehouse, sql, {"name": name})[1]


def test_a_lifted_notice_is_watched_for_two_years(demo_warehouse: Path) -> None:
    found = rows(demo_warehouse, stories.DISINVESTED, "intervention, ended_on, until",
                 "support_watch")  # fmt: skip
    assert found == [("improvement_notice", dt.date(2024, 11, 20), dt.date(2026, 11, 20))]


def test_who_contests_what_was_found_stands_among_the_brakes(demo_warehouse: Path) -> None:
    ((contested, lowest),) = rows(
        demo_warehouse, stories.IMPROVEMENT_NOTICE, "contested, parts_lowest", "brake"
    )
    assert contested is True
    assert lowest > 0


def test_days_without_cover_are_counted_with_the_helper(demo_warehouse: Path) -> None:
    found = rows(demo_warehouse, stories.OVERSTRETCHED_HELPER,
                 "interventions, days_lent, days_not_covered", "lent")  # fmt: skip
    assert found == [(2, 85, 85)]


def test_context_has_figures_and_no_points(demo_warehouse: Path) -> None:
    _, found = query(
        demo_warehouse,
        """select i.indicator, count(v.value) > 1000,
                  (select count(*) from contribution as c where c.subject = i.indicator),
                  (select count(*) from signal as s where s.indicator = i.indicator)
           from indicator as i left join indicator_value as v using (indicator)
           where i.context and i.indicator <> 'deprivation_score' group by 1""",
    )
    assert len(found) == 8
    assert {row[1:] for row in found} == {(True, 0, 0)}
