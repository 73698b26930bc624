"""The notebook of docs/notebook is run cell by cell on the invented nation."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

pytest.importorskip(
    "marimo", reason="marimo has a lock of its own: `make test-all` and `make notebook` have it"
)
pytestmark = pytest.mark.whole
NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebook" / "places.py"


@pytest.fixture(scope="module")
def app():
    return runpy.run_path(str(NOTEBOOK))["app"]


def test_every_cell_of_the_notebook_runs(app, small_warehouse: Path, monkeypatch) -> None:
    monkeypatch.setenv("EARLYWARNING_WAREHOUSE", str(small_warehouse))
    outputs, told = app.run()
    assert set(told["newest"]["la_name"]) == set(told["years"]["la_name"]) == {told["place"].value}
    assert len(told["answer"]) == 20
    assert any("<svg" in getattr(one, "text", "") for one in outputs)


def test_without_a_database_it_says_what_to_do(app, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("EARLYWARNING_WAREHOUSE", str(tmp_path / "none.duckdb"))
    outputs, told = app.run()
    assert "connection" not in told
    assert any("make demo" in getattr(one, "text", "") for one in outputs)
