"""CONTRIBUTING.md says that an indicator is one file: its own example is added and followed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pytest

from earlywarning.reports.site import write_site
from earlywarning.warehouse.ask import find_authority
from earlywarning.warehouse.connect import open_published
from lab.nation.write import write_nation
from tests.conftest import PROJECT, REFERENCE, earlywarning

pytestmark = pytest.mark.whole

NAME = "referrals_not_in_need_pct"
PLACE = "Quenlamoor"


def example_of_the_guide() -> str:
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = re.search(
        rf"```toml\n# data/reference/indicators/{NAME}.toml[^\n]*\n(.*?)```", text, re.DOTALL
    )
    assert found
    return found.group(1)


@pytest.fixture(scope="module")
def run_with_it(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    place = tmp_path_factory.mktemp("added")
    shutil.copytree(REFERENCE, place / "reference")
    (place / "reference" / "indicators" / f"{NAME}.toml").write_text(
        example_of_the_guide(), encoding="utf-8"
    )
    warehouse = place / "w.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EARLYWARNING_REFERENCE", str(place / "reference"))
        write_nation(place / "nation", small=True)
        done = earlywarning(
            "run", "--input", place / "nation", "--as-of", "2026-04-30", "--warehouse", warehouse,
            "--no-reports", "--look-back", "0",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        with open_published(warehouse) as connection:
            write_site(connection, place / "pages", only=[find_authority(warehouse, PLACE)[0]])
    return warehouse, place / "pages"


@pytest.mark.parametrize("table", ["indicator", "indicator_value", "benchmark", "signal"])
def test_it_is_in_every_table(run_with_it, table):
    with duckdb.connect(str(run_with_it[0].resolve()), read_only=True) as connection:
        count = connection.execute(f"select count(*) from {table} where indicator = '{NAME}'")
        assert count.fetchone()[0] > 0


def test_it_is_on_the_pages(run_with_it):
    pages = run_with_it[1]
    assert "Referrals assessed as not in need" in (pages / "data_dictionary.html").read_text()
    figures = next((pages / "authority").glob(f"*-{PLACE.lower()}/figures.html")).read_text()
    assert "Referrals assessed as not in need" in figures
