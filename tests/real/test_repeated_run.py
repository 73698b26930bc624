"""The same files again, in the same place and elsewhere."""

from __future__ import annotations

import pytest

from tests.conftest import PUBLISHED, needs_published
from tests.real.conftest import LOOK_BACK
from tests.real.test_whole_run import run
from tests.support.hashes import table_hashes

pytestmark = [needs_published, pytest.mark.whole]


def test_second_run_changes_nothing_and_says_so(real_warehouse):
    before, target = table_hashes(real_warehouse), real_warehouse.resolve()
    again = run(real_warehouse, PUBLISHED, back=(LOOK_BACK,))
    assert again.returncode == 0
    assert "nothing was new" in again.stdout
    assert real_warehouse.resolve() == target
    assert table_hashes(real_warehouse) == before


def test_same_files_elsewhere_give_the_same_tables(real_warehouse, tmp_path):
    done = run(tmp_path / "again.duckdb", PUBLISHED, back=(LOOK_BACK,))
    assert done.returncode == 0
    assert table_hashes(tmp_path / "again.duckdb") == table_hashes(real_warehouse)
