"""The record in a run: carried, printed, and refused where it was made for something else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT, earlywarning

pytestmark = pytest.mark.whole


def test_a_run_carries_the_record_and_says_it(
    demo: duckdb.DuckDBPyConnection, demo_warehouse: Path
) -> None:
    rows = demo.execute("select count(*), min(number), max(number) from record").fetchone()
    assert rows is not None
    assert rows[0] == rows[2] > 1000
    assert rows[1] == 1
    (said,) = demo.execute("select record from run").fetchone() or ("",)
    assert "past inspections in England" in said.partition(". ")[0]
    explained = earlywarning("explain", "Quenlamoor", "--warehouse", demo_warehouse).stdout
    assert explained.rstrip().endswith(said)


def test_the_vital_signs_of_a_story_add_up_to_its_pillar(demo: duckdb.DuckDBPyConnection) -> None:
    rows = demo.execute(
        """select s.performance, sum(c.points) from score as s
           join contribution as c on c.old_la_code = s.old_la_code and c.pillar = 'performance'
           group by s.old_la_code, s.performance"""
    ).fetchall()
    assert len(rows) > 140
    assert all(abs(told - added) < 1e-9 for told, added in rows)


def test_an_invented_nation_does_not_take_the_place_of_the_real_record(
    demo_warehouse: Path,
) -> None:
    before = (PROJECT / "models" / "vital_signs" / "results.csv").read_bytes()
    done = earlywarning("backtest", "--warehouse", demo_warehouse)
    assert done.returncode == 2
    assert "--to: name a folder" in done.stderr
    assert (PROJECT / "models" / "vital_signs" / "results.csv").read_bytes() == before


def test_a_run_refuses_a_model_made_for_other_definitions(
    small_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = tmp_path / "models"
    shutil.copytree(PROJECT / "models" / "vital_signs", models / "vital_signs")
    path = models / "vital_signs" / "model.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    held["points"] = 99.0
    path.write_text(json.dumps(held), encoding="utf-8")
    monkeypatch.setenv("EARLYWARNING_MODELS", str(models))
    done = earlywarning(
        "run", "--input", small_warehouse.parent / "in", "--as-of", "2026-04-30", "--no-reports",
        "--warehouse", tmp_path / "w.duckdb",
    )  # fmt: skip
    assert done.returncode not in (0, 1)
    assert "made for other definitions (points differs)" in done.stderr
    assert "earlywarning backtest" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "w.duckdb").exists()
