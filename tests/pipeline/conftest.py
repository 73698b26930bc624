"""One run on the invented nation, shared by the tests that only look at it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from earlywarning.sample import write_nation
from tests.conftest import earlywarning


@pytest.fixture(scope="session")
def demo_link(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("demo")
    write_nation(place / "in")
    done = earlywarning(
        "run", "--input", place / "in", "--as-of", "2026-04-30", "--warehouse", place / "w.duckdb",
        "--no-reports", cwd=place,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return place / "w.duckdb"


@pytest.fixture(scope="session")
def demo(demo_link: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(demo_link.resolve()), read_only=True)
