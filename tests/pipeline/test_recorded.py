"""What people record with the program's own commands is in the next run, without being named."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from earlywarning.tables.quality import Finding
from tests.conftest import earlywarning
from tests.support.recorded import CASES, HEARD, needs_cases

QUICK = ("--no-reports", "--look-back", "0")
THEN = ("--as-of", "2026-04-30")


def run(place: Path, *more: str | Path) -> tuple[int, str, Path]:
    warehouse = place / "nation.duckdb"
    words = ("run", "--input", CASES / "BASE", "--warehouse", warehouse, *QUICK, *more)
    done = earlywarning(*words, cwd=place)
    return done.returncode, done.stderr, warehouse.resolve()


@needs_cases
def test_entry_of_today_is_in_the_run_of_tonight(tmp_path: Path) -> None:
    code, said, _ = run(tmp_path, *THEN)
    assert code == 0, said
    recorded = earlywarning(*HEARD, "--warehouse", "nation.duckdb", cwd=tmp_path)
    assert recorded.returncode == 0, recorded.stderr
    code, said, built = run(tmp_path)
    assert code == 0, said
    with duckdb.connect(str(built), read_only=True) as connection:
        heard = connection.sql("select old_la_code, flag from soft_item").fetchall()
        points = connection.sql("select soft_intelligence from score where old_la_code = '101'")
        assert heard == [("101", "whistleblowing")]
        assert points.fetchall()[0][0] > 0
    raw = (tmp_path / "nation.raw").rglob("*.jsonl")
    assert list(raw) == [], "what people wrote stays where the consortium keeps it"
    moved = tmp_path / "elsewhere"
    shutil.move(tmp_path / "data" / "register", moved)
    code, said, built = run(tmp_path, "--register", moved)
    assert code == 0, said
    with duckdb.connect(str(built), read_only=True) as connection:
        assert connection.sql("select count(*) from soft_item").fetchall() == [(1,)]


@pytest.mark.whole
@needs_cases
@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("01_unrelated_workbook_stops_run", "left aside: plans.xlsx (unknown): a workbook"),
        ("01b_third_inspection_block_stops_run", ""),
    ],
)
def test_workbook_that_once_ended_the_run(tmp_path: Path, case: str, told: str) -> None:
    code, said, built = run(tmp_path, "--input", CASES / case, *THEN)
    assert code == 0, said
    assert told in said
    if not told:
        with duckdb.connect(str(built), read_only=True) as connection:
            found = connection.sql(
                "select published::varchar, grade from inspection where old_la_code = '101' "
                "and judgement = 'overall' order by published"
            ).fetchall()
        assert found == [
            ("2019-04-01", "Inadequate"),
            ("2022-05-05", "Requires improvement to be good"),
            ("2026-03-03", "Good"),
        ]


@pytest.mark.whole
@needs_cases
def test_an_older_copy_of_the_ledger_brings_nothing_back(tmp_path: Path) -> None:
    assert run(tmp_path, *THEN)[0] == 0
    names = ("--warehouse", "nation.duckdb")
    assert earlywarning(*HEARD, *names, cwd=tmp_path).returncode == 0
    copy = tmp_path / "older"
    shutil.copytree(tmp_path / "data" / "register", copy)
    gone = ("soft", "retire", "L-0001", "--role", "regional lead", "--reason", "Misheard.")
    assert earlywarning(*gone, *names, cwd=tmp_path).returncode == 0
    code, said, built = run(tmp_path, "--input", copy)
    assert code == 0, said
    with duckdb.connect(str(built), read_only=True) as connection:
        assert connection.sql("select count(*) from soft_item").fetchall() == [(0,)]
        told = connection.sql("select message from intake where message like 'an earlier state%'")
        assert told.fetchall() == [("an earlier state of soft_intelligence.jsonl",)]


@needs_cases
def test_a_register_that_was_named_and_is_not_there_is_no_run_without_it(tmp_path: Path) -> None:
    code, said, _ = run(tmp_path, "--register", tmp_path / "data" / "registr")
    assert code == 2
    assert "registr: no such folder; it was named as the register" in said


@pytest.mark.whole
@needs_cases
def test_a_file_that_is_refused_today_is_not_what_was_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Verdicts that are not true are remembered apart from everybody else's.
    monkeypatch.setenv("EARLYWARNING_REMEMBERED", str(tmp_path / "remembered"))
    assert run(tmp_path, *THEN)[0] == 0
    bad = [Finding(source="children_in_need", rule="share", severity="critical", message="No.")]
    monkeypatch.setattr("earlywarning.run.ingest.validate", lambda *_, **__: bad)
    code, said, _ = run(tmp_path, *THEN, "--fresh")
    assert code in (3, 4), said
    assert "nothing new" not in said
    assert "Traceback" not in said
