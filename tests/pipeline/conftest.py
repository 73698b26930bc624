"""One run on the invented nation, shared by the tests that only look at it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from lab.demo import invent
from tests.conftest import REFERENCE, built_once, earlywarning


def _run(place: Path) -> None:
    invent(place / "in", REFERENCE)
    done = earlywarning(
        "run", "--input", place / "in", "--as-of", "2026-04-30", "--warehouse", place / "w.duckdb",
        "--no-reports", cwd=place,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (place / "said.txt").write_text(done.stdout, encoding="utf-8")


@pytest.fixture(scope="session")
def demo_link(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_once(tmp_path_factory, "demo", _run) / "w.duckdb"


@pytest.fixture(scope="session")
def demo(demo_link: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(demo_link.resolve()), read_only=True)
