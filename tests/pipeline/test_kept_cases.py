"""Faults met with real files, each as it was kept: what comes out now."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT, earlywarning
from tests.support.few_files import ingested

CASES = PROJECT.parent / "shared" / "cases"
needs_cases = pytest.mark.skipif(
    not CASES.exists(), reason="the kept cases are not beside this checkout"
)
pytestmark = needs_cases


def beside_base(place: Path, case: str) -> Path:
    shutil.copytree(CASES / "BASE", place / "in")
    shutil.copytree(CASES / case, place / "in" / "case")
    (place / "in" / "case" / "expected.md").unlink(missing_ok=True)
    return place / "in"


def test_01_a_workbook_of_something_else_is_left_aside(tmp_path: Path) -> None:
    told, outcome = ingested(beside_base(tmp_path, "01_unrelated_workbook_stops_run"), tmp_path)
    [line] = outcome.left_aside
    assert line.startswith("case/plans.xlsx (unknown): a workbook with the sheets Plans")
    assert outcome.exit_code == 0
    assert sum(one.startswith("taken") for one in told) == 4


def test_01b_a_third_inspection_is_read(tmp_path: Path) -> None:
    folder = beside_base(tmp_path, "01b_third_inspection_block_stops_run")
    done = earlywarning(
        "run", "--input", folder, "--as-of", "2026-04-30", "--warehouse", tmp_path / "w",
        "--no-reports", "--look-back", "0", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str((tmp_path / "w").resolve()), read_only=True) as connection:
        found = connection.execute(
            "select grade, published::varchar from inspection "
            "where old_la_code = '101' and judgement = 'overall' order by published"
        ).fetchall()
    assert [(grade.split(" to ")[0], day) for grade, day in found] == [
        ("Inadequate", "2019-04-01"), ("Requires improvement", "2022-05-05"),
        ("Good", "2026-03-03"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["errors", "formulas_never_calculated"])
def test_08_errors_are_refused_by_address(tmp_path: Path, name: str) -> None:
    path = CASES / "08_error_cells_become_not_returned" / f"{name}.xlsx"
    done = earlywarning("returns", "check", path, "--warehouse", tmp_path / "none", cwd=tmp_path)
    assert done.returncode == 3
    assert "not returned" not in done.stdout


def test_10_months_in_another_time_zone_are_refused(tmp_path: Path) -> None:
    path = CASES / "10_time_of_day_moves_the_month" / "utc.xlsx"
    done = earlywarning("returns", "check", path, "--warehouse", tmp_path / "none", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.count("has a time of day") == 3


@pytest.mark.parametrize(("name", "code"), [("population_only", 0), ("refused_only", 3)])
def test_16_nothing_to_judge_by_is_told(tmp_path: Path, name: str, code: int) -> None:
    done = earlywarning(
        "run", "--input", CASES / "16_nothing_to_judge_by" / name, "--as-of", "2026-04-30",
        "--warehouse", tmp_path / "w", "--no-reports", "--look-back", "0", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert "not_known 150" in done.stdout
    assert (
        "refused: c1.csv: row 12: number or symbol, referral_count: '3,533'" in done.stderr
    ) == (code == 3)


def test_18_a_file_alone_is_told_of(tmp_path: Path) -> None:
    done = earlywarning(
        "run", "--input", CASES / "18_left_aside_without_a_reason", "--no-reports",
        "--warehouse", tmp_path / "w", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 4
    assert "left aside: csww_headline_2022.csv (unknown): 2 rows; columns" in done.stderr
    assert "most like csww" in done.stderr
