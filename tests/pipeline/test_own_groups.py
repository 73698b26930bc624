"""A consortium's own groups: a small file beside the others is one more thing to compare with."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import duckdb
import pytest

from earlywarning.reports.site import write_site
from tests.conftest import earlywarning
from tests.support.agreement import text_of
from tests.support.few_files import C1, CONTEXT, NEIGHBOURS, OUTCOMES, POPULATION, few

BESIDE = (C1, POPULATION, NEIGHBOURS, OUTCOMES, *CONTEXT)
MEMBERS = ("101", "102", "103", "104")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    place = tmp_path_factory.mktemp("groups")
    files = few(place / "in", BESIDE)
    rows = [f"Coast,{code}" for code in (*MEMBERS, MEMBERS[0])] + ["Coast,9", "Other,105"]
    (files / "our_groups.csv").write_text("group,old_la_code\n" + "\n".join(rows) + "\n")
    done = earlywarning(
        "run", "--input", "in", "--warehouse", "w.duckdb", "--no-reports", "--look-back", "0",
        "--as-of", "2026-04-30", cwd=place,
    )  # fmt: skip
    assert done.returncode in (0, 3), done.stderr
    return place, done.stdout


@pytest.fixture(scope="module")
def found(run: tuple[Path, str]) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str((run[0] / "w.duckdb").resolve()), read_only=True)


def test_each_is_held_against_the_middle_of_the_others(found: duckdb.DuckDBPyConnection) -> None:
    values = {
        (code, year): value
        for code, year, value in found.execute(
            """select old_la_code, time_period, value from indicator_value
               where indicator = 'referral_rate' and value is not null"""
        ).fetchall()
    }
    rows = found.execute(
        """select old_la_code, time_period, value, n from benchmark
           where comparator = 'group: Coast' and statistic = 'median'
             and indicator = 'referral_rate'"""
    ).fetchall()
    assert {row[0] for row in rows} == set(MEMBERS)
    for code, year, value, n in rows:
        others = [values[one, year] for one in MEMBERS if one != code and (one, year) in values]
        assert (value, n) == (pytest.approx(median(others)), len(others))


def test_nobody_is_alone_in_a_group_and_a_slip_costs_its_row(
    found: duckdb.DuckDBPyConnection,
) -> None:
    names = {
        one for (one,) in found.execute("select distinct comparator from benchmark").fetchall()
    }
    assert "group: Coast" in names
    assert "group: Other" not in names
    told = found.execute("select row_number, message from finding where file_name like '%groups%'")
    [(number, message)] = told.fetchall()
    assert number == 7
    assert "old_la_code is '9'" in message
    held = found.execute("select count(*) from comparator_group where comparator_group = 'Coast'")
    assert held.fetchone() == (len(MEMBERS),)


def test_the_page_of_figures_names_the_group(
    found: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    write_site(found, tmp_path, only=[MEMBERS[0]])
    [page] = (tmp_path / "authority").glob(f"{MEMBERS[0]}-*/figures.html")
    assert "3 others in the group Coast" in text_of(page)
