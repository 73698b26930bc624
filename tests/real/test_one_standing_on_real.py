"""On the real files too, what is written about an authority agrees with its standing."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from earlywarning.reports.explain import explain
from earlywarning.reports.site import write_site
from tests.conftest import needs_published
from tests.support.agreement import (
    behind_of,
    days_to_come_not_in,
    further_days,
    judged_otherwise,
    one_of_each_kind,
    pages_of,
    standings_of,
    stands_as_told,
)

pytestmark = [needs_published, pytest.mark.whole]


def test_pages_and_explanations_agree_with_the_standing(
    real: duckdb.DuckDBPyConnection, real_warehouse: Path, tmp_path: Path
) -> None:
    rows = one_of_each_kind(standings_of(real))
    assert {row.standing for row in rows} >= {"formal_support", "conversation", "routine"}
    write_site(real, tmp_path, only=[row.old_la_code for row in rows])
    for row in rows:
        further = further_days(real, row.old_la_code)
        told = pages_of(tmp_path, row.old_la_code)
        stands_as_told(row, told)
        told["explain"] = explain(real_warehouse, row.old_la_code, "X")
        for name, text in told.items():
            assert row.sentence in text, (name, row)
        for name, text in (told | behind_of(tmp_path, row.old_la_code)).items():
            assert not days_to_come_not_in(row, text, further), (name, row)
            assert not judged_otherwise(row, text), (name, row)


def test_every_judgement_of_a_standing_is_in_the_list_of_inspections(
    real: duckdb.DuckDBPyConnection,
) -> None:
    published = {
        (code, day)
        for code, day in real.execute("select old_la_code, published from inspection").fetchall()
    }
    for row in standings_of(real):
        assert row.judged_on is None or (row.old_la_code, row.judged_on) in published, row
