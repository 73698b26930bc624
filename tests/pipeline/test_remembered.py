"""A run that remembers files from earlier equals one that judges them all again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import earlywarning
from tests.support.hashes import table_hashes

TAKEN = ("reference", "neighbours", "cin", "cla")


def hashes(small_warehouse: Path, place: Path, *more: str) -> dict[str, str]:
    folder = small_warehouse.parent / "in"
    given = [word for name in TAKEN for word in ("--input", folder / name)]
    done = earlywarning(
        "run", *given, "--as-of", "2026-04-30", "--no-reports",
        "--look-back", "0", "--warehouse", place / "w.duckdb", *more,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return table_hashes(place / "w.duckdb")


@pytest.mark.whole
def test_what_is_remembered_changes_no_table(
    small_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "remembered"
    monkeypatch.setenv("EARLYWARNING_REMEMBERED", str(kept))
    judged = hashes(small_warehouse, tmp_path / "first")
    notes = sorted(kept.iterdir())
    assert sum(path.name.endswith(".facts.parquet") for path in notes) == 7

    # With everything remembered, no table is opened and the judge is not even asked for.
    for name in ("validate", "intake.read_table"):
        asked = f"earlywarning.run.ingest.{name}"
        monkeypatch.setattr(asked, lambda *_, **__: pytest.fail("read again"))
    assert hashes(small_warehouse, tmp_path / "again") == judged
    monkeypatch.undo()
    monkeypatch.setenv("EARLYWARNING_REMEMBERED", str(kept))

    for number, path in enumerate(notes):
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2] if number % 2 else content)
    assert hashes(small_warehouse, tmp_path / "damaged") == judged
    assert hashes(small_warehouse, tmp_path / "fresh", "--fresh") == judged


def test_importing_the_commands_brings_no_heavy_library() -> None:
    heavy = ("great_expectations", "sklearn", "prefect")
    code = f"import sys, earlywarning.cli.main; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
